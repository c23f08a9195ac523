package io.sparklancedb.read;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanStats;

/** What one task has read so far. */
final class TaskMetrics {
  private final List<LanceScanner> scanners = new ArrayList<>();
  private List<ScanStats> stats = List.of();
  private long batches;

  void watch(LanceScanner watched) {
    scanners.add(watched);
  }

  void count(VectorSchemaRoot batch) {
    batches++;
  }

  /** Spark asks for values again and again, and Lance only now knows its own. */
  void end() {
    stats = scanners.stream().flatMap(scanner -> scanner.getStats().stream()).toList();
  }

  CustomTaskMetric[] values() {
    return new CustomTaskMetric[] {
      ScanMetrics.BATCHES.value(batches),
      ScanMetrics.BYTES_READ.value(sum(ScanStats::getBytesRead)),
      ScanMetrics.REQUESTS.value(sum(ScanStats::getRequests)),
      ScanMetrics.INDEX_COMPARISONS.value(sum(ScanStats::getIndexComparisons))
    };
  }

  private long sum(ToLongFunction<ScanStats> number) {
    return stats.stream().mapToLong(number).sum();
  }
}
