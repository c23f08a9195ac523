package io.sparklancedb.read;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.read.Scan;

/** Answers a query while it is planned, where indexes have found all of its few rows. */
record LookupScan(TableSelector selector, ScanPlan plan, Selection selection) {
  /** Fragments that no index covers: Lance looks through so much before a job could begin to. */
  private static final long MOST_UNSEARCHED_ROWS = 1_000_000;

  private static final long MOST_UNSEARCHED_BYTES = 16L << 20;

  private static final long MOST_BYTES = 8L << 20;

  /** Empty when Spark's tasks are to read. */
  Optional<Scan> answer() {
    int most = selector.config().lookupRows();
    if (most == 0
        || plan.columns().isEmpty()
        || selection.indexes() != Selection.Indexes.FOUND
        || selection.matching() > most
        || isMuch(selection.unsearched())
        || selection.matching() * bytesOfARow() > MOST_BYTES) {
      return Optional.empty();
    }
    return LocalRows.fetch(plan, partitions(), most)
        .map(rows -> new LocalRowsScan(ScanDescription.of(plan), plan.columns(), rows));
  }

  private boolean isMuch(long unsearchedRows) {
    double bytes = selector.bytesOfFilters().likely(selection.fragments());
    return unsearchedRows > MOST_UNSEARCHED_ROWS || unsearchedRows * bytes > MOST_UNSEARCHED_BYTES;
  }

  private double bytesOfARow() {
    return selector.bytes(plan).most(selection.fragments());
  }

  private List<LanceDbInputPartition> partitions() {
    return Splits.of(selection.parts(), Long.MAX_VALUE / 2, Splits.Cut.SLICES).stream()
        .map(
            split ->
                new LanceDbInputPartition(
                    split.fragments(),
                    split.rows(),
                    null,
                    selector.batchRows(plan, split.parts()),
                    selection.useIndex(split.rows()),
                    List.of()))
        .toList();
  }
}
