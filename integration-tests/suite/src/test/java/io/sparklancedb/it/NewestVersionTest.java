package io.sparklancedb.it;

import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.LanceDbDataSource;
import io.sparklancedb.config.LanceDbOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.table.LanceDbTable;
import io.sparklancedb.table.QueryVersions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.QueryPlanningTracker;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which version a query reads that names none, and what stays fixed when one is named. */
@Tag("engine")
@ExtendWith(SparkExtension.class)
class NewestVersionTest {
  private static final String TABLE = "lance.default.docs";

  private SparkSession spark;
  private Docs docs;
  private SqlCatalog catalog;

  @BeforeEach
  void writeTenRows(SparkSession spark, Database database) {
    this.spark = spark;
    docs = new Docs(spark, database);
    catalog = SqlCatalog.of(spark, database);
    docs.append(rows(0, 10));
  }

  @Test
  @Tag("contract")
  void aLoadedTableShowsWhatAnyThreadHasWritten() throws InterruptedException {
    Dataset<Row> loaded = docs.read();
    Dataset<Row> named = spark.table(TABLE);
    loaded.createOrReplaceTempView("loaded");
    assertRows(10, loaded, named);

    docs.append(rows(10, 20));
    assertRows(20, loaded, named, spark.table("loaded"));
    Thread other = new Thread(() -> docs.append(rows(20, 30)));
    other.start();
    other.join();
    assertRows(30, loaded, named, spark.table("loaded"));
    catalog.sql("DELETE FROM " + TABLE + " WHERE id >= 25");
    assertRows(25, loaded, named, spark.table("loaded"));
    docs.overwrite(rows(0, 3));
    assertRows(3, loaded, named, spark.table("loaded"));
  }

  private static void assertRows(long expected, Dataset<?>... tables) {
    for (Dataset<?> table : tables) {
      assertEquals(expected, table.count());
      assertEquals(expected, table.select("text").collectAsList().size());
    }
  }

  @Test
  void aLoadedTableShowsWhatOthersHaveWrittenWithinASecond() {
    Dataset<Row> loaded = docs.read();
    Dataset<Row> named = spark.table(TABLE);
    assertRows(10, loaded, named);
    docs.table().delete("id < 4");

    assertRows(6, docs.read(), spark.table(TABLE));
    Poll.until("a second has passed", () -> loaded.count() == 6 && named.count() == 6);
  }

  @Test
  @Tag("faults")
  void aLoadedTableShowsWhatAnotherProcessHasWritten() {
    catalog.sql("ALTER TABLE " + TABLE + " DROP COLUMN n");
    Dataset<Row> loaded = docs.read();
    assertRows(10, loaded);
    try (OtherDriver other = OtherDriver.start(docs.database())) {
      other.begin(new TableChange(TableChange.Kind.UPSERT, Set.of(7L, 70L, 71L), "other"));
      other.end();
    }

    assertRows(12, docs.read());
    Poll.until("a second has passed", () -> loaded.count() == 12);
  }

  @Test
  @Tag("contract")
  void allScansOfAQueryReadOneVersion() {
    TableAddress address = LanceDbOptions.of(docs.address()).address();
    QueryPlanningTracker query = spark.range(1).queryExecution().tracker();
    long first = version(query, address);
    docs.append(rows(10, 20));

    assertEquals(first, version(query, address));
    assertEquals(
        docs.table().version(), version(spark.range(1).queryExecution().tracker(), address));
    assertEquals(docs.table().version(), QueryVersions.of(address).reference().version());
  }

  private static long version(QueryPlanningTracker query, TableAddress address) {
    return QueryPlanningTracker.withTracker(
        query, () -> QueryVersions.of(address).reference().version());
  }

  @Test
  void selfJoinsBesideAWriterSeeOneVersion() throws InterruptedException {
    docs.read().createOrReplaceTempView("loaded");
    Thread writer =
        new Thread(() -> List.of(11, 12, 13, 14, 15).forEach(n -> docs.overwrite(rows(0, n))));
    writer.start();
    while (writer.isAlive()) {
      String counts =
          catalog.sql(
              "SELECT count(DISTINCT rows) FROM (SELECT count(text) AS rows FROM loaded UNION ALL SELECT count(n) FROM loaded UNION ALL SELECT (SELECT max(id) + 1 FROM loaded))");
      assertEquals("[[1]]", counts);
    }
    writer.join();
    assertRows(15, docs.read());
  }

