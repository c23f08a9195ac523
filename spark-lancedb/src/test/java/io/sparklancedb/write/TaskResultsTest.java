package io.sparklancedb.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.error.LanceDbException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskResultsTest {
  @Test
  void tasksWhoseRangesLieApartShareNoKey() {
    assertEquals(false, results(range(10, 19), range(-5, 9), range(20, 20)).mayShareKeys());
    assertEquals(false, results(range(0, 1)).mayShareKeys());
    assertEquals(false, results().mayShareKeys());
  }

  @Test
  void tasksWhoseRangesMeetMayShareAKey() {
    assertEquals(true, results(range(10, 20), range(-5, 10)).mayShareKeys());
    assertEquals(true, results(range(0, 100), range(1, 2), range(50, 60)).mayShareKeys());
  }

  @Test
  void keysThatAreNoNumbersMayBeAnywhere() {
    KeyRange unknown = new KeyRange(false, 0, 0);

    assertEquals(true, results(unknown, unknown).mayShareKeys());
    assertEquals(false, results(unknown).mayShareKeys());
  }

  @Test
  void vectorsOfOneColumnHaveOneDimension() {
    TaskResults same =
        new TaskResults(List.of(task(Map.of("v", 3)), task(Map.of()), task(Map.of("v", 3))));
    TaskResults different = new TaskResults(List.of(task(Map.of("v", 4)), task(Map.of("v", 3))));

    assertEquals(Map.of("v", 3), same.dimensions());
    assertEquals(
        "Cannot write column 'v': it has vectors of 3 and of 4 values. Set 'vector.v' to the dimension, and mend or drop the others.",
        assertThrows(LanceDbException.class, different::dimensions).getMessage());
  }

  private static TaskResults results(KeyRange... ranges) {
    return new TaskResults(
        List.of(ranges).stream()
            .map(range -> new TaskResult(List.of(), 1, new Deletions(), range, Map.of()))
            .toList());
  }

  private static TaskResult task(Map<String, Integer> dimensions) {
    return new TaskResult(List.of(), 1, new Deletions(), new KeyRange(true, 0, 0), dimensions);
  }

  private static KeyRange range(long least, long greatest) {
    return new KeyRange(true, least, greatest);
  }
}
