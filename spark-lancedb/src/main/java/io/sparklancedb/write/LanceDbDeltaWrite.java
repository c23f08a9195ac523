package io.sparklancedb.write;

import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.DeltaBatchWrite;
import org.apache.spark.sql.connector.write.DeltaWrite;

/** A planned write of a row-level operation. */
record LanceDbDeltaWrite(LanceDbDeltaBatchWrite batch) implements DeltaWrite {
  @Override
  public DeltaBatchWrite toBatch() {
    return batch;
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return WriteMetrics.all();
  }

  /** Spark asks from 4.0 on, when the write is committed. */
  public CustomTaskMetric[] reportDriverMetrics() {
    return batch.metrics();
  }

  @Override
  public String description() {
    return batch.toString();
  }
}
