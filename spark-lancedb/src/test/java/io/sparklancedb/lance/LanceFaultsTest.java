package io.sparklancedb.lance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Transaction;
import org.lance.compaction.CompactionOptions;
import org.lance.index.Index;
import org.lance.index.IndexType;
import org.lance.index.OptimizeOptions;
import org.lance.ipc.Query;
import org.lance.ipc.ScanOptions;
import org.lance.operation.Operation;
import org.lance.operation.Update;
import org.lance.operation.UpdateConfig;
import org.lance.operation.UpdateMap;

/**
 * What lance-core does wrong, as docs/lance-workarounds.md lists it. A test that fails here says
 * that lance-core has mended the fault: the class that works around it, and its line there, can go.
 */
class LanceFaultsTest {
  private static final ArrowType INT = new ArrowType.Int(32, true);
  private static final ArrowType FLOAT = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
  private static final ArrowType DOUBLE =
      new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
  private static final Field ID = Field.nullable("id", INT);
  private static final Field TEXT = Field.nullable("text", new ArrowType.Utf8());
  private static final Field VECTOR =
      new Field(
          "vector",
          FieldType.nullable(new ArrowType.FixedSizeList(2)),
          List.of(Field.nullable("item", FLOAT)));

  @TempDir Path folder;
  private LanceTable table;

  @AfterEach
  void close() {
    if (table != null) {
      table.close();
      table = null;
    }
  }

  private LanceTable table(Field... others) {
    close();
    table = new LanceTable(folder.resolve("t.lance"), schema(others));
    return table;
  }

  private static Schema schema(Field... others) {
    return new Schema(Stream.concat(Stream.of(ID), Stream.of(others)).toList());
  }

  @Test
  void aBTreeTakesASignInStartsWithForAWildcard() throws Exception {
    table(TEXT).append(root -> fill(root, 2, i -> List.of("a%b", "axb").get(i)));
    assertEquals(1, table.count("starts_with(text, 'a%')"));

    table.index("text", IndexType.BTREE, "btree");
    assertEquals(2, table.count("starts_with(text, 'a%')"));
  }

  @Test
  void anNgramIndexFindsNoShortText() throws Exception {
    table(TEXT).append(root -> fill(root, 2, i -> "text " + i));
    assertEquals(2, table.count("contains(text, 'te')"));

    table.index("text", IndexType.NGRAM, "ngram");
    assertEquals(0, table.count("contains(text, 'te')"));
  }

  @Test
  void aLimitComesBeforeTheRestOfAFilter() throws Exception {
    table(TEXT)
        .append(root -> fill(root, 100, i -> "all"))
        .index("text", IndexType.BITMAP, "bitmap");
    ScanOptions.Builder options =
        new ScanOptions.Builder().columns(List.of("id")).filter("text = 'all' AND id >= 50");

    assertEquals(50, table.rows(options.build()).size());
    assertEquals(0, table.rows(options.limit(5).build()).size());
  }

  @Test
  void anAddressIsTakenForAnIdWhereIdsAreStable() throws Exception {
    table().stable().append(root -> fill(root, 3)).append(root -> fill(root, 3));
    long second = 1L << 32;

    assertEquals(3, table.count("_rowaddr >= " + second));
    assertEquals(0, table.count("_rowaddr = " + second));
  }

  @Test
  void aCompactionThatMovedAnIndexCannotBeTold() throws Exception {
    table()
        .append(root -> fill(root, 3))
        .append(root -> fill(root, 3))
        .index("id", IndexType.BTREE, "btree");
    try (Dataset dataset = table.open()) {
      dataset.compact();
      RuntimeException e = assertThrows(RuntimeException.class, dataset::readTransaction);
      assertTrue(e.getMessage().contains("Invalid number or type of arguments"), e::getMessage);
    }
  }

  @Test
  void indexesCannotBeDescribedWhileRowsHaveMoved() throws Exception {
    table()
        .append(root -> fill(root, 3))
        .append(root -> fill(root, 3))
        .index("id", IndexType.BTREE, "btree");
    try (Dataset dataset = table.open()) {
      dataset.compact(CompactionOptions.builder().withDeferIndexRemap(true).build());
      assertThrows(RuntimeException.class, dataset::describeIndices);
    }
  }

