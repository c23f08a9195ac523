package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.it.app.LookWatch;
import io.sparklancedb.it.app.PausedWrite;
import io.sparklancedb.it.app.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A {@link PausedWrite} to the table {@code docs}, submitted to a cluster; closing ends it. */
final class SubmittedWrite implements AutoCloseable {
  static final Duration LONGEST = Duration.ofMinutes(2);

  private final StandaloneCluster cluster;
  private final Docs docs;
  private final Signals signals;
  private final List<String> settings = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private Map<String, String> environment = Map.of();
  private ChildProcess driver;

  /**
   * @param folder for the signals
   */
  SubmittedWrite(StandaloneCluster cluster, Docs docs, Path folder) {
    this.cluster = cluster;
    this.docs = docs;
    this.signals = new Signals(folder.toString());
  }

  Signals signals() {
    return signals;
  }

  /** As {@code key=value}. */
  SubmittedWrite with(String... sparkSettings) {
    settings.addAll(List.of(sparkSettings));
    return this;
  }

  /** As {@code key=value}. */
  SubmittedWrite withOptions(String... writeOptions) {
    options.addAll(List.of(writeOptions));
    return this;
  }

  /** Keys are looked for in one way; {@link LookWatch} tells when an executor does. */
  SubmittedWrite locating(String way) {
    String forced = "-Dio.sparklancedb.locate=" + way;
    environment = Map.of("JAVA_TOOL_OPTIONS", forced);
    return with(
        "spark.executor.defaultJavaOptions=" + forced,
        "spark.plugins=" + LookWatch.class.getName(),
        LookWatch.FOLDER + "=" + signals.folder());
  }

  /**
   * @param source as {@link PausedWrite} names it
   */
  void submit(long rows, int partitions, String mode, String source) {
    List<String> all = new ArrayList<>(List.of("--executor-memory", "1g"));
    List<String> ours =
        List.of(
            "spark.scheduler.minRegisteredResourcesRatio=1.0",
            "spark.locality.wait=0",
            "spark.sql.shuffle.partitions=" + partitions,
            "spark.sql.adaptive.coalescePartitions.enabled=false");
    for (List<String> some : List.of(ours, settings)) {
      some.forEach(setting -> all.addAll(List.of("--conf", setting)));
    }
    List<String> arguments =
        new ArrayList<>(List.of(signals.folder(), "" + rows, "" + partitions, mode, source));
    docs.address().forEach((key, value) -> arguments.add(key + "=" + value));
    arguments.addAll(options);
    driver =
        cluster
            .home()
            .with(environment)
            .submit(cluster.master(), all, PausedWrite.class, arguments.toArray(String[]::new));
  }

  void awaitReached(String point) {
    await("'%s' is reached".formatted(point), () -> signals.isReached(point));
  }

  /** The driver may not end before that. */
  void await(String expected, BooleanSupplier condition) {
    Poll.within(
        LONGEST,
        () -> expected + "\n" + story(),
        () -> condition.getAsBoolean() || !driver.isAlive());
    assertTrue(condition.getAsBoolean(), this::story);
  }

  void awaitSuccess() throws Exception {
    assertEquals(0, awaitExit(), this::story);
  }

  int awaitExit() throws InterruptedException {
    int exit = driver.awaitExit(LONGEST);
    cluster.awaitNoExecutors();
    return exit;
  }

  /** The driver, as {@code kill -9} does. */
  void kill() throws InterruptedException {
    driver.kill();
    cluster.awaitNoExecutors();
  }

  String output() {
    return driver.output();
  }

  @Override
  public void close() {
    if (driver != null) {
      driver.close();
    }
    cluster.awaitNoExecutors();
  }

  private String story() {
    return driver.output() + "\n" + cluster.home().executorLogs();
  }
}
