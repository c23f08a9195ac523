package io.sparklancedb.benchmark.growth;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.launcher.JavaModuleOptions;

/** A standalone master and workers of one core, each a process on the loopback interface. */
final class LocalCluster implements AutoCloseable {
  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";
  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern REGISTERED = Pattern.compile("Successfully registered with master");

  private static final Pattern SPARK_JAR = Pattern.compile("spark-core_([0-9.]+)-");

  private final Path home;

  /** The last one started first, so that workers end their executors before the master goes. */
  private final Deque<Process> processes = new ArrayDeque<>();

  private String master;

  private LocalCluster(Path home) {
    this.home = home;
  }

  /**
   * Starts the processes with the jars of this JVM's class path.
   *
   * @param folder for the installation, logs and temporary files
   * @param memory of one worker, such as {@code 4g}
   */
  static LocalCluster start(Path folder, int workers, String memory) throws IOException {
    LocalCluster cluster = new LocalCluster(install(folder.resolve("spark")));
    try {
      cluster.master = cluster.daemon(MASTER, "master.Master", "127.0.0.1", "--port", "0");
      for (int i = 1; i <= workers; i++) {
        String[] options = {"--cores", "1", "--memory", memory, cluster.master};
        cluster.daemon(REGISTERED, "worker.Worker", "127.0.0." + i, options);
      }
      return cluster;
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** Spark starts an executor from the jars of its installation. */
  private static Path install(Path home) throws IOException {
    Path jars = Files.createDirectories(home.resolve("jars"));
    Files.createDirectories(home.resolve("tmp"));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path jar = Path.of(entry).toAbsolutePath();
      Path link = jars.resolve(jar.getFileName());
      if (entry.endsWith(".jar") && !Files.exists(link)) {
        Files.createSymbolicLink(link, jar);
      }
    }
    return home;
  }

  String master() {
    return master;
  }

  /** A folder for temporary files; a process that is killed leaves the native library there. */
  static Path temporaryFolder(Path folder) {
    return folder.resolve("spark").resolve("tmp");
  }

  List<ProcessHandle> executors() {
    return processes.stream()
        .flatMap(Process::descendants)
        .filter(child -> child.info().commandLine().orElse("").contains(EXECUTOR))
        .toList();
  }

  /** Returns what the pattern finds in a line that tells that the daemon is ready. */
  private String daemon(Pattern ready, String mainClass, String host, String... options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-Djava.io.tmpdir=" + home.resolve("tmp")));
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().trim().split("\\s+")));
    command.addAll(List.of("-cp", home.resolve("jars") + "/*"));
    command.add("org.apache.spark.deploy." + mainClass);
    command.addAll(List.of("--host", host, "--webui-port", "0"));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", scalaVersion());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.redirectErrorStream(true).redirectInput(new File("/dev/null"));
    Process process = builder.start();
    processes.push(process);
    return awaitLine(process, ready);
  }

  private static String awaitLine(Process process, Pattern ready) throws IOException {
    BufferedReader output = process.inputReader();
    StringBuilder told = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      told.append(line).append('\n');
      Matcher matcher = ready.matcher(line);
      if (matcher.find()) {
        drop(output);
        return matcher.group(matcher.groupCount());
      }
    }
    throw new IOException("Cannot start a daemon of Spark: it ended. It printed: " + told);
  }

  private static String scalaVersion() {
    Matcher matcher = SPARK_JAR.matcher(System.getProperty("java.class.path"));
    if (!matcher.find()) {
      throw new IllegalStateException("Cannot find Spark on the class path.");
    }
    return matcher.group(1);
  }

  /** So that the daemon does not wait for a reader. */
  private static void drop(BufferedReader output) {
    Thread rest =
        new Thread(
            () -> {
              try {
                output.transferTo(Writer.nullWriter());
              } catch (IOException e) {
                // The daemon has ended.
              }
            },
            "output of a daemon");
    rest.setDaemon(true);
    rest.start();
  }

  @Override
  public void close() {
    while (!processes.isEmpty()) {
      Process process = processes.pop();
      process.destroy();
      process.onExit().join();
    }
  }
}
