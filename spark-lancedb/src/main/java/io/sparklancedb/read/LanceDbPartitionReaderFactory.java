package io.sparklancedb.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Opens readers in the tasks: of batches, or of rows where Spark copies those faster. */
record LanceDbPartitionReaderFactory(ScanPlan plan) implements PartitionReaderFactory {
  @Override
  public boolean supportColumnarReads(InputPartition partition) {
    return !plan.readsRows();
  }

  @Override
  public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
    return open(partition);
  }

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    return new LanceDbRowReader(open(partition));
  }

  private LanceDbColumnarReader open(InputPartition partition) {
    try {
      return LanceDbColumnarReader.open(plan, (LanceDbInputPartition) partition);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
