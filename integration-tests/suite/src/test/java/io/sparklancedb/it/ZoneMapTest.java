package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.LanceDb;
import io.sparklancedb.client.TableHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.lance.index.IndexType;

/**
 * What zone maps leave out when a query is planned. Where a test looks into a plan it runs on one
 * line: the signatures there name Scala collections.
 */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class ZoneMapTest {
  private static final int PREDICATES = Integer.getInteger("filters.predicates", 15);
  private static final long SEED = Long.getLong("filters.seed", 1L);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id = 1234                            | 9 |    1",
        "id in (5, 1234, 9999, 70000)         | 7 |    3",
        "id >= 9000                           | 9 | 1000",
        "id > 9000                            | 9 |  999",
        "id > 8999                            | 9 | 1000",
        "2000 > id                            | 8 | 2000",
        "id < 2000                            | 8 | 2000",
        "id <= 2000                           | 7 | 2001",
        "id <=> 70000                         |10 |    0",
        "id is null                           |10 |    0",
        "id is not null                       | 0 |10000",
        "id <> 5                              | 0 | 9999",
        "id < 100 or id >= 9900               | 8 |  200",
        "id < 100 or tens = 500               | 0 |  110",
        "id < 100 and tens = 500              | 9 |    0",
        "id between 3900 and 4100             | 8 |  201",
        "id < 1000 or (id > 8500 and id % 2 = 0) | 0 | 1749"
      })
  void fragmentsWithoutAMatchAreNotRead(
      String filter, long pruned, long rows, SparkSession spark, Database database)
      throws IOException {
    Numbers.tenFragments(database)
        .change(dataset -> Indexes.create(dataset, "id", IndexType.ZONEMAP));

    Dataset<Row> found = new Docs(spark, database).read().where(filter);
    Map<String, String> metrics = Metrics.of(found);
    assertEquals(pruned + " of 10", metrics.get("fragments pruned by indexes") + " of 10");
    assertEquals(rows, found.collectAsList().size());
  }

  @Test
  void nothingIsReadWhereNothingMatches(SparkSession spark, Database database) throws IOException {
    Numbers.tenFragments(database)
        .change(dataset -> Indexes.create(dataset, "id", IndexType.ZONEMAP));
    Dataset<Row> read = new Docs(spark, database).read();

    assertEquals(0, read.where("id < 0").javaRDD().getNumPartitions());
    assertEquals(0, read.where("id < 0").count());
    assertEquals("[[1234,123]]", read.where("id = 1234").collectAsList().toString());
  }

  @Test
  void whatNoZoneMapKnowsIsRead(SparkSession spark, Database database) throws IOException {
    NativeWriter writer = Numbers.tenFragments(database);
    writer.change(dataset -> dataset.delete("id between 1000 and 1999 or id % 7 = 0"));
    writer.change(dataset -> Indexes.create(dataset, "id", IndexType.ZONEMAP));
    writer.change(dataset -> dataset.delete("id between 2000 and 2999 or id % 5 = 0"));
    writer.append(Numbers.SCHEMA, 100, Numbers.between(0, 250));
    Docs docs = new Docs(spark, database);

    requireSameCounts(docs);
    assertEquals(2, docs.read().where("id = 1").count());
    assertEquals(1, docs.read().where("id = 245").count());
    docs.table().optimizeIndices();
    requireSameCounts(docs);
    assertEquals(0, docs.read().where("id < 0").javaRDD().getNumPartitions());
    docs.table().compact();
    requireSameCounts(docs);
  }

  @ParameterizedTest
  @EnumSource(
      value = IndexType.class,
      names = {"ZONEMAP", "BTREE"})
  @Tag("engine")
  void anIndexThatCannotBeReadSparesNothing(IndexType type, SparkSession spark, Database database)
      throws IOException {
    Numbers.tenFragments(database).change(dataset -> Indexes.create(dataset, "id", type));
    Docs docs = new Docs(spark, database);
    Path indexes = docs.table().folder().resolve("_indices");
    for (String file : new FileTree(indexes).names()) {
      if (file.endsWith(".lance")) {
        Files.writeString(indexes.resolve(file), "no index");
      }
    }
    try (ConnectorLog log = ConnectorLog.open()) {
      assertEquals(1_000, docs.read().where("id >= 9000").select("tens").collectAsList().size());
      String warning = log.lines("WARN Could not ask the indexes").get(0);
      assertTrue(
          warning.contains(
              " of table %s, so that the query reads all rows: ".formatted(docs.table().folder())),
          warning);
      assertTrue(warning.endsWith(". Make the index anew if that stays so."), warning);
    }
  }

  /** Lance 7.0.0 itself finds next to nothing by such a zone map. */
  @Test
  void rowsThatKeepTheirIdsAreFound(SparkSession spark, Database database) throws IOException {
    Docs docs = new Docs(spark, database);
    docs.table().createStable(Numbers.SCHEMA);
    NativeWriter writer = new NativeWriter(database.table(Docs.NAME));
    writer.append(Numbers.SCHEMA, 1_000, Numbers.between(0, 10_000));
    writer.change(dataset -> Indexes.create(dataset, "id", IndexType.ZONEMAP));

    requireSameCounts(docs);
    docs.table().compact();
    requireSameCounts(docs);
    requireReplaced(SqlCatalog.of(spark, database), docs);
  }

  /** Here too Lance 7.0.0 finds nothing by itself, and so deletes nothing. */
  @Test
  void rowsThatACompactionHasMovedAreFoundAndDeleted(SparkSession spark, Database database)
      throws IOException {
    Numbers.tenFragments(database)
        .change(dataset -> Indexes.create(dataset, "id", IndexType.ZONEMAP));
    Docs docs = new Docs(spark, database);
    docs.table().compactDeferringIndexRemap();

    requireSameCounts(docs);
    SqlCatalog catalog = SqlCatalog.of(spark, database);
    catalog.sql("DELETE FROM lance.default.docs WHERE id < 100");
    assertEquals(9_900, docs.table().count());
    requireSameCounts(docs);
    requireReplaced(catalog, docs);
  }

  private static void requireReplaced(SqlCatalog catalog, Docs docs) {
    catalog.sql("INSERT INTO lance.default.docs REPLACE WHERE id < 200 VALUES (7L, 0)");
    assertEquals(9_801, docs.table().count());
    requireSameCounts(docs);
  }

  private static void requireSameCounts(Docs docs) {
    Dataset<Row> exact = docs.reader().option("push_down", "none").load();
    TableHandle table =
        LanceDb.connect(docs.database().uri(), Map.of(), Duration.ZERO).openTable(Docs.NAME);
    for (int i = 0; i < 10_000; i += 4_000) {
      String range = "id >= " + (i + 500) + " and id < " + (i + 1_700);
      long expected = exact.where(range).count();
      assertEquals(expected, docs.read().where(range).count(), range);
      assertEquals(expected, table.query().where(range).limit(10_000).rows().size(), range);
      String some = "id in (%d, %d, %d) and tens >= 0".formatted(i + 3, i + 8, i + 2_001);
      assertEquals(
          exact.where(some).orderBy("id").collectAsList(),
          docs.read().where(some).orderBy("id").collectAsList(),
          some);
    }
  }

  @Test
  void ofALargeFragmentOnlyTheRowsBetweenTheZonesAreRead(SparkSession spark, Database database)
      throws IOException {
    NativeWriter writer = new NativeWriter(database.table(Docs.NAME));
    writer.create(Numbers.SCHEMA, Numbers.between(0, 200_000));
    writer.change(dataset -> dataset.delete("id < 150000 and id % 3 = 0"));
    writer.change(dataset -> Indexes.create(dataset, "id", IndexType.ZONEMAP));
    Docs docs = new Docs(spark, database);

    assertTrue(docs.read().where("tens >= 0").javaRDD().getNumPartitions() > 1);
    Dataset<Row> few = docs.read().where("id between 120000 and 120099 and tens >= 0");
    assertEquals(1, few.javaRDD().getNumPartitions());
    assertEquals(66, few.collectAsList().size());
    Dataset<Row> end = docs.read().where("id >= 190000");
    assertEquals(10_000, end.collectAsList().size());
    assertEquals(10_000, end.count());
    assertEquals(150_000, docs.read().where("id >= 0").count());
  }

  @Test
  void randomPredicatesFindWhatSparkFinds(SparkSession spark, Database database) {
    spark.conf().set("spark.sql.datetime.java8API.enabled", "true");
    spark.conf().set("spark.sql.session.timeZone", "America/New_York");
    FilterTable table = FilterTable.ofFragments(new Docs(spark, database), 200, 40);
    NativeWriter writer = new NativeWriter(database.table(Docs.NAME));
    List<FilterColumn> columns =
        FilterColumn.all().stream().filter(column -> !column.name().contains(".")).toList();
    columns.forEach(
        column ->
            writer.change(
                dataset ->
                    Indexes.create(dataset, column.name().replace("`", ""), IndexType.ZONEMAP)));
    RandomPredicates predicates = new RandomPredicates(columns, SEED);
    requireSame(table, predicates);
    FilterTable changed = table.upserted(150, 230).upserted(10, 20);
    requireSame(changed, predicates);
    changed.docs().table().optimizeIndices();
    requireSame(changed, predicates);
  }

  private static void requireSame(FilterTable table, RandomPredicates predicates) {
    Dataset<Row> read = table.docs().read();
    for (int i = 0; i < PREDICATES; i++) {
      String predicate = predicates.next();
      assertEquals(
          table.expected(predicate),
          read.where(predicate).select("id").orderBy("id").collectAsList(),
          predicate);
    }
  }
}
