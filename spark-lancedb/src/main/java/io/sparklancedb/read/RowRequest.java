package io.sparklancedb.read;

import io.sparklancedb.index.RowAddresses;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.lance.Dataset;
import org.lance.ipc.ScanOptions;

/**
 * Asks for rows in the order in which they are stored.
 *
 * @param limit the most rows that are needed; {@link ScanPlan#NO_LIMIT} for all
 */
record RowRequest(TaskScan task, StructType columns, ColumnProjection projection, int limit)
    implements ScanRequest {
  /** Up to so many rows, fetching them by their ids is faster than reading whole columns. */
  private static final int MOST_FETCHED = 10_000;

  @Override
  public ColumnVector[] vectors(VectorSchemaRoot batch) {
    return projection.vectors(columns, batch);
  }

  @Override
  public ScanOptions options(Dataset dataset) throws IOException {
    List<String> filters = task.filters();
    List<String> readAtOnce = readAtOnce(dataset);
    if (!filters.isEmpty()
        && !readAtOnce.isEmpty()
        && !(task.partition().rows() instanceof RowSelection.RowIds)) {
      ScanOptions.Builder noColumns = new ScanOptions.Builder().columns(List.of());
      List<Long> found = task.rowIds(dataset, noColumns, MOST_FETCHED + 1);
      if (found.size() <= MOST_FETCHED) {
        filters = List.of(RowAddresses.hasOneOf(found));
      }
    }
    return rows(filters, readAtOnce).build();
  }

  List<String> readAtOnce(Dataset dataset) {
    return SplitReadWorkaround.readAtOnce(dataset.getSchema(), projection.fieldPaths(columns));
  }

  /**
   * @param filters that select the rows
   * @param readAtOnce as of {@link SplitReadWorkaround}
   */
  ScanOptions.Builder rows(List<String> filters, List<String> readAtOnce) {
    List<String> all = new ArrayList<>(filters);
    if (!filters.isEmpty()) {
      all.addAll(readAtOnce);
    }
    ScanOptions.Builder options = task.options(all).withRowId(ScanColumns.needRowId(columns));
    if (ScanColumns.needRowAddress(columns)) {
      options.withRowAddress(true);
    }
    projection.applyTo(options);
    // With some filters lance-core 7.0.0 applies a limit first, and loses rows: Spark, which limits
    // once more, ends the task when it has enough.
    if (task.partition().rows() instanceof RowSelection.LiveRows live) {
      options.offset(live.skipped()).limit(Math.min(live.count(), limit));
    } else if (limit != ScanPlan.NO_LIMIT && filters.isEmpty()) {
      options.limit(limit);
    }
    return options;
  }
}
