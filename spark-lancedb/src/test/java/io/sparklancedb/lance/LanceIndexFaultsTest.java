package io.sparklancedb.lance;

import static io.sparklancedb.lance.LanceRows.VECTOR;
import static io.sparklancedb.lance.LanceRows.fill;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lance.Dataset;
import org.lance.compaction.CompactionOptions;
import org.lance.index.Index;
import org.lance.index.IndexType;
import org.lance.index.OptimizeOptions;

/**
 * What lance-core does wrong in indexes, as docs/lance-workarounds.md lists it. A test that fails
 * says that lance-core has mended the fault: what works around it can go, and its line there.
 */
class LanceIndexFaultsTest {
  @RegisterExtension final LanceTables tables = new LanceTables();

  @Test
  void indexesCannotBeDescribedWhileRowsHaveMoved() throws Exception {
    LanceTable table =
        tables
            .create()
            .append(root -> fill(root, 3))
            .append(root -> fill(root, 3))
            .index("id", IndexType.BTREE, "btree");
    try (Dataset dataset = table.open()) {
      dataset.compact(CompactionOptions.builder().withDeferIndexRemap(true).build());
      assertThrows(RuntimeException.class, dataset::describeIndices);
    }
  }

  @Test
  void anIndexOfVectorsIsNotFoldedWhereIdsAreStable() throws Exception {
    LanceTable table =
        tables.create(VECTOR).stable().append(root -> fill(root, 2_000)).indexVectors("vector", 16);
    try (Dataset dataset = table.open()) {
      dataset.delete("id % 5 = 0");
      Exception e =
          assertThrows(
              Exception.class, () -> dataset.optimizeIndices(OptimizeOptions.builder().build()));
      assertTrue(e.getMessage().contains("chunk.len()"), e::getMessage);
    }
  }

  @Test
  void vectorsOfAColumnWhoseNameHasCapitalsCannotBeLearnedFrom() throws Exception {
    Field column = new Field("Vector", VECTOR.getFieldType(), VECTOR.getChildren());
    LanceTable table = tables.create(column);
    table.append(
        root -> {
          fill(root, 300);
          FixedSizeListVector vectors = (FixedSizeListVector) root.getVector("Vector");
          for (int i = 0; i < 300; i++) {
            vectors.setNotNull(i);
            ((Float4Vector) vectors.getDataVector()).setSafe(2 * i, i);
            ((Float4Vector) vectors.getDataVector()).setSafe(2 * i + 1, -i);
          }
        });

    Exception e = assertThrows(Exception.class, () -> table.indexVectors("Vector", 2));
    assertTrue(e.getMessage().contains("No field named vector"), e::getMessage);
  }

  @Test
  void anIndexOfVectorsIsLostWithTheLastRowThatItCovers() throws Exception {
    LanceTable table =
        tables
            .create(VECTOR)
            .append(root -> fill(root, 300))
            .index("id", IndexType.BTREE, "btree")
            .indexVectors("vector", 1);
    try (Dataset dataset = table.open()) {
      dataset.delete("true");
      assertEquals(List.of("id_idx"), dataset.listIndexes());
    }
  }

  @Test
  void aBTreePublishedInPartsCannotBeFolded() throws Exception {
    LanceTable table = tables.create().append(root -> fill(root, 3)).append(root -> fill(root, 3));
    try (Dataset dataset = table.open()) {
      List<Index> parts =
          Stream.of(0, 1).map(fragment -> table.part(dataset, "id", fragment)).toList();
      dataset.commitExistingIndexSegments("id_idx", "id", parts);
    }
    table.append(root -> fill(root, 3));
    try (Dataset dataset = table.open()) {
      Exception e =
          assertThrows(
              Exception.class, () -> dataset.optimizeIndices(OptimizeOptions.builder().build()));
      assertTrue(e.getMessage().contains("does not exist"), e::getMessage);
    }
  }

  /** Who opens it then panics: the number of a range's last page is less than that of its first. */
  @Test
  void aCompactionLeavesAnEmptyRangeInABTree() throws Exception {
    LanceTable table = tables.create().append(root -> fill(root, 3)).append(root -> fill(root, 3));
    long second = 1L << Integer.SIZE;
    try (Dataset dataset = table.open()) {
      table
          .ranges(dataset)
          .range(0, new int[] {0, 0, 1, 1}, new long[] {0, second, 1, second + 1})
          .range(1, new int[] {2, 2}, new long[] {2, second + 2})
          .commit();
      dataset.delete("id = 2");
      dataset.compact();

      String lookup = "_indices/" + dataset.getIndexes().get(0).uuid() + "/page_lookup.lance";
      assertEquals(
          "[[0,1],[4294967296,0]]", table.metadata(lookup).get("page_num_per_range_partition"));
    }
  }
}
