package io.sparklancedb.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.ValueErrors;
import io.sparklancedb.key.KeyRange;
import io.sparklancedb.key.KeyRange.Order;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.junit.jupiter.api.Test;

class TaskResultsTest {
  @Test
  void tasksWhoseKeysIncreaseAndLieApartRepeatNone() {
    assertEquals(false, results(range(10, 19), range(-5, 9), range(20, 20)).mayRepeatKeys());
    assertEquals(false, results(range(0, 1), KeyRange.EMPTY).mayRepeatKeys());
    assertEquals(false, results().mayRepeatKeys());
  }

  @Test
  void tasksWhoseRangesMeetMayRepeatAKey() {
    assertEquals(true, results(range(10, 20), range(-5, 10)).mayRepeatKeys());
    assertEquals(true, results(range(0, 100), range(1, 2), range(50, 60)).mayRepeatKeys());
  }

  @Test
  void keysInNoOrderMayBeThereTwiceInOneTask() {
    assertEquals(true, results(new KeyRange(Order.NONE, 1, 5)).mayRepeatKeys());
    assertEquals(true, results(new KeyRange(Order.UNKNOWN, 0, 0)).mayRepeatKeys());
  }

  @Test
  void aKeyMayBeBothWrittenAndDeleted() {
    TaskResult task = new TaskResult(List.of(), range(1, 5), range(5, 7), Map.of(), null);

    assertEquals(true, new TaskResults(List.of(task)).mayRepeatKeys());
  }

  @Test
  void vectorsOfOneColumnHaveOneDimension() {
    TaskResults same =
        new TaskResults(List.of(task(Map.of("v", 3)), task(Map.of()), task(Map.of("v", 3))));
    TaskResults different = new TaskResults(List.of(task(Map.of("v", 4)), task(Map.of("v", 3))));

    assertEquals(Map.of("v", 3), same.dimensions(Map.of()));
    assertEquals(
        "Cannot write column 'v': it has vectors of 3 and of 4 values. Set 'vector.v' to the dimension, and mend or drop the others.",
        assertThrows(LanceDbException.class, () -> different.dimensions(Map.of())).getMessage());
  }

  @Test
  void theFirstTaskThatRefusedARowIsTold() {
    WriterCommitMessage[] messages = {
      TaskCommitMessage.of(task(Map.of()), 1), null, refusal("second"), refusal("third")
    };

    LanceDbException told = assertThrows(LanceDbException.class, () -> TaskResults.of(messages));

    assertEquals(
        "Cannot write second: its primary key 'id' is null. Fill it or filter such rows out.",
        told.getMessage());
  }

  /** As when the jar of the connector was added to a Spark that runs. */
  @Test
  void messagesOfAnotherCopyOfTheConnectorAreRefused() {
    WriterCommitMessage[] messages = {new WriterCommitMessage() {}};
    String told =
        "Cannot write to the table: the tasks run another copy of the connector than the driver, because its jar came after Spark's start, such as with ADD JAR or addArtifact. Name the jar when Spark starts, with --jars, --packages, 'spark.jars' or as a library of the cluster.";

    assertEquals(
        told, assertThrows(LanceDbException.class, () -> TaskResults.of(messages)).getMessage());
    assertEquals(
        told,
        assertThrows(
                LanceDbException.class, () -> new LanceDbDeltaBatchWrite(null).commit(messages))
            .getMessage());
  }

  private static TaskCommitMessage refusal(String row) {
    return TaskCommitMessage.of(new TaskRefusal(ValueErrors.nullKey("id", row)), 1);
  }

  private static TaskResults results(KeyRange... ranges) {
    return new TaskResults(
        List.of(ranges).stream()
            .map(range -> new TaskResult(List.of(), range, KeyRange.EMPTY, Map.of(), null))
            .toList());
  }

  private static TaskResult task(Map<String, Integer> dimensions) {
    return new TaskResult(List.of(), range(0, 0), KeyRange.EMPTY, dimensions, null);
  }

  private static KeyRange range(long least, long greatest) {
    return new KeyRange(Order.INCREASING, least, greatest);
  }
}
