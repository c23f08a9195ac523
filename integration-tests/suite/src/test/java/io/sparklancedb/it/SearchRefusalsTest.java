package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lance.compaction.CompactionOptions;
import org.lance.index.DistanceType;
import org.lance.index.IndexType;

/** Searches that do not fit their table are refused when it is loaded, with these very words. */
@Tag("engine")
@ExtendWith(SparkExtension.class)
class SearchRefusalsTest {
  private SparkSession spark;
  private Docs docs;
  private String table = Docs.NAME;

  @BeforeEach
  void makeATable(SparkSession session, Database database) {
    spark = session;
    docs = new Docs(session, database);
    docs.append(
        session
            .range(10)
            .selectExpr(
                "id",
                "concat('text ', id) AS text",
                "array(cast(id AS float), 0f) AS embedding",
                "named_struct('n', id) AS s"));
  }

  private void other(String name, Dataset<Row> rows, String... vectors) {
    var writer = docs.writer(rows).option("table_name", name).option("primary_key", Docs.KEY);
    for (String column : vectors) {
      writer = writer.option("vector." + column, 2);
    }
    writer.save();
    table = name;
  }

  private void refused(String message, String... options) {
    Failure failure =
        Failure.of(
            () -> {
              DataFrameReader reader = docs.reader().option("table_name", table);
              for (int i = 0; i < options.length; i += 2) {
                reader = reader.option(options[i], options[i + 1]);
              }
              reader.load();
            });
    String address = docs.database().table(table).toString();
    assertEquals(message, failure.refusal().replace(address, "TABLE"), failure::text);
  }

  @Test
  void columnsThatHoldNoVectors() {
    String check = ". Check the columns, the filter and the vector.";
    refused(
        "Cannot query table 'TABLE': there is no column 'emb'" + check,
        "query_vector",
        "[1, 2]",
        "vector_column",
        "emb");
    refused(
        "Cannot query table 'TABLE': column 'text' holds no vectors" + check,
        "query_vector",
        "[1, 2]",
        "vector_column",
        "text");
    refused(
        "Cannot query table 'TABLE': column 'embedding' holds vectors of 2 values, and the query has 3"
            + check,
        "query_vector",
        "[1, 2, 3]");
    other("ids", spark.range(3).toDF());
    refused(
        "Cannot search table 'TABLE' by vector: none of its columns holds vectors. Write one as an array of floats of one length, or set 'vector_column' to the path of a field in structs.",
        "query_vector",
        "[1, 2]");
    other(
        "two",
        spark.range(3).selectExpr("id", "array(1f, 2f) AS a", "array(1f, 3f) AS b"),
        "a",
        "b");
    refused(
        "Cannot search table 'TABLE' by vector: several of its columns hold vectors. Set 'vector_column' to one of 'a', 'b'.",
        "query_vector",
        "[1, 2]");
  }

  @Test
  void aColumnByTheNameOfWhatIsAdded() {
    other("own", spark.range(3).selectExpr("id", "array(1f, 2f) AS a", "1 AS _DISTANCE"));

    refused(
        "Cannot search table 'TABLE': it has a column '_distance' of its own, beside which a search can return none. Rename the column.",
        "query_vector",
        "[1, 2]");
  }

  private void refusedWhere(String condition, String reason) {
    refused(
        "Cannot search table 'TABLE' with 'where' = '%s': %s".formatted(condition, reason),
        "query_vector",
        "[1, 2]",
        "where",
        condition);
  }

  @Test
  void conditionsThatLanceDoesNotEvaluateAsSparkDoes() {
    String compare =
        ". Compare columns with values, or write what it computes into a column of the table.";
    refusedWhere(
        "length(text) > 5",
        ">(CHAR_LENGTH(text), ?): CHAR_LENGTH(text) is neither a column nor a value" + compare);
    refusedWhere("text RLIKE 'a.*'", "Lance has no condition for RLIKE(text, 'a.*')" + compare);
    refusedWhere(
        "id > 3 AND s.n = id", "=(s.n, id): it compares columns with each other" + compare);
    refusedWhere("id IN (SELECT 1)", "it looks at other tables" + compare);
  }

