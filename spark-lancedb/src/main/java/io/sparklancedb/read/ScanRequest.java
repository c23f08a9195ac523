package io.sparklancedb.read;

import java.io.IOException;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.lance.Dataset;
import org.lance.ipc.ScanOptions;

/** One thing that a task asks Lance's scanner for. */
sealed interface ScanRequest permits RowRequest, TopRequest, AggregateRequest {
  /** May look for rows in the dataset first. */
  ScanOptions options(Dataset dataset) throws IOException;

  /** Views of a batch that the request has returned. */
  ColumnVector[] vectors(VectorSchemaRoot batch);
}
