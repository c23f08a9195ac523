package io.sparklancedb.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * An installation of Spark as its download has it: {@code jars} holds Spark's own jars and nothing
 * else, {@code conf} its settings. What is added comes through {@code --jars}, and so through
 * Spark's own class loaders.
 */
public record SparkHome(Path folder, String scalaVersion, Map<String, String> environment) {
  /** Most of a short run is the start of its processes, and most of that the compiler's. */
  private static final List<String> QUICK_START =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  public SparkHome {
    environment = Map.copyOf(environment);
  }

  /** Lays it out in a new folder below the given one. */
  public static SparkHome in(Path parent, SparkLine line) throws IOException {
    Path home = Files.createDirectories(parent.resolve("spark"));
    Path jars = Files.createDirectory(home.resolve("jars"));
    for (Path jar : line.sparkJars()) {
      Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
    }
    Path conf = Files.createDirectory(home.resolve("conf"));
    Files.createDirectory(home.resolve("work"));
    Files.createDirectory(home.resolve("tmp"));
    try (InputStream log = SparkHome.class.getResourceAsStream("spark-home-log4j2.properties")) {
      Files.copy(log, conf.resolve("log4j2.properties"));
    }
    return new SparkHome(home, line.scalaVersion(), Map.of());
  }

  /** The same installation, whose processes get these variables in their environment. */
  public SparkHome with(Map<String, String> variables) {
    return new SparkHome(folder, scalaVersion, variables);
  }

  /** As above, with the bundle among Spark's jars: no process has to fetch it. */
  public static SparkHome withBundle(Path parent, SparkLine line) throws IOException {
    SparkHome home = in(parent, line);
    Files.createSymbolicLink(home.installedBundle(), SparkLine.bundle());
    return home;
  }

  /**
   * Starts {@code spark-submit}: the class is run from its own jar, with the bundle on {@code
   * --jars} only, unless the installation has it.
   */
  public ChildProcess submit(
      String master, List<String> options, Class<?> application, String... arguments) {
    List<String> all = new ArrayList<>(List.of("--master", master));
    if (!Files.exists(installedBundle())) {
      all.addAll(List.of("--jars", SparkLine.bundle().toString()));
    }
    all.addAll(List.of("--conf", "spark.ui.enabled=false"));
    all.addAll(List.of("--conf", "spark.driver.host=127.0.0.1"));
    String executors = temporaryFolder() + " " + String.join(" ", QUICK_START);
    all.addAll(List.of("--conf", "spark.executor.extraJavaOptions=" + executors));
    all.addAll(options);
    all.addAll(List.of("--class", application.getName()));
    all.add(SparkLine.jarOf(application).toString());
    all.addAll(List.of(arguments));
    return start("org.apache.spark.deploy.SparkSubmit", all);
  }

  /** What the executors of local and standalone clusters have written to standard error. */
  public String executorLogs() {
    try (Stream<Path> files = Files.walk(folder.resolve("work"))) {
      StringBuilder logs = new StringBuilder();
      for (Path log : files.filter(file -> file.endsWith("stderr")).sorted().toList()) {
        logs.append(log).append('\n').append(Files.readString(log)).append('\n');
      }
      return logs.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a JVM that has Spark's own jars and nothing else. */
  ChildProcess start(String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.addAll(QUICK_START);
    command.add(temporaryFolder());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().trim().split("\\s+")));
    command.addAll(List.of("-cp", folder.resolve("conf") + ":" + folder.resolve("jars") + "/*"));
    command.add(mainClass);
    command.addAll(arguments);
    return ChildProcess.start(command, wholeEnvironment(), folder);
  }

  /** A process that is killed leaves the native library there, which it has unpacked. */
  private String temporaryFolder() {
    return "-Djava.io.tmpdir=" + folder.resolve("tmp");
  }

  private Path installedBundle() {
    return folder.resolve("jars").resolve(SparkLine.bundle().getFileName());
  }

  private Map<String, String> wholeEnvironment() {
    Map<String, String> all = new HashMap<>(environment);
    all.put("SPARK_HOME", folder.toString());
    all.put("SPARK_SCALA_VERSION", scalaVersion);
    all.put("SPARK_LOCAL_IP", "127.0.0.1");
    all.put("JAVA_HOME", System.getProperty("java.home"));
    return all;
  }
}
