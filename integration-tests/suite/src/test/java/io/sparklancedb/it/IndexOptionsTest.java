package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Indexes that the options of a write declare, without a catalog. */
@Tag("engine")
@ExtendWith(SparkExtension.class)
class IndexOptionsTest {
  private Docs docs;

  @BeforeEach
  void useTheDatabase(SparkSession spark, Database database) {
    SqlCatalog.of(spark, database);
    docs = new Docs(spark, database);
  }

  private DataFrameWriter<Row> write(long from, long to) {
    Dataset<Row> rows =
        docs.spark()
            .range(from, to, 1, 1)
            .selectExpr(
                "id",
                "concat('l', id % 3) AS Lang",
                "concat('some text ', id) AS text",
                "array('a', string(id)) AS tags",
                "transform(sequence(1, 16), i -> cast(sin(i * id) AS FLOAT)) AS vec");
    return docs.writer(rows).option("primary_key", Docs.KEY).option("vector.vec", "16");
  }

  /** A write without rows. */
  private DataFrameWriter<Row> declare(String column, String index) {
    return docs.writer(docs.read().limit(0)).option("index." + column, index);
  }

  private String indexes() {
    return docs.reader()
        .option("metadata_table", "indexes")
        .load()
        .selectExpr("columns", "lower(type)", "rows", "unindexed_rows", "segments", "state")
        .where("columns <> 'id'")
        .orderBy("columns")
        .collectAsList()
        .toString();
  }

  @Test
  @Tag("contract")
  void theTableKeepsWhatAWriteDeclares() {
    write(0, 300)
        .option("index.VEC", "ivf_pq(metric=cosine)")
        .option("index.lang", "bitmap")
        .save();
    assertEquals("[[Lang,bitmap,300,0,1,built], [vec,ivf_pq,300,0,1,built]]", indexes());
    assertEquals("[[index.Lang,bitmap], [index.vec,ivf_pq(distance_type=cosine)]]", properties());

    long version = docs.table().version();
    write(300, 310).option("index.vec", "ivf_pq(distance_type=cosine)").save();
    assertEquals(version + 1, docs.table().version());
    assertEquals("[[Lang,bitmap,300,10,1,built], [vec,ivf_pq,300,10,1,built]]", indexes());
    write(310, 400).save();
    assertEquals("[[Lang,bitmap,400,0,1,built], [vec,ivf_pq,400,0,2,built]]", indexes());
  }

  @Test
  @Tag("contract")
  void aDeclarationAloneIsAWriteWithoutRows() {
    write(0, 20).save();
    declare("text", "fts(with_position=true)").save();
    declare("vec", "ivf_flat").save();
    assertEquals(
        "[[text,inverted,20,0,1,built], [vec,ivf_flat,0,20,0,not built: it learns from 256 rows, and the table has 20]]",
        indexes());
    assertEquals(
        "[[19]]",
        docs.reader().option("query_text", "19").load().select("id").collectAsList().toString());

    write(20, 300).save();
    declare("TEXT", "None").save();
    assertEquals("[[vec,ivf_flat,300,0,1,built]]", indexes());
    assertEquals("[[index.vec,ivf_flat]]", properties());
    declare("vec", "none").save();
    assertEquals("[]", indexes());
    assertEquals(300, docs.read().count());
  }

  /** Each replaces the one before. */
  @Test
  void everyKindIsMadeOfItsParameters() {
    write(0, 300).save();
    for (String kind :
        List.of(
            "btree",
            "bitmap",
            "zonemap(rows_per_zone=100)",
            "bloom_filter",
            "bloom_filter(number_of_items=100, probability=0.01)",
            "ngram",
            "fts(base_tokenizer=ngram, ngram_min_length=3, ngram_max_length=4, max_token_length=30)")) {
      require("text", kind);
    }
    require("tags", "label_list");
    for (String kind :
        List.of(
            "ivf_flat(num_partitions=2)",
            "ivf_sq(target_partition_size=100)",
            "ivf_pq(num_sub_vectors=4, num_bits=4, sample_rate=64, max_iterations=10)",
            "ivf_pq(num_bits=4)",
            "ivf_rq(metric=dot)",
            "ivf_hnsw_sq(m=8, ef_construction=50)",
            "ivf_hnsw_pq(num_sub_vectors=2)")) {
      require("vec", kind);
    }
  }

  private void require(String column, String kind) {
    declare(column, kind).save();
    String name = kind.replaceFirst("\\(.*", "").replace("fts", "inverted").replace("_", "");
    String made =
        docs.reader()
            .option("metadata_table", "indexes")
            .load()
            .where("lower(columns) = '%s'".formatted(column))
            .selectExpr("replace(lower(type), '_', '')", "rows", "state", "built_at IS NOT NULL")
            .collectAsList()
            .toString();
    assertEquals("[[%s,300,built,true]]".formatted(name), made, kind);
    assertEquals(1, docs.read().where("text = 'some text 7'").count(), kind);
  }

