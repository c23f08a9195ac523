package io.sparklancedb.key;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocatingRuleTest {
  @ParameterizedTest
  @CsvSource({
    // A small table is scanned sooner than a job begins.
    "500, 1000, false, false",
    "1000000, 1000000, false, false",
    "1000000, 8000000, false, true",
    // Loads into small tables, with many keys to read back.
    "5000000, 1000, false, true",
    // The index finds few keys sooner than many tasks.
    "1000, 100000000, false, false",
    "1000000, 100000000, false, true",
    // But not the rows of all other keys.
    "1000, 100000000, true, true",
    "10, 1000, true, false"
  })
  void tasksScanLargeTables(long keys, long rows, boolean allRows, boolean inJob) {
    assertEquals(inJob, LocatingRule.inJob(keys, rows, allRows));
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
    assertEquals(byIndex, LocatingRule.byIndex(keys, areNumbers, rows));
  }
}
