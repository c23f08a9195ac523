package io.sparklancedb.index;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldRuleTest {
  @ParameterizedTest
  @CsvSource({
    "40, 0, false, false, true",
    "1000, 960, false, false, false",
    "1000, 949, true, false, true",
    "1000, 500, true, false, true",
    "1000, 499, true, true, true",
    "1000, 0, true, true, true",
    "0, 0, false, false, false"
  })
  void anIndexTakesInWhatPays(
      long rows, long covered, boolean afterAll, boolean whileWriting, boolean afterReplacement) {
    assertEquals(afterAll, FoldRule.AFTER_CHANGES.isDue(rows, covered));
    assertEquals(whileWriting, FoldRule.WHILE_WRITING.isDue(rows, covered));
    assertEquals(afterReplacement, FoldRule.AFTER_REPLACEMENT.isDue(rows, covered));
  }
}
