package io.sparklancedb.write;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What a task did.
 *
 * @param rows rows in the fragments
 * @param replaced live rows of the pinned version that have one of the task's keys
 * @param keys of the task's rows
 * @param dimensions of the vector columns whose dimension the task took from its rows
 */
record TaskResult(
    List<WrittenFragment> fragments,
    long rows,
    Deletions replaced,
    KeyRange keys,
    Map<String, Integer> dimensions)
    implements Serializable {
  TaskResult {
    fragments = List.copyOf(fragments);
    dimensions = Map.copyOf(dimensions);
  }
}
