package io.sparklancedb.key;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocatingRuleTest {
  @ParameterizedTest
  @CsvSource({
    // A small table is scanned sooner than a job begins.
    "500, 1000, 0, false",
    "1000000, 1000000, 0, false",
    "1000000, 8000000, 0, true",
    // Loads into small tables, with many keys to read back.
    "5000000, 1000, 0, true",
    "1000, 100000000, 0, true",
    // Rows to compare.
    "10000, 100000, 30000000, false",
    "100000, 100000, 300000000, true"
  })
  void tasksScanLargeTables(long keys, long rows, long comparedBytes, boolean isWorthAJob) {
    assertEquals(
        isWorthAJob, LocatingRule.isWorthAJob(keys, new TableSize(rows, 1), comparedBytes, 2));
  }

  /** So it is for a commit beside a stage that takes all cores. */
  @Test
  void oneTaskAtATimeTakesNothingOffTheDriver() {
    TableSize large = new TableSize(100_000_000, 100);

    assertEquals(false, LocatingRule.isWorthAJob(1_000_000, large, 0, 1));
    assertEquals(false, LocatingRule.compareInJob(1_000_000_000, 1));
  }

  @ParameterizedTest
  @CsvSource({
    // Of a small table a task has nothing to gain.
    "1, 100000, 0, 0, 2, false",
    "1, 200000, 0, 0, 2, true",
    // A thousand keys in two tasks.
    "500, 2000000, 0, 0, 2, true",
    "10000, 2000000, 0, 0, 2, false",
    // What each task does whatever its keys are, the driver would do once.
    "5, 20000000, 0, 0, 3, true",
    "5, 20000000, 0, 0, 20, false",
    "100, 20000000, 0, 0, 20, true",
    // Each of them reads the rows that are in no index.
    "500, 20000000, 10000, 1, 20, true",
    "500, 20000000, 1000000, 1, 20, false",
    "500, 2000000, 2000, 20, 2, true",
    "500, 2000000, 2000, 100, 2, false",
    "3000, 200000000, 1000000, 1, 4, false"
  })
  void aTaskLooksForItsKeysWhileThatIsLessThanItsShareOfAScan(
      long keys, long rows, long unindexedRows, int unindexedFragments, int tasks, boolean byTask) {
    IndexShare share =
        new IndexShare(new TableSize(rows, 1), unindexedRows, unindexedFragments, tasks);
    assertEquals(byTask, LocatingRule.byTask(keys, true, share));
  }

  @Test
  void tasksNeedNotThinkOfItWhereNoNumberOfKeysIsWorthIt() {
    assertEquals(false, LocatingRule.inTasks(new IndexShare(new TableSize(100_000, 1), 0, 0, 2)));
    assertEquals(
        true, LocatingRule.inTasks(new IndexShare(new TableSize(20_000_000, 1), 10_000, 1, 200)));
    assertEquals(
        false,
        LocatingRule.inTasks(new IndexShare(new TableSize(20_000_000, 1), 1_000_000, 1, 200)));
  }

  @Test
  void aTaskLooksForFewerTextsThanNumbers() {
    IndexShare share = new IndexShare(new TableSize(2_000_000, 1), 0, 0, 2);

    assertEquals(true, LocatingRule.byTask(500, true, share));
    assertEquals(false, LocatingRule.byTask(500, false, share));
  }

  @ParameterizedTest
  @CsvSource({"1000, false", "2000000, false", "2000001, true", "1000000000, true"})
  void tasksCompareManyKeysOfALoad(long keys, boolean inJob) {
    assertEquals(inJob, LocatingRule.compareInJob(keys, 2));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1000, true, false",
    "1, 2000, true, true",
    "1, 2000, false, false",
    "1, 4000, false, true",
    "1000, 10000000, true, true",
    "10000, 10000000, true, false"
  })
  void theIndexFindsFewKeysOfManyRows(long keys, long rows, boolean areNumbers, boolean byIndex) {
    assertEquals(byIndex, LocatingRule.byIndex(keys, areNumbers, new TableSize(rows, 1)));
  }

  @ParameterizedTest
  @CsvSource({
    // To open the files of so many fragments takes longer than to look the keys up.
    "1000, 100000, true, true",
    // Each thousand of keys costs a look at all fragments.
    "8000, 100000, false, true",
    // In few fragments it is the rows that count.
    "20000, 10, false, false"
  })
  void fragmentsCountMoreForAScanThanForTheIndex(
      long keys, int fragments, boolean byIndex, boolean isWorthAJob) {
    TableSize table = new TableSize(1_000_000, fragments);

    assertEquals(byIndex, LocatingRule.byIndex(keys, true, table));
    assertEquals(isWorthAJob, LocatingRule.isWorthAJob(keys, table, 0, 2));
  }
}
