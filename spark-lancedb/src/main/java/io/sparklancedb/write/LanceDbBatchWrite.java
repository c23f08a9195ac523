package io.sparklancedb.write;

import io.sparklancedb.commit.CommitPlan;
import io.sparklancedb.commit.TaskMerge;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what the tasks wrote, on the driver: once when all have ended, and before that at
 * intervals where the user wants it.
 */
final class LanceDbBatchWrite implements BatchWrite {
  private static final Logger LOG = LoggerFactory.getLogger(LanceDbBatchWrite.class);

  private final TaskPlan taskPlan;
  private final CommitPlan commitPlan;
  private final CommitSeries commits;
  private final Optional<IntervalCommits> intervals;
  private final RefusedStage stage = new RefusedStage();

  LanceDbBatchWrite(TaskPlan taskPlan, CommitPlan commitPlan, Optional<Duration> interval) {
    this.taskPlan = taskPlan;
    this.commitPlan = commitPlan;
    this.commits = new CommitSeries(taskPlan, commitPlan);
    this.intervals = interval.map(time -> new IntervalCommits(time, new Part()));
  }

  /** What some tasks have written. */
  private final class Part implements IntervalCommits.Part {
    @Override
    public boolean commit(List<TaskCommitMessage> messages) {
      return commits.commitPart(TaskResults.of(messages.toArray(WriterCommitMessage[]::new)));
    }

    @Override
    public void fail(List<TaskCommitMessage> messages, RuntimeException reason) {
      LOG.warn(
          "Cannot commit what {} tasks have written to table {}, and the write ends: {}",
          messages.size(),
          taskPlan.address(),
          reason.getMessage());
      stage.refuse(messages.get(0), reason.getMessage());
    }
  }

  @Override
  public LanceDbDataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
    taskPlan.staging().open();
    intervals.ifPresent(parts -> parts.start(taskPlan.address().stem()));
    return new LanceDbDataWriterFactory(taskPlan, merge(info.numPartitions()).orElse(null));
  }

  /** What tasks find in the planned version tells nothing after the first of several commits. */
  private Optional<TaskMerge> merge(int tasks) {
    return intervals.isPresent()
        ? Optional.empty()
        : TaskMerge.of(
            commitPlan, taskPlan.staging(), Optional.ofNullable(taskPlan.keyColumn()), tasks);
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
    intervals.ifPresent(parts -> parts.hear(message));
  }

  /** All rows of a statement that changes rows and comes as an append are new. */
  @Override
  public void commit(WriterCommitMessage[] messages) {
    end();
    WriterCommitMessage[] rest = intervals.map(parts -> parts.rest(messages)).orElse(messages);
    TaskResults results = TaskResults.of(rest);
    commit(
        results,
        commitPlan.mode().isStatement() ? OptionalLong.of(results.rows()) : OptionalLong.empty());
  }

  /**
   * @param inserts how many rows must have a key that is new; empty when any number may
   */
  void commit(TaskResults results, OptionalLong inserts) {
    end();
    try {
      commits.commitRest(results, inserts);
    } finally {
      taskPlan.staging().close();
    }
  }

  /** All tasks have ended, one way or the other. */
  private void end() {
    stage.end();
    intervals.ifPresent(IntervalCommits::end);
  }

  /** What was committed at intervals stays. */
  @Override
  public void abort(WriterCommitMessage[] messages) {
    end();
    taskPlan.staging().close();
    if (commits.version().isPresent()) {
      LOG.warn(
          "The write to table {} has failed. What it committed before stays, {} rows inserted and {} updated up to version {}. Run it again to write the rest.",
          taskPlan.address(),
          commits.done().count("inserted"),
          commits.done().count("updated"),
          commits.version().getAsLong());
    }
  }

  CommitSeries commits() {
    return commits;
  }

  /** What the driver knows of the write when it is committed. */
  CustomTaskMetric[] metrics() {
    return WriteMetrics.of(commits.done());
  }

  @Override
  public String toString() {
    return "lancedb " + taskPlan.address() + " " + commitPlan.mode();
  }
}
