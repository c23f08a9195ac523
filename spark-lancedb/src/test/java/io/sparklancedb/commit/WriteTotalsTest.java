package io.sparklancedb.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WriteTotalsTest {
  private static final Map<String, String> VERSION =
      Map.of("writer", "spark-lancedb", "located_by", "scan", "inserted", "3", "updated", "1");

  @Test
  void aVersionTellsItsOwnAndWhatAllCommitsOfTheWriteHaveDone() {
    Map<String, String> first = WriteTotals.NONE.with(VERSION);
    Map<String, String> second = WriteTotals.NONE.and(first).with(VERSION);
    Map<String, String> third = WriteTotals.NONE.and(first).and(second).with(VERSION);

    assertEquals(VERSION, first, "most writes are one commit");
    assertEquals(told("2", "6", "2"), second);
    assertEquals(told("3", "9", "3"), third);
  }

  @Test
  void aCommitThatMakesNoVersionAddsItsCounts() {
    WriteTotals totals = WriteTotals.NONE.and(VERSION).and(Map.of("unchanged", "7"));

    assertEquals(1, totals.commits());
    assertEquals(7, totals.count("unchanged"));
    assertEquals(3, totals.count("inserted"));
    assertEquals(0, totals.count("deleted"));
  }

  private static Map<String, String> told(String commits, String inserted, String updated) {
    Map<String, String> told = new TreeMap<>(VERSION);
    told.put("commits", commits);
    told.put("total_inserted", inserted);
    told.put("total_updated", updated);
    return told;
  }
}