  @ParameterizedTest
  @CsvSource({"bloom_filter, ivf_sq", "ngram, ivf_rq", "fts, ivf_hnsw_pq"})
  void theNextWriteFoldsItsRowsInWhateverTheKind(String ofText, String ofVectors) {
    write(0, 300).option("index.text", ofText).option("index.vec", ofVectors).save();
    write(290, 400).save();

    assertEquals(
        "[[text,0,built], [vec,0,built]]",
        docs.reader()
            .option("metadata_table", "indexes")
            .load()
            .where("columns <> 'id'")
            .selectExpr("columns", "unindexed_rows", "state")
            .orderBy("columns")
            .collectAsList()
            .toString());
    Row row = docs.read().where("text = 'some text 350'").select("id", "vec").head();
    assertEquals(350, row.getLong(0));
    assertEquals(
        List.of(350L),
        docs
            .reader()
            .option("query_vector", row.getList(1).toString())
            .option("limit", "1")
            .load()
            .select("id")
            .collectAsList()
            .stream()
            .map(found -> found.getLong(0))
            .toList());
  }

  @Test
  void anOverwriteDeclaresThemToo() {
    write(0, 20).option("index.text", "ngram").save();
    write(50, 60).mode("overwrite").option("index.lang", "zonemap").save();

    assertEquals("[[Lang,zonemap,10,0,1,built], [text,ngram,10,0,1,built]]", indexes());
  }

  @Test
  void aQueryThatReplacesATableDeclaresThemToo() {
    write(0, 20).option("index.text", "ngram").save();
    docs.spark()
        .range(10)
        .selectExpr("id", "string(id) AS text")
        .writeTo("lance.default.docs")
        .option("index.text", "ngram")
        .tableProperty("primary_key", "id")
        .createOrReplace();

    assertEquals("[[text,ngram,10,0,1,built]]", indexes());
    assertEquals("[[index.text,ngram]]", properties());
  }

  @Test
  void whatCannotBeBuiltFailsNoWrite() {
    docs.writer(
            docs.spark()
                .range(300)
                .selectExpr("id", "CAST(NULL AS ARRAY<FLOAT>) AS vec", "'t' AS text"))
        .option("primary_key", Docs.KEY)
        .option("vector.vec", "16")
        .option("index.vec", "ivf_pq")
        .option("index.text", "bitmap")
        .save();

    String told = indexes();
    assertTrue(
        told.startsWith("[[text,bitmap,300,0,1,built], [vec,ivf_pq,0,300,0,not built: "), told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing|bitmap|Cannot keep an index on column 'nothing': the table has no such column, it has id, Lang, text, tags, vec. Name one of these in 'index.<column>'.",
        "id|bitmap|Cannot keep another index on column 'id': it is the primary key, which always has a B-Tree. Leave 'index.id' out.",
        "lang|ivf_flat|Cannot keep an index ivf_flat on column 'Lang': it is of type STRING. Columns of numbers, text and times can have btree, bitmap, zonemap and bloom_filter, text also fts and ngram, arrays label_list, vectors the ivf indexes.",
        "vec|bloom_filter|Cannot keep an index bloom_filter on column 'vec': it is of type ARRAY<FLOAT>. Columns of numbers, text and times can have btree, bitmap, zonemap and bloom_filter, text also fts and ngram, arrays label_list, vectors the ivf indexes.",
        "vec|hnsw|Cannot use 'index.vec' = 'hnsw': there is no such index. Choose one of btree, bitmap, zonemap, bloom_filter, label_list, ngram, fts, ivf_flat, ivf_sq, ivf_pq, ivf_rq, ivf_hnsw_sq, ivf_hnsw_pq, with parameters such as 'ivf_pq(distance_type=cosine)'."
      })
  void whatCannotBeIsRefusedBeforeAnyRow(String column, String index, String refusal) {
    assertEquals(
        refusal, Failure.of(() -> write(0, 5).option("index." + column, index).save()).refusal());
    write(0, 5).save();
    long version = docs.table().version();
    assertEquals(refusal, Failure.of(() -> declare(column, index).save()).refusal());
    assertEquals(version, docs.table().version());
  }

  @Test
  void aNameThatTwoColumnsShareButForTheirCaseIsRefused() {
    docs.spark().conf().set("spark.sql.caseSensitive", true);
    try {
      DataFrameWriter<Row> two =
          docs.writer(docs.spark().range(5).selectExpr("id", "'x' AS a", "'y' AS A"))
              .option("primary_key", Docs.KEY)
              .option("index.A", "bitmap");
      assertEquals(
          "Cannot keep an index on column 'a': the table has a and A, and Spark hands options over in lower case. Set the table property 'index.<column>' by a catalog.",
          Failure.of(two::save).refusal());
    } finally {
      docs.spark().conf().unset("spark.sql.caseSensitive");
    }
  }

  private String properties() {
    return docs.spark()
        .sql("SHOW TBLPROPERTIES lance.default.docs")
        .where("key LIKE '%index.%'")
        .orderBy("key")
        .collectAsList()
        .toString();
  }
}
