package io.sparklancedb.lance;

import static io.sparklancedb.lance.LanceRows.INT;
import static io.sparklancedb.lance.LanceRows.TEXT;
import static io.sparklancedb.lance.LanceRows.fill;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Session;
import org.lance.Transaction;
import org.lance.index.IndexType;
import org.lance.ipc.ScanOptions;
import org.lance.operation.Operation;
import org.lance.operation.Update;
import org.lance.operation.UpdateConfig;
import org.lance.operation.UpdateMap;

/**
 * What lance-core does wrong in commits and history, as docs/lance-workarounds.md lists it. A test
 * that fails says that lance-core has mended the fault: what works around it can go, and its line
 * there.
 */
class LanceCommitFaultsTest {
  @RegisterExtension final LanceTables tables = new LanceTables();

  @Test
  void twoUpdatesThatInsertBothCommit() throws Exception {
    LanceTable table = tables.create().append(root -> fill(root, 1));
    try (Dataset base = table.open()) {
      commit(base, insert(table, 7));
      commit(base, insert(table, 7));
    }

    assertEquals(2, table.count("id = 7"));
  }

  private static Operation insert(LanceTable table, int id) {
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
  void aCompactionThatMovedAnIndexCannotBeTold() throws Exception {
    LanceTable table =
        tables
            .create()
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
  void aFieldOfAStructInAListIsDroppedWithItsColumn() throws Exception {
    Field element =
        new Field(
            "element",
            FieldType.nullable(ArrowType.Struct.INSTANCE),
            List.of(Field.nullable("number", INT), TEXT));
    Field list = new Field("list", FieldType.nullable(ArrowType.List.INSTANCE), List.of(element));
    LanceTable table = tables.create(list).append(root -> fill(root, 1));
    try (Dataset dataset = table.open()) {
      dataset.dropColumns(List.of("list.element.text"));
      assertEquals(1, dataset.getSchema().getFields().size());
    }
  }

  @Test
  void aCommitBringsBackATableThatIsGone() throws Exception {
    LanceTable table = tables.create().append(root -> fill(root, 1));
    try (Dataset base = table.open()) {
      try (Stream<Path> files = Files.walk(table.folder())) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
      commit(base, insertNothing());
    }

    assertTrue(Files.exists(table.folder().resolve("_versions")));
  }

  @Test
  void aSessionTakesTheRowIdsOfAnOverwrittenVersionForTheNewOnes() throws Exception {
    LanceTable table = tables.create().stable().append(root -> fill(root, 2));
    ScanOptions ids = new ScanOptions.Builder().filter("id >= 0").withRowId(true).build();
    try (Session session = Session.builder().build()) {
      try (Dataset old = table.open(session)) {
        assertEquals(2, LanceTable.rows(old, ids).size());
      }
      table.overwrite(root -> fill(root, 3));
      try (Dataset newest = table.open(session)) {
        Exception e = assertThrows(Exception.class, () -> LanceTable.rows(newest, ids));
        assertTrue(e.getMessage().contains("must have the same length"), e::getMessage);
      }
    }
    assertEquals(3, table.rows(ids).size());
  }

  private static Operation insertNothing() {
    return UpdateConfig.builder()
        .configUpdates(UpdateMap.builder().updates(Map.of("a", "b")).replace(false).build())
        .build();
  }
}
