package io.sparklancedb.it;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.util.function.Predicate;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkStatusTracker;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Makes tasks fail, or do something else, at a row. It happens where the rows come from: in the
 * task that writes, unless they are shuffled first, as they are when they are merged.
 */
final class Sabotage {
  static final String REASON = "the user's own code fails";

  private Sabotage() {}

  /** Runs the action when the column {@code id} has the given value. */
  static Dataset<Row> at(long id, Action action, Dataset<Row> rows) {
    UDF1<Long, Long> function =
        value -> {
          if (value == id) {
            action.run(TaskContext.get());
          }
          return value;
        };
    Column sabotaged =
        udf(function, DataTypes.LongType).asNondeterministic().apply(col("id")).as("id");
    return rows.withColumn("id", sabotaged);
  }

  /** Throws where the task is as given. */
  static Action failure(TaskPredicate where) {
    return task -> {
      if (where.test(task)) {
        throw new IllegalStateException(REASON);
      }
    };
  }

  /** Waits until the driver has heard of the end of as many other tasks, whose rows it keeps. */
  static Action after(int otherTasks, Action action) {
    return task -> {
      SparkStatusTracker stages = SparkContext.getOrCreate().statusTracker();
      Poll.until(
          otherTasks + " other tasks have ended",
          () -> stages.getStageInfo(task.stageId()).get().numCompletedTasks() >= otherTasks);
      action.run(task);
    };
  }

  /** Throws once the task's work is done and its rows are with the driver. */
  static Action lateFailure(TaskPredicate where) {
    return task -> {
      if (where.test(task)) {
        task.addTaskCompletionListener(
            (TaskCompletionListener)
                ended -> {
                  throw new IllegalStateException(REASON);
                });
      }
    };
  }

  /** What happens in the task. */
  interface Action extends java.io.Serializable {
    void run(TaskContext task) throws Exception;
  }

  /** Which attempts. */
  interface TaskPredicate extends Predicate<TaskContext>, java.io.Serializable {}
}
