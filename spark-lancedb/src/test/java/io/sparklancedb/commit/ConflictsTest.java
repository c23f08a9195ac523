package io.sparklancedb.commit;

import static io.sparklancedb.commit.Row.row;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparklancedb.config.MergeRules;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Another writer comes between the look at the newest version and the commit on it. */
class ConflictsTest {
  private static final WriteMode UPSERT = new WriteMode.Upsert(MergeRules.UPSERT);
  private static final WriteMode OVERWRITE = new WriteMode.Overwrite();
  private static final WriteMode INSERT_NEW = new WriteMode.Upsert(MergeRules.INSERT_NEW);
  private static final WriteMode OVERWRITE_WHERE = new WriteMode.OverwriteWhere("id <= 2");

  @TempDir private Path folder;

  /** The other writer leaves the columns and the table. */
  static Stream<Arguments> othersOfRows() {
    return EnumSet.range(OtherWriter.APPENDS_OTHER_KEYS, OtherWriter.CONFIGURES).stream()
        .flatMap(
            other ->
                Stream.concat(
                    Stream.of(UPSERT, INSERT_NEW, OVERWRITE, OVERWRITE_WHERE)
                        .map(mode -> Arguments.of(other, mode, false)),
                    Stream.of(UPSERT, OVERWRITE_WHERE)
                        .map(mode -> Arguments.of(other, mode, true))));
  }

  @ParameterizedTest
  @MethodSource("othersOfRows")
  void theWriteHoldsForWhatTheOtherLeft(OtherWriter other, WriteMode mode, boolean stable) {
    CommitTable table = table(stable);
    table.write(mode).rows(row(2, 21), row(3, 31)).meanwhile(() -> other.writeTo(table)).change();

    assertEquals(written(mode, other.left()), table.rows());
    assertEquals(List.of(), table.leftovers());
  }

  /** What the tasks have found holds for the version that they have looked at. */
  @ParameterizedTest
  @MethodSource("othersOfRows")
  void soItDoesWhenTheTasksHaveLookedForTheirKeys(
      OtherWriter other, WriteMode mode, boolean stable) {
    CommitTable table = table(stable);
    System.setProperty("io.sparklancedb.locate", "task");
    try {
      TableWrite write = table.write(mode).rows(row(2, 21), row(3, 31)).lookInTasks();
      assertEquals(mode.equals(OVERWRITE), write.staged().matches().isEmpty());
      if (stable) {
        other.writeTo(table);
      } else {
        write.meanwhile(() -> other.writeTo(table));
      }
      write.change();
    } finally {
      System.clearProperty("io.sparklancedb.locate");
    }

    assertEquals(written(mode, other.left()), table.rows());
    assertEquals(List.of(), table.leftovers());
  }

  /** The rows after the write, by the rows before it. */
  private static List<Row> written(WriteMode mode, List<Row> before) {
    Map<Object, Row> rows = new TreeMap<>();
    before.forEach(row -> rows.put(row.values().get(0), row));
    if (mode.equals(OVERWRITE)) {
      rows.clear();
    } else if (mode.equals(OVERWRITE_WHERE)) {
      rows.keySet().removeAll(List.of(1L, 2L));
    }
    for (Row row : List.of(row(2, 21), row(3, 31))) {
      if (mode.equals(INSERT_NEW)) {
        rows.putIfAbsent(row.values().get(0), row);
      } else {
        rows.put(row.values().get(0), row);
      }
    }
    return List.copyOf(rows.values());
  }

  private CommitTable table(boolean stable) {
    CommitTable table = new CommitTable(folder, CommitTable.KEYED);
    return (stable ? table.stable() : table)
        .append(row(1, 10), row(2, 20))
        .append(row(5, 50))
        .index("id");
  }
}
