package io.sparklancedb.read;

import io.sparklancedb.index.RowAddresses;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.lance.Dataset;
import org.lance.ipc.ScanOptions;

/**
 * Asks for the first rows in an order. They are found by their keys first, so that the other
 * columns are read for these rows only.
 */
record TopRequest(RowRequest rows, TopRows top) implements ScanRequest {
  /** Up to so many rows, fetching them by their ids is faster than sorting all their columns. */
  private static final int MOST_FETCHED = 1_000;

  @Override
  public ColumnVector[] vectors(VectorSchemaRoot batch) {
    return rows.vectors(batch);
  }

  @Override
  public ScanOptions options(Dataset dataset) throws IOException {
    List<String> readAtOnce = rows.readAtOnce(dataset);
    boolean areAllKeys = top.columns().containsAll(ScanColumns.ofTable(rows.columns()));
    if (areAllKeys || top.count() > MOST_FETCHED) {
      return ordered(rows.rows(rows.task().filters(), readAtOnce)).build();
    }
    ScanOptions.Builder keys = new ScanOptions.Builder().columns(top.columns());
    List<Long> found = rows.task().rowIds(dataset, ordered(keys), top.count());
    return rows.rows(List.of(RowAddresses.hasOneOf(found)), readAtOnce).build();
  }

  private ScanOptions.Builder ordered(ScanOptions.Builder options) {
    return options.setColumnOrderings(top.orderings()).limit(top.count());
  }
}
