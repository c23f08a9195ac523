package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.LanceDb;
import io.sparklancedb.client.TableHandle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Ref;
import org.lance.Transaction;
import org.lance.operation.Operation;
import org.lance.operation.UpdateConfig;
import org.lance.operation.UpdateMap;

/** What a table tells of itself, whoever wrote it. */
@Tag("engine")
@ExtendWith(SparkExtension.class)
class MetadataTablesTest {
  private static final String OPERATIONS =
      "SELECT operation, inserted FROM lance.default.docs.versions ORDER BY version";

  private SqlCatalog catalog;
  private Docs docs;

  @BeforeEach
  void useTheDatabase(SparkSession spark, Database database) {
    catalog = SqlCatalog.of(spark, database);
    docs = new Docs(spark, database);
  }

  private TableHandle handle() {
    return LanceDb.connect(docs.database().uri(), Map.of(), Duration.ZERO).openTable(Docs.NAME);
  }

  @Test
  @Tag("contract")
  void aReadByOptionsReturnsThemWithoutACatalog() {
    docs.append(docs.spark().range(0, 100, 1, 1).toDF());
    docs.append(docs.spark().range(100, 200, 1, 1).toDF());
    docs.table().tag("good", 1);

    for (String name : List.of("versions", "tags", "fragments", "indexes")) {
      var read = docs.reader().option("metadata_table", name.toUpperCase(Locale.ROOT)).load();
      var ofCatalog = docs.spark().table("lance.default.docs." + name);
      assertEquals(ofCatalog.schema(), read.schema(), name);
      assertEquals(ofCatalog.collectAsList(), read.collectAsList(), name);
      assertTrue(read.count() > 0, name);
    }
    var fragments =
        docs.reader().option("metadata_table", "fragments").option("tag", "good").load();
    assertEquals("[[0,100]]", fragments.select("fragment", "rows").collectAsList().toString());
    var newest = docs.reader().option("metadata_table", "fragments").load();
    docs.append(docs.spark().range(900, 901, 1, 1).toDF());
    assertEquals(3, newest.count());
  }

  @Test
  void tellsOfACompactionThatMovedAnIndex() {
    docs.append(docs.spark().range(100).toDF());
    docs.append(docs.spark().range(100, 200).toDF());
    docs.table().optimizeIndices();
    docs.table().compact();

    String operations = catalog.sql(OPERATIONS);
    assertTrue(operations.endsWith("[ReserveFragments,null], [Rewrite,null]]"), operations);
    assertEquals("100", handle().lastWrite().get("inserted"));
  }

  @Test
  void tellsOfIndexesWhoseRowsHaveMoved() {
    docs.append(docs.spark().range(100).toDF());
    docs.append(docs.spark().range(100, 200).toDF());
    docs.table().compactDeferringIndexRemap();

    assertEquals(
        "[[__lance_frag_reuse,,internal,0,1], [id_idx,id,BTree,200,1]]",
        catalog.sql(
            "SELECT name, columns, type, rows, fragments FROM lance.default.docs.indexes ORDER BY name"));
  }

  @Test
  void tellsHowTheKeysOfAWriteWereFound() {
    docs.append(docs.spark().range(100).toDF());
    docs.append(docs.spark().range(50, 150).toDF());

    assertEquals(
        "[[null,null], [scan,true]]",
        catalog.sql(
            "SELECT located_by, locate_millis >= 0 FROM lance.default.docs.versions WHERE inserted > 0 ORDER BY version"));
  }

  @Test
  void countsThatAreNoNumbersAreNotTold() {
    docs.append(docs.spark().range(3).toDF());
    UpdateConfig operation =
        UpdateConfig.builder()
            .configUpdates(UpdateMap.builder().updates(Map.of("a", "b")).replace(false).build())
            .build();
    new NativeWriter(docs.table().folder())
        .change(
            dataset ->
                commit(dataset, operation, Map.of("inserted", "many", "operation", "theirs")));

    String operations = catalog.sql(OPERATIONS);
    assertTrue(operations.endsWith(", [theirs,null]]"), operations);
  }

  private static void commit(Dataset dataset, Operation operation, Map<String, String> properties) {
    try (Transaction transaction =
        new Transaction.Builder()
            .readVersion(dataset.version())
            .operation(operation)
            .transactionProperties(properties)
            .build()) {
      new CommitBuilder(dataset).execute(transaction).close();
    }
  }

  /** lance-core 7.0.0 ends the process when it is asked for the transaction of a clone. */
  @Test
  void tellsOfAClone() {
    docs.append(docs.spark().range(100).toDF());
    Path original = docs.database().table("original");
    rename(original);
    new NativeWriter(original).change(this::clone);

    assertEquals("[[null,null]]", catalog.sql(OPERATIONS));
    assertEquals(Map.of(), handle().lastWrite());
    docs.append(docs.spark().range(90, 110).toDF());
    assertEquals(
        "[[null,null], [upsert,10]]", catalog.sql(OPERATIONS).replace(", [CreateIndex,null]", ""));
    assertEquals("10", handle().lastWrite().get("inserted"));
  }

  @Test
  void tellsOfACloneWithoutRows() {
    catalog.sql("CREATE TABLE lance.default.docs (id BIGINT, n INT)");
    assertEquals("[[Overwrite,null]]", catalog.sql(OPERATIONS));
    Path original = docs.database().table("original");
    rename(original);
    new NativeWriter(original).change(this::clone);

    assertEquals("[[null,null]]", catalog.sql(OPERATIONS));
  }

  private void rename(Path original) {
    assertTrue(docs.table().folder().toFile().renameTo(original.toFile()));
  }

  private void clone(Dataset original) {
    original.shallowClone(docs.table().folder().toString(), Ref.ofMain(original.version())).close();
  }

  @Test
  void theLastWriteIsFoundAmongTheVersionsThatAreLeft() {
    docs.append(docs.spark().range(100).toDF());
    docs.table().delete("id < 10");
    docs.table().keepLatestVersionOnly();

    assertEquals(Map.of(), handle().lastWrite());
  }
}
