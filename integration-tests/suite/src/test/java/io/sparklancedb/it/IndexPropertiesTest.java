package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Indexes that are kept because a table's properties declare them. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class IndexPropertiesTest {
  private static final String INDEXES =
      "SELECT columns, lower(type) FROM lance.default.docs.indexes WHERE state = 'built' ORDER BY 1";

  private SqlCatalog catalog;

  @BeforeEach
  void useTheDatabase(SparkSession spark, Database database) {
    catalog = SqlCatalog.of(spark, database);
  }

  private void create(String... properties) {
    catalog.sql(
        """
        CREATE TABLE lance.default.docs
        (id BIGINT, lang STRING, title STRING, body STRING, size INT, day DATE, tags ARRAY<STRING>, v ARRAY<FLOAT>)
        TBLPROPERTIES ('primary_key' = 'id', 'vector.v' = '32', %s)"""
            .formatted(String.join(", ", properties)));
  }

  private void insert(int from, int to) {
    catalog.sql(
        "INSERT INTO lance.default.docs SELECT id, concat('l', id %% 3), concat('title ', id), concat('some text ', id), id, date'2026-01-01', array('a', string(id)), transform(sequence(1, 32), i -> cast(sin(i * id) AS FLOAT)) FROM range(%d, %d)"
            .formatted(from, to));
  }

  @Test
  void everyKindIsMadeOnceThereIsEnoughToLearnFrom() {
    create(
        "'index.lang' = 'bitmap'",
        "'index.title' = 'ngram'",
        "'index.body' = 'fts(language=English, stem=true, with_position=true)'",
        "'index.size' = 'btree'",
        "'index.day' = 'zonemap(rows_per_zone=100)'",
        "'index.tags' = 'label_list'",
        "'index.v' = 'ivf_pq(metric=cosine, num_partitions=2, num_sub_vectors=4)'");
    String scalar =
        "[body,inverted], [day,zonemap], [id,btree], [lang,bitmap], [size,btree], [tags,labellist], [title,ngram]";

    assertEquals("[" + scalar + "]", catalog.sql(INDEXES));
    insert(0, 200);
    assertEquals("[" + scalar + "]", catalog.sql(INDEXES));
    insert(200, 300);
    assertEquals("[" + scalar + ", [v,ivf_pq]]", catalog.sql(INDEXES));
    assertEquals(
        "[[100]]", catalog.sql("SELECT count(*) FROM lance.default.docs WHERE lang = 'l1'"));
  }

  @ParameterizedTest
  @CsvSource({"ivf_flat,''", "ivf_pq,''", "ivf_hnsw_sq,'(m=8, ef_construction=50)'"})
  void aQueryMakesATableWithItsIndexes(String kind, String parameters) {
    catalog.sql(
        """
        CREATE TABLE lance.default.docs
        TBLPROPERTIES ('primary_key' = 'id', 'vector.v' = '24', 'index.v' = '%s', 'index.n' = 'bitmap')
        AS SELECT id, id %% 5 AS n, transform(sequence(1, 24), i -> cast(rand(3) AS FLOAT)) AS v FROM range(300)"""
            .formatted(kind + parameters));

    assertEquals("[[id,btree], [n,bitmap], [v,%s]]".formatted(kind), catalog.sql(INDEXES));
  }

  @Test
  void anIndexIsAddedChangedAndGivenUp() {
    create("'team' = 'search'");
    insert(0, 10);
    assertEquals("[[id,btree]]", catalog.sql(INDEXES));

    catalog.sql("ALTER TABLE lance.default.docs SET TBLPROPERTIES ('index.lang' = 'bitmap')");
    assertEquals("[[id,btree], [lang,bitmap]]", catalog.sql(INDEXES));
    catalog.sql("ALTER TABLE lance.default.docs SET TBLPROPERTIES ('index.lang' = 'btree')");
    assertEquals("[[id,btree], [lang,btree]]", catalog.sql(INDEXES));
    assertTrue(catalog.sql("SHOW TBLPROPERTIES lance.default.docs").contains("[index.lang,btree]"));

    catalog.sql("ALTER TABLE lance.default.docs RENAME COLUMN lang TO language");
    assertTrue(
        catalog.sql("SHOW TBLPROPERTIES lance.default.docs").contains("[index.language,btree]"));
    assertEquals("[[id,btree], [language,btree]]", catalog.sql(INDEXES));

    catalog.sql("ALTER TABLE lance.default.docs DROP COLUMN language");
    insertWithoutLanguage();
    assertFalse(catalog.sql("SHOW TBLPROPERTIES lance.default.docs").contains("index."));
    assertEquals("[[id,btree]]", catalog.sql(INDEXES));
    assertEquals("[[12]]", catalog.sql("SELECT count(*) FROM lance.default.docs"));
  }

  private void insertWithoutLanguage() {
    catalog.sql(
        "INSERT INTO lance.default.docs SELECT id, 't', 'b', 1, date'2026-01-01', array('a'), array_repeat(cast(1 AS FLOAT), 32) FROM range(10, 12)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "index.nothing|bitmap|Cannot keep an index on column 'nothing': the table has no such column, it has id, lang,",
        "index.id|bitmap|Cannot keep another index on column 'id': it is the primary key, which always has a B-Tree.",
        "index.lang|none|Cannot use 'index.lang' = 'none': there is no such index.",
        "index.lang|hash|Cannot use 'index.lang' = 'hash': there is no such index. Choose one of btree, bitmap,",
        "index.lang|bitmap(|Cannot use 'index.lang' = 'bitmap(': there is no such index.",
        "index.lang|bitmap(size=1)|Cannot use 'index.lang' with the parameter 'size': an index of kind 'bitmap' takes no parameters. Leave it out.",
        "index.v|ivf_pq(metric=manhattan)|Cannot use 'index.v' with 'distance_type' = 'manhattan': expected 'l2', 'cosine' or 'dot'. Leave the parameter out to let the connector choose.",
        "index.v|ivf_pq(num_partitions=0)|Cannot use 'index.v' with 'num_partitions' = '0': expected a whole number of at least 1.",
        "index.v|bitmap|Cannot keep an index bitmap on column 'v': it is of type ARRAY<FLOAT>.",
        "index.lang|ivf_flat|Cannot keep an index ivf_flat on column 'lang': it is of type STRING.",
        "index.body|fts(language=Klingon)|Cannot use 'index.body' with 'language' = 'Klingon': expected 'Arabic', 'Danish',",
        "index.size|fts|Cannot keep an index fts on column 'size': it is of type INT."
      })
  void whatCannotBeIsRefused(String property, String value, String refusal) {
    String told = Failure.of(() -> create("'%s' = '%s'".formatted(property, value))).refusal();
    assertTrue(told.startsWith(refusal), told);
    assertEquals("[]", catalog.sql("SHOW TABLES IN lance.default"));

    create("'team' = 'search'");
    String set = "ALTER TABLE lance.default.docs SET TBLPROPERTIES ('%s' = '%s')";
    assertEquals(told, catalog.refusal(set.formatted(property, value)));
  }
}