  @Test
  void aVersionThatIsNamedStaysFixed() {
    long first = docs.table().version();
    NativeWriter lance = new NativeWriter(docs.table().folder());
    lance.change(dataset -> dataset.tags().create("good", first));
    Dataset<Row> byVersion = docs.reader().option("version", first).load();
    Dataset<Row> byTag = docs.reader().option("tag", "good").load();
    Dataset<Row> byTime = docs.reader().option("timestamp", "2999-12-31").load();
    Dataset<Row> named = spark.sql("SELECT * FROM " + TABLE + " VERSION AS OF 'good'");
    docs.append(rows(10, 20));
    lance.change(dataset -> dataset.tags().update("good", dataset.version()));

    assertRows(10, byVersion, byTag, byTime, named);
    assertRows(20, docs.reader().option("tag", "good").load());
    assertRows(20, docs.reader().option("timestamp", "2999-12-31").load());
  }

  @Test
  @Tag("contract")
  void columnsAreThoseOfTheLoad() {
    Dataset<Row> loaded = docs.read();
    Dataset<Row> grouped = loaded.groupBy("text").count();
    Dataset<Row> sorted = loaded.where("n > 3").orderBy("n").limit(2);
    docs.table().addColumn("added", new ArrowType.Int(32, true));
    docs.append(rows(10, 20).withColumn("added", lit(1)));

    assertEquals(20, loaded.count());
    assertEquals("[19,text,19]", loaded.where("id = 19").first().toString());
    assertEquals("[text,20]", grouped.first().toString());
    assertEquals("[[4,text,4], [5,text,5]]", sorted.collectAsList().toString());
    assertEquals(4, docs.read().columns().length);
  }

  @Test
  void aColumnThatIsGoneIsRefused() {
    Dataset<Row> loaded = docs.read();
    Dataset<Row> named = spark.table(TABLE);
    docs.table().dropColumn("text");
    docs.append(rows(0, 1).drop("text"));

    for (Dataset<Row> table : List.of(loaded, named)) {
      assertEquals(
          "Cannot read table '%s': its version %d has no column 'text', which was there when the table was loaded. Load the table again."
              .formatted(docs.table().folder(), docs.table().version()),
          Failure.of(() -> table.select("id").collectAsList()).refusal());
    }
    assertRowsOf(10, docs.read());
  }

  private static void assertRowsOf(long expected, Dataset<Row> table) {
    assertEquals(expected, table.collectAsList().size());
  }

  @Test
  void aColumnOfAnotherTypeIsRefused() {
    Dataset<Row> loaded = docs.read();
    docs.table().dropColumn("n");
    docs.table().addColumn("n", new ArrowType.Int(64, true));
    docs.append(rows(0, 1).withColumn("n", lit(7L)));

    assertEquals(
        "Cannot read table '%s': in its version %d column 'n' is BIGINT, and it was INT when the table was loaded. Load the table again."
            .formatted(docs.table().folder(), docs.table().version()),
        Failure.of(loaded::count).refusal());
  }

  @Test
  void aColumnThatMayBeNullNowIsRefused() {
    catalog.sql(
        "CREATE TABLE lance.default.strict (id BIGINT NOT NULL, n INT NOT NULL) TBLPROPERTIES ('primary_key' = 'id')");
    Dataset<Row> loaded = spark.table("lance.default.strict");
    catalog.sql("ALTER TABLE lance.default.strict ALTER COLUMN n DROP NOT NULL");

    NativeTable strict = new NativeTable(docs.database().table("strict"));
    assertEquals(
        "Cannot read table '%s': in its version %d column 'n' is INT, and it was INT NOT NULL when the table was loaded. Load the table again."
            .formatted(strict.folder(), strict.version()),
        Failure.of(loaded::count).refusal());
  }

  @Test
  void aTableThatIsGoneIsRefused() {
    Dataset<Row> loaded = docs.read();
    catalog.sql("DROP TABLE " + TABLE);

    assertEquals(
        "Cannot read table '%s': there is none. Check 'db_uri' and 'table_name', or write it first."
            .formatted(docs.table().folder()),
        Failure.of(loaded::count).refusal());
  }

  @Test
  @Tag("contract")
  void aDeleteNeverReachesWhatAViewHides() {
    spark.table(TABLE).where("n > 5").createOrReplaceTempView("loaded");
    spark.table(TABLE).limit(3).createOrReplaceTempView("few");
    catalog.sql("CREATE TEMPORARY VIEW some AS SELECT * FROM " + TABLE + " WHERE n > 5");
    long before = docs.table().version();

    for (String view : new String[] {"loaded", "few", "some"}) {
      Failure.of(() -> catalog.sql("DELETE FROM " + view + " WHERE id >= 0"));
      Failure.of(() -> catalog.sql("DELETE FROM " + view));
      Failure.of(
          () -> catalog.sql("DELETE FROM " + view + " WHERE id IN (SELECT id FROM " + TABLE + ")"));
    }
    assertEquals(before, docs.table().version());
    assertRows(10, docs.read());
  }

