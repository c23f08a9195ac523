package io.sparklancedb.write;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;

/** Makes writers in the tasks. */
record LanceDbDataWriterFactory(TaskPlan plan) implements DataWriterFactory {
  @Override
  public DataWriter<InternalRow> createWriter(int partition, long taskId) {
    return new LanceDbDataWriter(plan, partition);
  }
}
