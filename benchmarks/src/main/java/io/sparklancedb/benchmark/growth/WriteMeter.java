package io.sparklancedb.benchmark.growth;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;

/** What one write costs each process, and the driver from the end of the write's tasks on. */
final class WriteMeter extends SparkListener {
  static final String HEAD =
      """
      | table | write | wall s | CPU s | of executors | of the driver after the tasks | part | keys found by | peak MiB of the driver | of executors |
      |---|---|---:|---:|---:|---:|---:|---|---:|---:|"""
          .stripIndent();

  private final LocalCluster cluster;
  private final ProcessUse driver = ProcessUse.ofThis();

  /** Null until the first job of the write has ended: its tasks have written the rows. */
  private volatile Duration driverAtEndOfTasks;

  WriteMeter(LocalCluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public void onJobEnd(SparkListenerJobEnd job) {
    if (driverAtEndOfTasks == null) {
      driverAtEndOfTasks = driver.cpu();
    }
  }

  /** Returns a line of the table. */
  String measure(String name, String write, Runnable work, NumbersTable table) throws Exception {
    List<ProcessUse> executors = cluster.executors().stream().map(ProcessUse::new).toList();
    List<ProcessUse> all = new ArrayList<>(executors);
    all.add(driver);
    // What listeners have not heard yet belongs to the time before.
    Thread.sleep(1_000);
    System.gc();
    all.forEach(ProcessUse::resetPeak);
    Duration executorsBefore = sum(executors);
    Duration driverBefore = driver.cpu();
    driverAtEndOfTasks = null;
    long start = System.nanoTime();
    work.run();
    double wall = (System.nanoTime() - start) / 1e9;
    Duration driverAfter = driver.cpu();
    double ofExecutors = seconds(sum(executors).minus(executorsBefore));
    double ofDriver = seconds(driverAfter.minus(driverBefore));
    double afterTasks = seconds(driverAfter.minus(driverAtEndOfTasks));
    double whole = ofExecutors + ofDriver;
    return "| %s | %s | %.2f | %.2f | %.2f | %.2f | %.1f %% | %s | %d | %s |"
        .formatted(
            name,
            write,
            wall,
            whole,
            ofExecutors,
            afterTasks,
            100 * afterTasks / whole,
            table.lastWrite().getOrDefault("located_by", "-"),
            driver.peakMebibytes(),
            executors.stream().map(ProcessUse::peakMebibytes).toList());
  }

  private static Duration sum(List<ProcessUse> processes) {
    return processes.stream().map(ProcessUse::cpu).reduce(Duration.ZERO, Duration::plus);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
