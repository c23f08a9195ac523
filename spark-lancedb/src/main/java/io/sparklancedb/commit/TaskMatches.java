package io.sparklancedb.commit;

import io.sparklancedb.dataset.TableReference;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the rows of one task do to the version that their write was planned on. They go by their
 * places among the rows of the task.
 *
 * @param version which that is, by its number and its time
 * @param rows how many the task has written for the table
 * @param deletedKeys how many keys to delete come after them
 * @param time that the task has taken to look
 */
public record TaskMatches(
    long version, Instant committed, long rows, long deletedKeys, Matches matches, Duration time)
    implements Serializable {
  boolean isOf(TableReference table) {
    return version == table.version() && committed.equals(table.committed());
  }

  /**
   * Those of all tasks that have written something, by the places among all that were written.
   *
   * @param tasks in their order
   */
  static List<Matches> united(List<TaskMatches> tasks) {
    long rowsBefore = 0;
    long deletionsBefore = tasks.stream().mapToLong(TaskMatches::rows).sum();
    List<Matches> united = new ArrayList<>();
    for (TaskMatches task : tasks) {
      united.add(task.matches.shifted(task.rows, rowsBefore, deletionsBefore - task.rows));
      rowsBefore += task.rows;
      deletionsBefore += task.deletedKeys;
    }
    return united;
  }

  /** Of the task that took the longest. */
  static Duration longest(List<TaskMatches> tasks) {
    return tasks.stream().map(TaskMatches::time).max(Duration::compareTo).orElse(Duration.ZERO);
  }
}
