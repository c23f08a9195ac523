package io.sparklancedb.write;

import io.sparklancedb.commit.ColumnFiles;
import io.sparklancedb.commit.CommitPlan;
import io.sparklancedb.commit.CommitResult;
import io.sparklancedb.commit.StagedWrite;
import io.sparklancedb.commit.TaskMerge;
import io.sparklancedb.commit.WriteCommit;
import io.sparklancedb.error.TypeErrors;
import io.sparklancedb.job.JobRunner;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits what the tasks wrote, once, on the driver. */
final class LanceDbBatchWrite implements BatchWrite {
  private static final Logger LOG = LoggerFactory.getLogger(LanceDbBatchWrite.class);

  private final TaskPlan taskPlan;
  private final CommitPlan commitPlan;
  private final RefusedStage stage = new RefusedStage();
  private Map<String, String> committed = Map.of();

  LanceDbBatchWrite(TaskPlan taskPlan, CommitPlan commitPlan) {
    this.taskPlan = taskPlan;
    this.commitPlan = commitPlan;
  }

  @Override
  public LanceDbDataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
    taskPlan.staging().open();
    Optional<TaskMerge> merge =
        TaskMerge.of(
            commitPlan,
            taskPlan.staging(),
            Optional.ofNullable(taskPlan.keyColumn()),
            info.numPartitions());
    return new LanceDbDataWriterFactory(taskPlan, merge.orElse(null));
  }

  /**
   * Nothing is visible before the driver commits, and the driver takes one message of each
   * partition.
   */
  @Override
  public boolean useCommitCoordinator() {
    return false;
  }

  @Override
  public void onDataWriterCommit(WriterCommitMessage message) {
    stage.hear(message);
  }

  /** All rows of a statement that changes rows and comes as an append are new. */
  @Override
  public void commit(WriterCommitMessage[] messages) {
    TaskResults results = TaskResults.of(messages);
    commit(
        results,
        commitPlan.mode().isStatement() ? OptionalLong.of(results.rows()) : OptionalLong.empty());
  }

  /**
   * @param inserts how many rows must have a key that is new; empty when any number may
   */
  void commit(TaskResults results, OptionalLong inserts) {
    stage.end();
    try {
      committed = committed(results, inserts).map(CommitResult::properties).orElse(Map.of());
    } finally {
      taskPlan.staging().close();
    }
  }

  /** Empty when a table is not created, because the dimension of its vectors is not known. */
  private Optional<CommitResult> committed(TaskResults results, OptionalLong inserts) {
    Map<String, Integer> dimensions = results.dimensions();
    WriteCommit commit =
        new WriteCommit(commitPlan, staged(results, inserts), columnFiles(), JobRunner.onCluster());
    if (commitPlan.mode().replacesTable()) {
      requireDimensions(dimensions);
      Schema columns = taskPlan.target().with(dimensions);
      VectorColumns.tell(taskPlan.address(), columns);
      return Optional.of(commit.replaceTable(columns));
    }
    if (commitPlan.base().isPresent()) {
      Schema addition = taskPlan.target().addition(dimensions);
      VectorColumns.tell(taskPlan.address(), addition);
      return Optional.of(commit.change(addition));
    }
    if (!undimensioned(dimensions).isEmpty() && results.fragments().isEmpty()) {
      LOG.warn(
          "Created no table {}: the DataFrame is empty, and the dimension of {} is unknown.",
          taskPlan.address(),
          undimensioned(dimensions));
      return Optional.empty();
    }
    requireDimensions(dimensions);
    Schema columns = taskPlan.target().with(dimensions);
    VectorColumns.tell(taskPlan.address(), columns);
    return Optional.of(commit.create(columns, Optional.ofNullable(taskPlan.storageVersion())));
  }

  private StagedWrite staged(TaskResults results, OptionalLong inserts) {
    return new StagedWrite(
        taskPlan.staging(),
        Optional.ofNullable(taskPlan.keyColumn()),
        Optional.ofNullable(taskPlan.rowIdColumn()),
        results.fragments(),
        results.mayRepeatKeys(),
        results.matches(),
        inserts);
  }

  private ColumnFiles columnFiles() {
    return DriverColumnFiles.of(taskPlan, commitPlan.missing(), commitPlan.incomplete());
  }

  private void requireDimensions(Map<String, Integer> dimensions) {
    SortedSet<String> unknown = undimensioned(dimensions);
    if (!unknown.isEmpty()) {
      throw TypeErrors.unknownDimension(unknown.first());
    }
  }

  /** The vector columns whose dimension is not known. */
  private SortedSet<String> undimensioned(Map<String, Integer> dimensions) {
    SortedSet<String> unknown = new TreeSet<>(taskPlan.target().undimensioned());
    unknown.removeAll(dimensions.keySet());
    return unknown;
  }

  @Override
  public void abort(WriterCommitMessage[] messages) {
    stage.end();
    taskPlan.staging().close();
  }

  /** What the driver knows of the write when it is committed. */
  CustomTaskMetric[] metrics() {
    return WriteMetrics.of(committed);
  }

  @Override
  public String toString() {
    return "lancedb " + taskPlan.address() + " " + commitPlan.mode();
  }
}
