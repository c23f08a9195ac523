package io.sparklancedb.read;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.read.Scan;

/** Answers a query on the driver, without a job, when indexes have found all of its few rows. */
record DriverLookup(FilteredTable table, ScanPlan plan, PrunedFragments fragments) {
  /**
   * The most rows to scan on the driver, in fragments that no index covers. This takes less time
   * than starting a Spark job.
   */
  private static final long MOST_UNSEARCHED_ROWS = 1_000_000;

  private static final long MOST_UNSEARCHED_BYTES = 16L << 20;

  private static final long MOST_BYTES = 8L << 20;

  /** Empty when Spark's tasks must read the rows. */
  Optional<Scan> answer() {
    int most = table.config().lookupRows();
    if (most == 0
        || plan.columns().isEmpty()
        || fragments.indexes() != PrunedFragments.Indexes.FOUND
        || fragments.matching() > most
        || isMuch(fragments.unsearched())
        || fragments.matching() * bytesOfARow() > MOST_BYTES) {
      return Optional.empty();
    }
    return LocalRows.fetch(plan, partitions(), most)
        .map(rows -> new LocalRowsScan(plan.description(), plan.columns(), rows));
  }

  private boolean isMuch(long unsearchedRows) {
    double bytes = table.filterSizes().likely(fragments.metadata());
    return unsearchedRows > MOST_UNSEARCHED_ROWS || unsearchedRows * bytes > MOST_UNSEARCHED_BYTES;
  }

  private double bytesOfARow() {
    return table.sizes(plan).most(fragments.metadata());
  }

  private List<LanceDbInputPartition> partitions() {
    return Splits.of(fragments.slices(), Long.MAX_VALUE / 2, Splits.Cut.POSITIONS).stream()
        .map(
            split ->
                new LanceDbInputPartition(
                    split.fragments(),
                    split.rows(),
                    new ReadPath.Scanner(),
                    table.batchRows(plan, split.slices()),
                    fragments.useIndex(split.rows()),
                    List.of()))
        .toList();
  }
}
