package io.sparklancedb.write;

import io.sparklancedb.commit.TaskMatches;
import io.sparklancedb.commit.WrittenFragment;
import io.sparklancedb.key.KeyRange;
import java.util.List;
import java.util.Map;

/**
 * What a task did.
 *
 * @param keys of its rows
 * @param deletedKeys of those of its rows that delete
 * @param dimensions of the vector columns whose dimension the task took from its rows
 * @param matches what its keys do to the table; null when the task does not know
 */
record TaskResult(
    List<WrittenFragment> fragments,
    KeyRange keys,
    KeyRange deletedKeys,
    Map<String, Integer> dimensions,
    TaskMatches matches)
    implements TaskOutcome {
  TaskResult {
    fragments = List.copyOf(fragments);
    dimensions = Map.copyOf(dimensions);
  }
}