  @Test
  void aNullStructBehindAFilterComesBackAsOneOfNulls() throws Exception {
    Field struct =
        new Field(
            "struct",
            FieldType.nullable(ArrowType.Struct.INSTANCE),
            List.of(Field.nullable("number", INT), TEXT));
    table(struct)
        .append(
            root -> {
              StructVector values = (StructVector) root.getVector("struct");
              fill(root, 2);
              values.setIndexDefined(1);
              ((IntVector) values.getChild("number")).setSafe(1, 1);
              text(values.getChild("text"), 1, "one");
            });
    ScanOptions.Builder all = new ScanOptions.Builder().columns(List.of("struct"));

    assertEquals(null, table.rows(all.build()).get(0).get(0));
    assertTrue(table.rows(all.filter("id = 0").build()).get(0).get(0) != null);
  }

  @Test
  void anIndexOfVectorsIsNotFoldedWhereIdsAreStable() throws Exception {
    table(VECTOR).stable().append(root -> fill(root, 2_000)).indexVectors("vector", 16);
    try (Dataset dataset = table.open()) {
      dataset.delete("id % 5 = 0");
      Exception e =
          assertThrows(
              Exception.class, () -> dataset.optimizeIndices(OptimizeOptions.builder().build()));
      assertTrue(e.getMessage().contains("chunk.len()"), e::getMessage);
    }
  }

  @Test
  void anIndexOfVectorsIsLostWithTheLastRowThatItCovers() throws Exception {
    table(VECTOR)
        .append(root -> fill(root, 300))
        .index("id", IndexType.BTREE, "btree")
        .indexVectors("vector", 1);
    try (Dataset dataset = table.open()) {
      dataset.delete("true");
      assertEquals(List.of("id_idx"), dataset.listIndexes());
    }
  }

  @Test
  void aNullStructAboveAFieldThatIsNeverNullCannotBeCompacted() throws Exception {
    Field struct =
        new Field(
            "struct",
            FieldType.nullable(ArrowType.Struct.INSTANCE),
            List.of(new Field("number", FieldType.notNullable(INT), null)));
    for (int i = 0; i < 2; i++) {
      table(struct)
          .append(
              root -> {
                fill(root, 1);
                FieldVector numbers = ((StructVector) root.getVector("struct")).getChild("number");
                ((IntVector) numbers).setSafe(0, 0);
              });
    }
    try (Dataset dataset = table.open()) {
      Exception e = assertThrows(Exception.class, dataset::compact);
      assertTrue(e.getMessage().contains("marked non-null"), e::getMessage);
    }
  }

  @Test
  void theNegativeZeroIsLessThanZero() throws Exception {
    table(Field.nullable("double", DOUBLE))
        .append(
            root -> {
              fill(root, 1);
              ((Float8Vector) root.getVector("double")).setSafe(0, -0.0);
            });

    assertEquals(1, table.count("double < 0.0"));
  }

  @Test
  void aNullStructAboveAListLosesTheValuesOfOthers() throws Exception {
    Field list =
        new Field(
            "list",
            FieldType.nullable(ArrowType.List.INSTANCE),
            List.of(Field.nullable("element", new ArrowType.Utf8())));
    Field struct =
        new Field("struct", FieldType.nullable(ArrowType.Struct.INSTANCE), List.of(list));
    String text = "x".repeat(1_000);
    for (boolean isNull : new boolean[] {false, true}) {
      LanceTable written = new LanceTable(folder.resolve(isNull + ".lance"), schema(struct));
      written.append(root -> fillLists(root, isNull, text));
      ScanOptions all = new ScanOptions.Builder().columns(List.of("struct")).build();
      assertEquals(isNull, !written.rows(all).get(2).toString().contains(text));
      written.close();
    }
  }

  /** A struct that is null or is not, one whose list is null, and one with a text in its list. */
  private static void fillLists(VectorSchemaRoot root, boolean isNull, String text) {
    fill(root, 3);
    StructVector structs = (StructVector) root.getVector("struct");
    ListVector lists = (ListVector) structs.getChild("list");
    for (int i = isNull ? 1 : 0; i < 3; i++) {
      structs.setIndexDefined(i);
    }
    lists.startNewValue(2);
    text(lists.getDataVector(), 0, text);
    lists.endValue(2, 1);
    lists.getDataVector().setValueCount(1);
  }

