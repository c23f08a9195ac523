package io.sparklancedb.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.commit.WrittenFragment;
import io.sparklancedb.commit.WrittenFragment.Content;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.ValueErrors;
import io.sparklancedb.key.KeyRange;
import io.sparklancedb.key.KeyRange.Order;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.junit.jupiter.api.Test;
import org.lance.FragmentMetadata;

class TaskResultsTest {
  private static final KeyRange EMPTY = KeyRange.EMPTY;

  @Test
  void tasksWhoseKeysIncreaseAndLieApartRepeatNone() {
    assertEquals(Set.of(), results(range(10, 19), range(-5, 9), range(20, 20)).mayRepeat());
    assertEquals(Set.of(), results(range(0, 1), EMPTY).mayRepeat());
    assertEquals(Set.of(), results().mayRepeat());
  }

  @Test
  void tasksWhoseRangesMeetMayRepeatAKey() {
    assertEquals(Set.of(0, 1), results(range(10, 20), range(-5, 10)).mayRepeat());
    assertEquals(
        Set.of(0, 2, 3),
        results(range(0, 100), range(101, 109), range(1, 2), range(50, 60)).mayRepeat());
  }

  @Test
  void keysInNoOrderMayBeThereTwiceInOneTask() {
    assertEquals(Set.of(1), results(range(6, 7), new KeyRange(Order.NONE, 1, 5)).mayRepeat());
    assertEquals(
        Set.of(0, 1),
        results(
                new KeyRange(Order.UNKNOWN, Long.MIN_VALUE, Long.MAX_VALUE),
                new KeyRange(Order.UNKNOWN, Long.MIN_VALUE, Long.MAX_VALUE))
            .mayRepeat());
  }

  @Test
  void aKeyMayBeBothWrittenAndDeleted() {
    TaskResult apart =
        new TaskResult(
            List.of(fragment(Content.ROWS), fragment(Content.ROWS), fragment(Content.DELETED_KEYS)),
            range(1, 5),
            range(6, 7),
            Map.of(),
            null);
    TaskResult meeting =
        new TaskResult(
            List.of(fragment(Content.DELETED_KEYS), fragment(Content.ROWS)),
            range(8, 9),
            range(9, 10),
            Map.of(),
            null);

    assertEquals(Set.of(3, 4), new TaskResults(List.of(apart, meeting)).mayRepeat());
    TaskResult more =
        new TaskResult(List.of(fragment(Content.ROWS)), range(7, 7), EMPTY, Map.of(), null);
    assertEquals(Set.of(2, 3), new TaskResults(List.of(apart, more)).mayRepeat());
  }

  private static WrittenFragment fragment(Content content) {
    return new WrittenFragment(
        new FragmentMetadata(0, List.of(), 1L, null, null), List.of("id"), content);
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
            .map(
                range ->
                    new TaskResult(List.of(fragment(Content.ROWS)), range, EMPTY, Map.of(), null))
            .toList());
  }

  private static TaskResult task(Map<String, Integer> dimensions) {
    return new TaskResult(List.of(), range(0, 0), EMPTY, dimensions, null);
  }

  private static KeyRange range(long least, long greatest) {
    return new KeyRange(Order.INCREASING, least, greatest);
  }
}
