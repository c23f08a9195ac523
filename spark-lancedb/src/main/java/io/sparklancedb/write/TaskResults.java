package io.sparklancedb.write;

import io.sparklancedb.commit.TaskMatches;
import io.sparklancedb.commit.WrittenFragment;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.key.KeyRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** What all tasks of a write did. */
record TaskResults(List<TaskResult> tasks) {
  TaskResults {
    tasks = List.copyOf(tasks);
  }

  /**
   * Tasks that have not ended have no message.
   *
   * @throws LanceDbException that of the first task, by partition, that refused a row
   */
  static TaskResults of(WriterCommitMessage[] messages) {
    List<TaskResult> results = new ArrayList<>();
    for (WriterCommitMessage message : messages) {
      if (message != null) {
        results.add(result(own(message).outcome()));
      }
    }
    return new TaskResults(results);
  }

  private static TaskCommitMessage own(WriterCommitMessage message) {
    if (message instanceof TaskCommitMessage own) {
      return own;
    }
    throw WriteErrors.loadedTwice();
  }

  private static TaskResult result(TaskOutcome outcome) {
    if (outcome instanceof TaskRefusal refused) {
      throw refused.reason();
    }
    return (TaskResult) outcome;
  }

  List<WrittenFragment> fragments() {
    return tasks.stream().flatMap(task -> task.fragments().stream()).toList();
  }

  /** What all that have written something know of their keys; nothing when one of them does not. */
  List<TaskMatches> matches() {
    List<TaskMatches> matches = new ArrayList<>();
    for (TaskResult task : tasks) {
      if (task.matches() != null) {
        matches.add(task.matches());
      } else if (!task.fragments().isEmpty()) {
        return List.of();
      }
    }
    return matches;
  }

  /** How many rows they wrote for the table. */
  long rows() {
    return fragments().stream()
        .filter(fragment -> fragment.content() == WrittenFragment.Content.ROWS)
        .mapToLong(WrittenFragment::rows)
        .sum();
  }

  /**
   * Whether a key may be in two rows. It cannot if the keys of each task increase and the key
   * ranges of the tasks do not overlap.
   */
  boolean mayRepeatKeys() {
    List<KeyRange> ranges =
        tasks.stream()
            .flatMap(task -> Stream.of(task.keys(), task.deletedKeys()))
            .filter(range -> !range.isEmpty())
            .sorted(Comparator.comparingLong(KeyRange::least))
            .toList();
    for (int i = 0; i < ranges.size(); i++) {
      boolean meets = i > 0 && ranges.get(i).least() <= ranges.get(i - 1).greatest();
      if (meets || ranges.get(i).order() != KeyRange.Order.INCREASING) {
        return true;
      }
    }
    return false;
  }

  /**
   * The dimensions that tasks took from their rows, which must be the same in all.
   *
   * @param known from other tasks of the write
   */
  Map<String, Integer> dimensions(Map<String, Integer> known) {
    Map<String, Integer> dimensions = new HashMap<>(known);
    for (TaskResult task : tasks) {
      task.dimensions().forEach((column, dimension) -> requireSame(column, dimension, dimensions));
    }
    return dimensions;
  }

  private static void requireSame(String column, int dimension, Map<String, Integer> known) {
    Integer other = known.putIfAbsent(column, dimension);
    if (other != null && other != dimension) {
      throw WriteErrors.differentDimensions(
          column, Math.min(other, dimension), Math.max(other, dimension));
    }
  }
}
