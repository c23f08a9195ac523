package io.sparklancedb.read;

import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.lance.Dataset;
import org.lance.ipc.ScanOptions;

/** Asks for groups of rows in place of rows. */
record AggregateRequest(TaskScan task, PushedAggregate aggregate) implements ScanRequest {
  @Override
  public ColumnVector[] vectors(VectorSchemaRoot batch) {
    return ScanColumns.inOrder(aggregate.output(), batch);
  }

  @Override
  public ScanOptions options(Dataset dataset) {
    return task.options(task.filters()).substraitAggregate(SubstraitPlan.of(aggregate)).build();
  }
}
