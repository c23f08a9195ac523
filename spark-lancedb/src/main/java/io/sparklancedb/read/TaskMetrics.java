package io.sparklancedb.read;

import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanStats;

/** What one task has read so far. */
final class TaskMetrics {
  private LanceScanner scanner;
  private ScanStats stats;
  private long batches;

  void watch(LanceScanner watched) {
    scanner = watched;
  }

  void count(VectorSchemaRoot batch) {
    batches++;
  }

  /** Spark asks for values again and again, and Lance only now knows its own. */
  void end() {
    if (scanner != null) {
      stats = scanner.getStats().orElse(null);
    }
  }

  CustomTaskMetric[] values() {
    return new CustomTaskMetric[] {
      ScanMetrics.BATCHES.value(batches),
      ScanMetrics.BYTES_READ.value(stats == null ? 0 : stats.getBytesRead()),
      ScanMetrics.REQUESTS.value(stats == null ? 0 : stats.getRequests()),
      ScanMetrics.INDEX_COMPARISONS.value(stats == null ? 0 : stats.getIndexComparisons())
    };
  }
}
