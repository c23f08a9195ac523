package io.sparklancedb.it;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apache.spark.sql.SparkSession;

/** A Spark driver in a JVM of its own, which does {@link TableChange}s to a database. */
public final class OtherDriver implements AutoCloseable {
  private static final String DONE = "done";
  private static final String WAY = "io.sparklancedb.locate";

  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;

  private OtherDriver(Process process) {
    this.process = process;
    this.commands = process.outputWriter();
    this.answers = process.inputReader();
  }

  public static OtherDriver start(Database database) {
    return start(database, "local[1]", "");
  }

  /**
   * @param way how written keys are found, in the driver and the executors; empty to leave it to
   *     the rule
   */
  public static OtherDriver start(Database database, String master, String way) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().trim().split("\\s+")));
    command.add("-D" + WAY + "=" + way);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(OtherDriver.class.getName(), database.uri(), master));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      return new OtherDriver(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells it what to do; it begins at once. */
  public void begin(TableChange change) {
    try {
      commands.write(change.line());
      commands.newLine();
      commands.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the end of what was begun; whether it was committed. */
  public boolean end() {
    try {
      String answer = answers.readLine();
      if (answer == null || !(answer.equals(DONE) || answer.startsWith("Cannot commit"))) {
        throw new AssertionError("The other driver says: " + answer);
      }
      return answer.equals(DONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }

  /** The other JVM: a change in, a line out. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = System.out;
    System.setOut(System.err);
    Database database = new Database(Path.of(arguments[0]));
    try (SparkSession spark =
            SparkSession.builder()
                .master(arguments[1])
                .config("spark.cores.max", 1)
                .config("spark.executor.memory", "512m")
                .config("spark.executor.extraJavaOptions", executorOptions())
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate();
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println(answer(spark, database, TableChange.parse(line)));
      }
    }
  }

  private static String executorOptions() {
    return "-D" + WAY + "=" + System.getProperty(WAY);
  }

  private static String answer(SparkSession spark, Database database, TableChange change) {
    try {
      change.run(spark, database);
      return DONE;
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage()).replace('\n', ' ');
    }
  }
}
