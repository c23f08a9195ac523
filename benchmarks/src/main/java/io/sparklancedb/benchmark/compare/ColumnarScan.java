package io.sparklancedb.benchmark.compare;

import java.io.IOException;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** A planned scan, read by Spark's tasks as batches: what a source costs before rows are made. */
final class ColumnarScan {
  private ColumnarScan() {}

  static long count(Dataset<Row> rows) {
    Batch batch = planned(rows);
    PartitionReaderFactory readers = batch.createReaderFactory();
    List<InputPartition> partitions = List.of(batch.planInputPartitions());
    return JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext())
        .parallelize(partitions, partitions.size())
        .map(partition -> count(readers, partition))
        .reduce(Long::sum);
  }

  /** How many tasks read it. */
  static int tasks(Dataset<Row> rows) {
    return planned(rows).planInputPartitions().length;
  }

  private static Batch planned(Dataset<Row> rows) {
    SparkPlan leaf = rows.queryExecution().executedPlan().collectLeaves().head();
    return ((BatchScanExec) leaf).scan().toBatch();
  }

  private static long count(PartitionReaderFactory readers, InputPartition partition)
      throws IOException {
    long rows = 0;
    try (PartitionReader<ColumnarBatch> batches = readers.createColumnarReader(partition)) {
      while (batches.next()) {
        rows += batches.get().numRows();
      }
    }
    return rows;
  }
}
