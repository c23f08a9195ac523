package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lance.index.IndexType;

/** Indexes stay, and take in the rows that they lack, whoever made them. */
@Tag("engine")
@ExtendWith(SparkExtension.class)
class KeptIndexesTest {
  private static final String INDEXES =
      "SELECT name, rows FROM lance.default.docs.indexes ORDER BY name";

  private SqlCatalog catalog;
  private Docs docs;

  @BeforeEach
  void useTheDatabase(SparkSession spark, Database database) {
    catalog = SqlCatalog.of(spark, database);
    docs = new Docs(spark, database);
  }

  /** As {@code (id, n, v)}. */
  private Dataset<Row> rows(long from, long to) {
    return docs.spark()
        .range(from, to)
        .selectExpr(
            "id", "id % 7 AS n", "transform(sequence(1, 8), i -> cast(sin(i * id) AS FLOAT)) AS v");
  }

  private void append(long from, long to) {
    docs.writer(rows(from, to).repartition(1))
        .option("primary_key", Docs.KEY)
        .option("vector.v", "8")
        .save();
  }

  private void makeVectorIndex() {
    new NativeWriter(docs.table().folder())
        .change(dataset -> Indexes.createIvf(dataset, "v", "theirs", 2));
  }

  private String coverage() {
    return catalog.sql(INDEXES);
  }

  @Test
  void anOverwriteMakesTheIndexesAnew() {
    append(0, 300);
    catalog.sql(
        "ALTER TABLE lance.default.docs SET TBLPROPERTIES ('index.n' = 'bitmap', 'index.v' = 'ivf_flat(num_partitions=2)')");
    assertEquals("[[id_idx,300], [n_idx,300], [v_idx,300]]", coverage());

    docs.writer(rows(1_000, 1_300)).mode("overwrite").save();
    assertEquals("[[id_idx,300], [n_idx,300], [v_idx,300]]", coverage());
    catalog.sql(
        "INSERT OVERWRITE lance.default.docs SELECT * FROM lance.default.docs WHERE id < 1010");
    assertEquals("[id_idx,10], [n_idx,10]", coverage().substring(1, 24));
    catalog.sql(
        "INSERT INTO lance.default.docs REPLACE WHERE id >= 0 SELECT id + 5000, n, v FROM lance.default.docs");
    assertEquals("[id_idx,10], [n_idx,10]", coverage().substring(1, 24));
    assertEquals("[[6003]]", catalog.sql("SELECT id FROM lance.default.docs WHERE id = 6003"));
    append(0, 300);
    assertEquals("[[id_idx,310], [n_idx,310], [v_idx,310]]", coverage());
  }

  @Test
  void aTableThatIsReplacedHasItsIndexes() {
    append(0, 100);
    catalog.sql(
        "CREATE OR REPLACE TABLE lance.default.docs TBLPROPERTIES ('primary_key' = 'id', 'index.m' = 'btree') AS SELECT id, id AS m FROM range(70)");
    assertEquals("[[id_idx,70], [m_idx,70]]", coverage());
    catalog.sql(
        "CREATE OR REPLACE TABLE lance.default.docs TBLPROPERTIES ('primary_key' = 'id', 'index.m' = 'btree') AS SELECT id, id AS m FROM range(20)");
    assertEquals("[[id_idx,20], [m_idx,20]]", coverage());
  }

  @Test
  void upsertsFoldRowsInWhenAnIndexLacksMany() {
    append(0, 2_000);
    long version = docs.table().version();
    append(1_990, 2_040);
    append(2_040, 2_080);
    assertEquals("[[id_idx,1990]]", coverage());
    assertEquals(version + 2, docs.table().version());

    append(2_080, 2_120);
    assertEquals("[[id_idx,2120]]", coverage());
    assertEquals(version + 4, docs.table().version());
    assertEquals(1, docs.read().where("id = 2100").count());
    assertEquals(1, docs.read().where("id = 1995").count());
  }

  @Test
  void aFewRowsAreNotFoldedInHoweverSmallTheTable() {
    append(0, 10);
    append(10, 59);
    assertEquals("[[id_idx,10]]", coverage());
    append(59, 60);
    assertEquals("[[id_idx,60]]", coverage());
  }

  @Test
  void aVectorIndexIsNotTrainedAgainByEachWrite() {
    append(0, 300);
    catalog.sql(
        "ALTER TABLE lance.default.docs SET TBLPROPERTIES ('index.v' = 'ivf_flat(num_partitions=2)')");
    String made = segments("v_idx");
    append(300, 310);
    assertEquals(made, segments("v_idx"));
    append(310, 400);
    assertEquals("[[id_idx,400], [v_idx,400]]", coverage());
    assertEquals(made, segments("v_idx").substring(0, made.length()));
  }

  /** The ids of an index's parts, the oldest first. */
  private String segments(String name) {
    AtomicReference<String> segments = new AtomicReference<>("");
    new NativeWriter(docs.table().folder())
        .change(
            dataset ->
                dataset.getIndexes().stream()
                    .filter(index -> index.name().equals(name))
                    .forEach(index -> segments.updateAndGet(all -> all + " " + index.uuid())));
    return segments.get();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO lance.default.docs SELECT id, n + 1, v FROM lance.default.docs",
        "UPDATE lance.default.docs SET n = n + 1",
        "INSERT OVERWRITE lance.default.docs SELECT * FROM lance.default.docs"
      })
  void anIndexOfVectorsThatAnotherClientMadeStays(String statement) {
    for (int part = 0; part < 20; part++) {
      append(part * 100, part * 100 + 100);
    }
    makeVectorIndex();
    catalog.sql(statement);
    requireKept(statement);
  }

  private void requireKept(String statement) {
    String rows = catalog.sql("SELECT count(*) FROM lance.default.docs");
    String indexes = coverage();
    assertEquals(
        true,
        indexes.endsWith("[theirs,%s]]".formatted(rows.replace("[", "").replace("]", ""))),
        indexes);
    append(10_000, 10_200);
    assertEquals(true, coverage().contains("[theirs,"), coverage());
    assertNotEquals("", segments("theirs"), statement);
  }

  /** lance-core 7.0.0 folds rows into a wrong B-Tree there: of three keys it found one. */
  @Test
  void aBTreeWhoseRowsHaveMovedIsMadeAnew() {
    append(0, 1_000);
    append(1_000, 2_000);
    docs.table().optimizeIndices();
    docs.table().compactDeferringIndexRemap();
    append(2_000, 2_500);

    assertEquals("[[__lance_frag_reuse,0], [id_idx,2500]]", coverage());
    assertEquals(3, docs.read().where("id IN (5, 1500, 2400)").count());
    assertEquals(700, docs.read().where("id < 700").count());
  }

  @Test
  void indexesOfOtherMakersTakeRowsIn() {
    append(0, 1_000);
    new NativeWriter(docs.table().folder())
        .change(dataset -> Indexes.create(dataset, "n", IndexType.BITMAP));
    append(1_000, 1_100);
    assertEquals(
        true,
        coverage().matches("\\[\\[id_idx,1100\\], \\[index_.*_BITMAP,1100\\]\\]"),
        coverage());
    assertEquals(157, docs.read().where("n = 3").count());
    assertEquals(1, docs.read().where("id = 1050").count());
  }
}
