package io.sparklancedb.commit;

import static io.sparklancedb.commit.Row.row;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes to a table without a primary key. */
class KeylessWritesTest {
  private static final Schema COLUMNS =
      new Schema(
          List.of(Field.nullable("text", CommitTable.TEXT), Field.nullable("n", CommitTable.LONG)));

  @TempDir private Path folder;
  private CommitTable table;

  @BeforeEach
  void makeTable() {
    table = new CommitTable(folder, COLUMNS).append(row("a", 1), row("b", 2)).append(row("c", 3));
  }

  @Test
  void rowsAreAddedAsTheyAre() {
    CommitResult result =
        table.write(new WriteMode.Append()).rows(row("a", 1)).rows(row("a", 1)).change();

    assertEquals(
        List.of(row("a", 1), row("a", 1), row("a", 1), row("b", 2), row("c", 3)), table.rows());
    assertCounts(2, 0, result);
  }

  @Test
  void aStatementDeletesRowsByTheirAddresses() {
    WriteMode update = new WriteMode.RowLevel("update", Optional.of("_row_address"), Set.of());

    CommitResult result =
        table.write(update).rows(row("B", 20)).deleteAddresses(1L, 1L << 32).change();

    assertEquals(List.of(row("B", 20), row("a", 1)), table.rows());
    assertCounts(1, 2, result);
  }

  @Test
  void rowsOfAConditionMakeWay() {
    CommitResult result =
        table.write(new WriteMode.OverwriteWhere("n >= 2")).rows(row("d", 4)).change();

    assertEquals(List.of(row("a", 1), row("d", 4)), table.rows());
    assertCounts(1, 2, result);
  }

  private static void assertCounts(long inserted, long deleted, CommitResult result) {
    Map<String, String> properties = result.properties();
    assertEquals(Long.toString(inserted), properties.get("inserted"));
    assertEquals(Long.toString(deleted), properties.get("deleted"));
    assertEquals("0", properties.get("updated"));
  }
}
