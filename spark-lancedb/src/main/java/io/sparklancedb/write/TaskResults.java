package io.sparklancedb.write;

import io.sparklancedb.error.WriteErrors;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** What all tasks of a write did. */
record TaskResults(List<TaskResult> tasks) {
  TaskResults {
    tasks = List.copyOf(tasks);
  }

  /** Tasks that have not ended have no message. */
  static TaskResults of(WriterCommitMessage[] messages) {
    return new TaskResults(
        Arrays.stream(messages)
            .filter(Objects::nonNull)
            .map(message -> ((TaskCommitMessage) message).result())
            .toList());
  }

  List<WrittenFragment> fragments() {
    return tasks.stream().flatMap(task -> task.fragments().stream()).toList();
  }

  /** The rows of the pinned version that the tasks found to have one of their keys. */
  Deletions replaced() {
    Deletions all = new Deletions();
    tasks.forEach(task -> all.addAll(task.replaced()));
    return all;
  }

  /**
   * Each task has looked for doubles among its own keys; two tasks whose ranges lie apart have none
   * in common.
   */
  boolean mayShareKeys() {
    List<KeyRange> ranges =
        tasks.stream()
            .filter(task -> task.rows() > 0)
            .map(TaskResult::keys)
            .sorted(Comparator.comparingLong(KeyRange::least))
            .toList();
    for (int i = 1; i < ranges.size(); i++) {
      KeyRange before = ranges.get(i - 1);
      KeyRange next = ranges.get(i);
      if (!before.known() || !next.known() || next.least() <= before.greatest()) {
        return true;
      }
    }
    return false;
  }

  /** The dimensions that tasks took from their rows, which must be the same in all. */
  Map<String, Integer> dimensions() {
    Map<String, Integer> dimensions = new HashMap<>();
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
