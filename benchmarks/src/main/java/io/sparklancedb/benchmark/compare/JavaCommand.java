package io.sparklancedb.benchmark.compare;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a process of a system is started: with the options of this JVM, and with Spark, these
 * classes, and the system's own jars as its class path.
 *
 * @param spark the class path of Spark
 * @param bundle the connector's jar
 * @param peers has a folder of jars for each peer
 */
record JavaCommand(String classes, String spark, String bundle, Path peers) {
  static JavaCommand fromProperties() throws IOException {
    Path build = Path.of(System.getProperty("compare.build"));
    return new JavaCommand(
        build.resolve("classes").toString(),
        Files.readString(build.resolve("compare/spark.classpath")).strip(),
        Files.readString(build.resolve("compare/bundle.classpath")).strip(),
        build.resolve("compare/peers"));
  }

  List<String> source() {
    return command(List.of(), Optional.empty());
  }

  /**
   * @param recording where a flight recording of the process goes
   */
  List<String> of(Contender contender, Optional<Path> recording) throws IOException {
    return switch (contender) {
      case SPARK_LANCEDB, LANCE_CORE -> command(List.of(bundle), recording);
      case LANCE_SPARK, DELTA, ICEBERG -> command(jars(contender), recording);
      case PARQUET -> command(List.of(), recording);
    };
  }

  private List<String> jars(Contender peer) throws IOException {
    Path folder = peers.resolve(peer.label());
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          "Cannot compare with '%s': its jars are not there. Activate the Maven profile '%s'."
              .formatted(peer.label(), peer.label()));
    }
    try (Stream<Path> jars = Files.list(folder)) {
      return jars.map(Path::toString).sorted().toList();
    }
  }

  private List<String> command(List<String> jars, Optional<Path> recording) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-Dcompare."))
        .forEach(command::add);
    recording.ifPresent(
        file ->
            command.add(
                "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + file));
    List<String> path = new ArrayList<>(List.of(classes));
    path.addAll(jars);
    path.add(spark);
    command.addAll(List.of("-classpath", String.join(File.pathSeparator, path)));
    return command;
  }
}
