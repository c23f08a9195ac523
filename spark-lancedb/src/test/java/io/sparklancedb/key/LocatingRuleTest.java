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
    assertEquals(isWorthAJob, LocatingRule.isWorthAJob(keys, folder(rows, 1), comparedBytes, 2));
  }

  /** So it is for a commit beside a stage that takes all cores. */
  @Test
  void oneTaskAtATimeTakesNothingOffTheDriver() {
    TableSize large = folder(100_000_000, 100);

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
    IndexShare share = new IndexShare(folder(rows, 1), unindexedRows, unindexedFragments, tasks);
    assertEquals(byTask, LocatingRule.byTask(keys, true, share));
  }

  @Test
  void tasksNeedNotThinkOfItWhereNoNumberOfKeysIsWorthIt() {
    assertEquals(false, LocatingRule.inTasks(new IndexShare(folder(100_000, 1), 0, 0, 2)));
    assertEquals(true, LocatingRule.inTasks(new IndexShare(folder(20_000_000, 1), 10_000, 1, 200)));
    assertEquals(
        false, LocatingRule.inTasks(new IndexShare(folder(20_000_000, 1), 1_000_000, 1, 200)));
  }

  @Test
  void aTaskLooksForFewerTextsThanNumbers() {
    IndexShare share = new IndexShare(folder(2_000_000, 1), 0, 0, 2);

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
    assertEquals(byIndex, LocatingRule.byIndex(keys, areNumbers, folder(rows, 1)));
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
    TableSize table = folder(1_000_000, fragments);

    assertEquals(byIndex, LocatingRule.byIndex(keys, true, table));
    assertEquals(isWorthAJob, LocatingRule.isWorthAJob(keys, table, 0, 2));
  }

  @ParameterizedTest
  @CsvSource({
    // To wait for the index takes longer than such a scan.
    "2, 1, 1000000, 1, false",
    "2, 1, 3000000, 1, true",
    // Two cores: the pages of the index are read one after the other.
    "2, 100, 40000000, 1, false",
    "2, 100, 50000000, 1, true",
    "2, 430, 200000000, 1, true",
    "2, 440, 200000000, 1, false",
    "3, 440, 200000000, 1, false",
    "16, 4000, 200000000, 1, true",
    "16, 4500, 200000000, 1, false",
    // A scan waits for the files of each fragment.
    "2, 40, 1000000, 1000, true",
    "2, 60, 1000000, 1000, false",
    // No page of the index is read twice.
    "2, 1000, 1000000, 10000, true",
    "2, 1000, 1000000, 5000, false"
  })
  void theIndexOfAnObjectStoreFindsFewerKeys(
      int cores, long keys, long rows, int fragments, boolean byIndex) {
    TableSize table = objectStore(rows, fragments, cores);

    assertEquals(byIndex, LocatingRule.byIndex(keys, true, table));
    assertEquals(true, LocatingRule.byIndex(keys, true, folder(rows, fragments)));
  }

  @ParameterizedTest
  @CsvSource({
    // The wait before the first page is that of each task.
    "1, 20000000, 0, 20, false, false",
    "10, 200000000, 0, 20, true, true",
    "18, 200000000, 0, 20, true, false",
    // Fewer keys than are worth that wait.
    "3, 200000000, 0, 20, true, false",
    "10, 200000000, 400, 20, true, false"
  })
  void aTaskLooksForFewerKeysInAnObjectStore(
      long keys, long rows, int unindexedFragments, int tasks, boolean inTasks, boolean byTask) {
    IndexShare share = new IndexShare(objectStore(rows, 1, 2), 0, unindexedFragments, tasks);

    assertEquals(inTasks, LocatingRule.inTasks(share));
    assertEquals(byTask, LocatingRule.byTask(keys, true, share));
  }

  @Test
  void textsWaitAsLongAsNumbersInAnObjectStore() {
    assertEquals(true, LocatingRule.byIndex(425, false, objectStore(200_000_000, 1, 2)));
    assertEquals(false, LocatingRule.byIndex(440, false, objectStore(200_000_000, 1, 2)));
  }

  @Test
  void aScanOfFewerFragmentsOfAnObjectStoreIsWorthAJob() {
    assertEquals(true, LocatingRule.isWorthAJob(0, objectStore(1_000_000, 400, 2), 0, 2));
    assertEquals(false, LocatingRule.isWorthAJob(0, folder(1_000_000, 400), 0, 2));
    assertEquals(false, LocatingRule.isWorthAJob(0, objectStore(1_000_000, 300, 2), 0, 2));
  }

  @Test
  void anIndexThatLacksThousandsOfFragmentsIsNotAsked() {
    assertEquals(true, LocatingRule.mayAskIndex(1_000));
    assertEquals(false, LocatingRule.mayAskIndex(1_001));
  }

  private static TableSize folder(long rows, int fragments) {
    return new TableSize(rows, fragments, StoreWaits.NONE);
  }

  private static TableSize objectStore(long rows, int fragments, int cores) {
    return new TableSize(rows, fragments, StoreWaits.ofObjectStore(cores));
  }
}