  @Test
  void aSearchThatCannotBeMadeReturnsAllRows() throws Exception {
    table(VECTOR).append(root -> fill(root, 50));
    Query wrong =
        new Query.Builder().setColumn("vector").setKey(new float[] {1, 2, 3}).setK(5).build();

    ScanOptions.Builder options =
        new ScanOptions.Builder().columns(List.of("id")).nearest(wrong).prefilter(true);
    assertEquals(50, table.rows(options.build()).size());
  }

  @Test
  void aFieldOfAStructInAListIsDroppedWithItsColumn() throws Exception {
    Field element =
        new Field(
            "element",
            FieldType.nullable(ArrowType.Struct.INSTANCE),
            List.of(Field.nullable("number", INT), TEXT));
    Field list = new Field("list", FieldType.nullable(ArrowType.List.INSTANCE), List.of(element));
    table(list).append(root -> fill(root, 1));
    try (Dataset dataset = table.open()) {
      dataset.dropColumns(List.of("list.element.text"));
      assertEquals(1, dataset.getSchema().getFields().size());
    }
  }

  @Test
  void twoUpdatesThatInsertBothCommit() throws Exception {
    table().append(root -> fill(root, 1));
    try (Dataset base = table.open()) {
      commit(base, insert(7));
      commit(base, insert(7));
    }

    assertEquals(2, table.count("id = 7"));
  }

  private Operation insert(int id) {
    return Update.builder()
        .newFragments(
            table.fragment(
                root -> {
                  fill(root, 1);
                  ((IntVector) root.getVector("id")).setSafe(0, id);
                }))
        .updateMode(Optional.of(Update.UpdateMode.RewriteRows))
        .build();
  }

  private static void commit(Dataset base, Operation operation) {
    try (Transaction transaction =
        new Transaction.Builder().readVersion(base.version()).operation(operation).build()) {
      new CommitBuilder(base).execute(transaction).close();
    }
  }

  @Test
  void aCommitBringsBackATableThatIsGone() throws Exception {
    table().append(root -> fill(root, 1));
    Path versions = folder.resolve("t.lance/_versions");
    try (Dataset base = table.open()) {
      try (Stream<Path> files = Files.walk(folder.resolve("t.lance"))) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
      commit(base, insertNothing());
    }

    assertTrue(Files.exists(versions));
  }

  private static Operation insertNothing() {
    return UpdateConfig.builder()
        .configUpdates(UpdateMap.builder().updates(Map.of("a", "b")).replace(false).build())
        .build();
  }

  @Test
  void aBTreePublishedInPartsCannotBeFolded() throws Exception {
    table().append(root -> fill(root, 3)).append(root -> fill(root, 3));
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

  @Test
  void aCharacterBeyondTheBasicPlaneIsNotReadInAFilter() throws Exception {
    table(TEXT).append(root -> fill(root, 1, i -> "\ud83d\ude00"));

    assertThrows(Exception.class, () -> table.count("text = '\ud83d\ude00'"));
  }

  /** Ids from 0, vectors of their own, and nulls in all other columns. */
  private static void fill(VectorSchemaRoot root, int rows) {
    fill(root, rows, i -> null);
  }

  private static void fill(VectorSchemaRoot root, int rows, IntFunction<String> texts) {
    root.allocateNew();
    for (int i = 0; i < rows; i++) {
      ((IntVector) root.getVector("id")).setSafe(i, i);
      if (root.getVector("text") != null) {
        text(root.getVector("text"), i, texts.apply(i));
      }
      if (root.getVector("vector") instanceof FixedSizeListVector vectors) {
        vectors.setNotNull(i);
        ((Float4Vector) vectors.getDataVector()).setSafe(2 * i, i);
        ((Float4Vector) vectors.getDataVector()).setSafe(2 * i + 1, -i);
      }
    }
    root.setRowCount(rows);
  }

  private static void text(FieldVector texts, int position, String text) {
    ((VarCharVector) texts).setSafe(position, text.getBytes(StandardCharsets.UTF_8));
  }
}