  @Test
  @Tag("contract")
  void aDeleteOfTheTableItselfRunsInsideLance() {
    catalog.sql("DELETE FROM " + TABLE + " WHERE n = 3");

    assertEquals(
        "[[Delete,null]]",
        catalog.sql(
            "SELECT operation, writer FROM " + TABLE + ".versions ORDER BY version DESC LIMIT 1"));
    assertRows(9, docs.read());
  }

  @Test
  void tellsOfTheNewestVersionInMetadataTables() {
    Dataset<Row> versions = spark.table(TABLE + ".versions");
    Dataset<Row> fragments = spark.table(TABLE + ".fragments");
    long before = versions.count();
    assertEquals(10L, fragments.selectExpr("sum(rows)").first().getLong(0));
    docs.append(rows(10, 15));

    assertNotEquals(before, versions.count());
    assertEquals(15L, fragments.selectExpr("sum(rows)").first().getLong(0));
  }

  /** A column that is added between Spark's two questions is not the reader's fault. */
  @Test
  void aColumnAddedWhileTheTableIsLoadedHarmsNobody() {
    CaseInsensitiveStringMap options = new CaseInsensitiveStringMap(docs.address());
    LanceDbDataSource source = new LanceDbDataSource();
    StructType columns = source.inferSchema(options);
    docs.table().addColumn("added", new ArrowType.Int(32, true));
    LanceDbTable table =
        (LanceDbTable) source.getTable(columns, new Transform[0], options.asCaseSensitiveMap());

    assertEquals(columns, table.schema());
    assertEquals(columns, table.newScanBuilder(options).build().readSchema());
  }

  @Test
  void tablesAreEqualWhenTheyAlwaysReadTheSame() {
    long first = docs.table().version();
    LanceDbTable loaded = load(Map.of());
    LanceDbTable fixed = load(Map.of("version", Long.toString(first)));
    docs.append(rows(0, 20));

    assertEquals(loaded, load(Map.of()));
    assertEquals(loaded.hashCode(), load(Map.of()).hashCode());
    assertNotEquals(loaded, fixed);
    assertEquals(fixed, load(Map.of("version", Long.toString(first))));
    assertNotEquals(fixed, load(Map.of("version", Long.toString(docs.table().version()))));
  }

  private LanceDbTable load(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(docs.address());
    all.putAll(more);
    LanceDbDataSource source = new LanceDbDataSource();
    CaseInsensitiveStringMap options = new CaseInsensitiveStringMap(all);
    return (LanceDbTable) source.getTable(source.inferSchema(options), new Transform[0], options);
  }

  @Test
  @Tag("contract")
  void whatIsCachedIsRefreshedByStatements() {
    spark.sql("CACHE TABLE " + TABLE);
    Dataset<Row> many = spark.table(TABLE).where("n > 5").cache();
    assertRows(10, spark.table(TABLE));
    assertRows(4, many);

    catalog.sql("INSERT INTO " + TABLE + " VALUES (10, 'new', 10)");
    assertCached(11, 5, many);
    catalog.sql("UPDATE " + TABLE + " SET n = 6 WHERE id = 0");
    assertCached(11, 6, many);
    catalog.sql(
        "MERGE INTO "
            + TABLE
            + " t USING (SELECT 7L AS id) s ON t.id = s.id WHEN MATCHED THEN DELETE");
    assertCached(10, 5, many);
    catalog.sql("DELETE FROM " + TABLE + " WHERE id = 8");
    assertCached(9, 4, many);
    spark.sql("UNCACHE TABLE " + TABLE);
    many.unpersist();
  }

  private void assertCached(long all, long filtered, Dataset<Row> many) {
    assertRows(all, spark.table(TABLE));
    assertRows(filtered, many);
  }

  /** Spark itself compares all options of a write with those of the read. */
  @Test
  @Tag("contract")
  void whatIsCachedIsRefreshedByAWriteWithMoreOptionsThanTheRead() {
    Dataset<Row> loaded = docs.read().cache();
    Dataset<Row> many = loaded.where("n > 5").cache();
    assertRows(10, loaded, docs.read());
    assertRows(4, many);
    docs.append(rows(5, 20));

    assertRows(20, loaded, docs.read());
    assertRows(14, many, docs.read().where("n > 5"));
    assertEquals(
        "StorageLevel(disk, memory, deserialized, 1 replicas)", "" + loaded.storageLevel());
    loaded.unpersist();
    many.unpersist();
  }

  @Test
  void aSchemaOfTheReadersOwnIsStillComparedWithThatOfTheLoad() {
    assertEquals(10, docs.reader().schema("id BIGINT, text STRING, n INT").load().count());
    assertThrows(LanceDbException.class, () -> docs.reader().schema("id BIGINT").load().count());
  }

  private Dataset<Row> rows(long from, long to) {
    return spark.range(from, to).selectExpr("id", "'text' AS text", "int(id) AS n");
  }
}
