package io.sparklancedb.write;

import io.sparklancedb.commit.TaskMatches;
import io.sparklancedb.commit.WrittenFragment;
import io.sparklancedb.commit.WrittenFragment.Content;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.key.KeyRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        .filter(fragment -> fragment.content() == Content.ROWS)
        .mapToLong(WrittenFragment::rows)
        .sum();
  }

  /**
   * The places of the fragments that may have a key of another row. Those have none whose keys
   * increase, and whose key range meets no other.
   */
  Set<Integer> mayRepeat() {
    List<Keys> all = keys();
    Set<Integer> places = new HashSet<>();
    long greatest = Long.MIN_VALUE;
    for (int i = 0; i < all.size(); i++) {
      KeyRange range = all.get(i).range();
      boolean meetsEarlier = i > 0 && range.least() <= greatest;
      boolean meetsLater = i + 1 < all.size() && all.get(i + 1).range().least() <= range.greatest();
      if (meetsEarlier || meetsLater || range.order() != KeyRange.Order.INCREASING) {
        places.addAll(all.get(i).places());
      }
      greatest = Math.max(greatest, range.greatest());
    }
    return places;
  }

  /** Keys that a task wrote for one purpose, and the places of the fragments that have them. */
  private record Keys(KeyRange range, List<Integer> places) {}

  /** Those with the least keys first. */
  private List<Keys> keys() {
    List<Keys> keys = new ArrayList<>();
    int place = 0;
    for (TaskResult task : tasks) {
      Keys rows = new Keys(task.keys(), new ArrayList<>());
      Keys deletions = new Keys(task.deletedKeys(), new ArrayList<>());
      for (WrittenFragment fragment : task.fragments()) {
        (fragment.content() == Content.ROWS ? rows : deletions).places().add(place++);
      }
      keys.addAll(List.of(rows, deletions));
    }
    keys.removeIf(some -> some.range().isEmpty());
    keys.sort(Comparator.comparingLong(some -> some.range().least()));
    return keys;
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