  @Test
  void conditionsThatSparkDoesNotUnderstand() {
    Failure failure =
        Failure.of(
            () ->
                docs.reader()
                    .option("query_vector", "[1, 2]")
                    .option("where", "txet = 'a'")
                    .load());
    assertTrue(
        failure
            .refusal()
            .matches(
                "(?s)Cannot search table '.*' with 'where' = 'txet = 'a'': .*`txet`.*[.] Write a condition of Spark's SQL on columns of the table[.]"),
        failure::text);
  }

  @Test
  void textsWithoutAnIndex() {
    refused(
        "Cannot search the texts of table 'TABLE': none of its columns has an index of words. Write with the option 'index.<column>' = 'fts', or make one by a LanceDB client.",
        "query_text",
        "one");
    refused(
        "Cannot search the texts of table 'TABLE': column 'text' has no index of words. Write with the option 'index.text' = 'fts', or make one by a LanceDB client.",
        "query_text",
        "one",
        "text_columns",
        "text");
  }

  @Test
  void textsAndIndexesThatCannotBeTrusted() throws IOException {
    table = "moved";
    new VectorTable(docs.database().table(table))
        .of(300)
        .append(300, 600)
        .index(IndexType.IVF_FLAT, DistanceType.Cosine)
        .indexText()
        .change(dataset -> dataset.delete("id < 250 AND id <> 7"))
        .change(
            dataset ->
                dataset.compact(CompactionOptions.builder().withDeferIndexRemap(true).build()));
    refused(
        "Cannot search the texts of table 'TABLE': a compaction has left it for later to tell the indexes where the rows are now, and lance-core 7.0.0 ends the process then. Remap the indexes by the client that compacted the table, or overwrite the table.",
        "query_text",
        "row");
    requireFlat("a compaction has left it for later to tell indexes where the rows are now");
    table = "stable";
    new VectorTable(docs.database().table(table))
        .stable()
        .append(0, 300)
        .index(IndexType.IVF_FLAT, DistanceType.Cosine)
        .append(300, 400);
    refused(
        "Cannot search the texts of table 'TABLE': it has stable row ids, with which lance-core 7.0.0 loses words of rows that were updated. Copy the rows to a table that the connector makes.",
        "query_text",
        "row");
    requireFlat("the table has stable row ids");
  }

  /** By the index's metric, with one warning. */
  private void requireFlat(String reason) {
    try (ConnectorLog log = ConnectorLog.open()) {
      Dataset<Row> found =
          docs.reader()
              .option("table_name", table)
              .option("vector_column", "vec")
              .option("query_vector", Arrays.toString(VectorTable.vector(7)))
              .option("lookup_rows", 0)
              .load();
      assertEquals(7, found.head().getLong(0));
      String plan = ScanText.plan(found);
      assertTrue(plan.contains("nearest 10 by cosine"), plan);
      assertTrue(plan.contains(", flat"), plan);
      assertEquals(
          List.of(
              "WARN Searches of table %s do not use index vec_idx, and compare all rows: lance-core 7.0.0 finds too few rows by it, since %s."
                  .formatted(docs.database().table(table), reason)),
          log.lines("Searches of"));
    }
  }

  @Test
  void searchesOfTablesOfACatalogAndWrites() {
    SqlCatalog.of(spark, docs.database());
    Failure ofCatalog =
        Failure.of(
            () -> spark.read().option("query_vector", "[1, 2]").table("lance.docs").collect());
    assertEquals(
        "Cannot use option 'query_vector' on a table of a catalog: it makes a read return other columns than the table's. Read by spark.read.format(\"lancedb\") with 'db_uri' and 'table_name'.",
        ofCatalog.refusal(),
        ofCatalog::text);
    for (Map.Entry<String, String> option :
        Map.of("query_vector", "[1, 2]", "metadata_table", "tags").entrySet()) {
      new Refused(docs)
          .with(
              "Cannot write with option '%s': it says what a read returns. Leave it out."
                  .formatted(option.getKey()),
              docs.writer(docs.read()).option(option.getKey(), option.getValue()));
    }
  }

  @Test
  void otherColumnsThanItHas() {
    Failure failure =
        Failure.of(
            () ->
                docs.reader()
                    .schema("id BIGINT")
                    .option("query_vector", "[1, 2]")
                    .load()
                    .collect());
    assertTrue(failure.refusal().contains("_distance"), failure::text);
  }
}
