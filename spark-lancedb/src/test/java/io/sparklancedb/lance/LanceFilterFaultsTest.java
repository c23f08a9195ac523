package io.sparklancedb.lance;

import static io.sparklancedb.lance.LanceRows.DOUBLE;
import static io.sparklancedb.lance.LanceRows.TEXT;
import static io.sparklancedb.lance.LanceRows.VECTOR;
import static io.sparklancedb.lance.LanceRows.fill;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lance.index.IndexType;
import org.lance.ipc.Query;
import org.lance.ipc.ScanOptions;

/**
 * What lance-core does wrong in filters and searches, as docs/lance-workarounds.md lists it. A test
 * that fails says that lance-core has mended the fault: what works around it can go, and its line
 * there.
 */
class LanceFilterFaultsTest {
  @RegisterExtension final LanceTables tables = new LanceTables();

  @Test
  void aBTreeTakesASignInStartsWithForAWildcard() throws Exception {
    LanceTable table =
        tables.create(TEXT).append(root -> fill(root, 2, i -> List.of("a%b", "axb").get(i)));
    assertEquals(1, table.count("starts_with(text, 'a%')"));

    table.index("text", IndexType.BTREE, "btree");
    assertEquals(2, table.count("starts_with(text, 'a%')"));
  }

  @Test
  void anNgramIndexFindsNoShortText() throws Exception {
    LanceTable table = tables.create(TEXT).append(root -> fill(root, 2, i -> "text " + i));
    assertEquals(2, table.count("contains(text, 'te')"));

    table.index("text", IndexType.NGRAM, "ngram");
    assertEquals(0, table.count("contains(text, 'te')"));
  }

  @Test
  void aLimitComesBeforeTheRestOfAFilter() throws Exception {
    LanceTable table =
        tables
            .create(TEXT)
            .append(root -> fill(root, 100, i -> "all"))
            .index("text", IndexType.BITMAP, "bitmap");
    ScanOptions.Builder options =
        new ScanOptions.Builder().columns(List.of("id")).filter("text = 'all' AND id >= 50");

    assertEquals(50, table.rows(options.build()).size());
    assertEquals(0, table.rows(options.limit(5).build()).size());
  }

  @Test
  void anAddressIsTakenForAnIdWhereIdsAreStable() throws Exception {
    LanceTable table =
        tables.create().stable().append(root -> fill(root, 3)).append(root -> fill(root, 3));
    long second = 1L << 32;

    assertEquals(3, table.count("_rowaddr >= " + second));
    assertEquals(0, table.count("_rowaddr = " + second));
  }

  @Test
  void theNegativeZeroIsLessThanZero() throws Exception {
    LanceTable table =
        tables
            .create(Field.nullable("double", DOUBLE))
            .append(
                root -> {
                  fill(root, 1);
                  ((Float8Vector) root.getVector("double")).setSafe(0, -0.0);
                });

    assertEquals(1, table.count("double < 0.0"));
  }

  @Test
  void aCharacterBeyondTheBasicPlaneIsNotReadInAFilter() throws Exception {
    LanceTable table = tables.create(TEXT).append(root -> fill(root, 1, i -> "\ud83d\ude00"));

    assertThrows(Exception.class, () -> table.count("text = '\ud83d\ude00'"));
  }

  @Test
  void aSearchThatCannotBeMadeReturnsAllRows() throws Exception {
    LanceTable table = tables.create(VECTOR).append(root -> fill(root, 50));
    Query wrong =
        new Query.Builder().setColumn("vector").setKey(new float[] {1, 2, 3}).setK(5).build();

    ScanOptions.Builder options =
        new ScanOptions.Builder().columns(List.of("id")).nearest(wrong).prefilter(true);
    assertEquals(50, table.rows(options.build()).size());
  }
}
