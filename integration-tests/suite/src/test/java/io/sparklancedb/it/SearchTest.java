package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lance.index.DistanceType;
import org.lance.index.IndexType;

/** A search by the options of a read: what it returns, and what Spark does with that. */
@Tag("engine")
@ExtendWith(SparkExtension.class)
class SearchTest {
  private SparkSession spark;
  private Docs docs;

  /** Rows 0 to 9, each at (its id, 0). */
  @BeforeEach
  void makeATable(SparkSession session, Database database) {
    spark = session;
    docs = new Docs(session, database);
    docs.append(rows("id < 10"));
  }

  private Dataset<Row> rows(String condition) {
    return spark
        .range(100)
        .where(condition)
        .selectExpr(
            "id",
            "if(id % 2 = 0, 'even', 'odd') AS kind",
            "array(cast(id AS float), 0f) AS embedding",
            "named_struct('n', id, 'v', array(0f, cast(id AS float))) AS s");
  }

  private DataFrameReader nearestTo(double x) {
    return docs.reader().option("query_vector", "[%s, 0.0]".formatted(x));
  }

  private static String ids(Dataset<Row> found) {
    return found.select("id").collectAsList().stream()
        .map(row -> row.get(0).toString())
        .collect(Collectors.joining(" "));
  }

  private static String text(Dataset<Row> found) {
    return found.collectAsList().toString();
  }

  @Test
  @Tag("contract")
  void returnsTheNearestRowsWithTheirDistances() {
    Dataset<Row> found = nearestTo(3.25).option("limit", 3).load();

    assertEquals(List.of("id", "kind", "embedding", "s", "_distance"), List.of(found.columns()));
    assertEquals(
        "[[3,odd,0.0625], [4,even,0.5625], [2,even,1.5625]]",
        text(found.select("id", "kind", "_distance")));
    assertEquals("3 4 2 5 1 6 0 7 8 9", ids(nearestTo(3.25).load()));
    assertEquals(
        "[[0.0625,[3.0,0.0],3]]",
        text(nearestTo(3.25).option("limit", 1).load().selectExpr("_distance", "embedding", "s.n"))
            .replace("ArraySeq(3.0, 0.0)", "[3.0,0.0]")
            .replace("WrappedArray(3.0, 0.0)", "[3.0,0.0]"));
  }

  @Test
  @Tag("contract")
  void whatTheQueryAddsIsOfTheRowsThatWereFound() {
    Dataset<Row> found = nearestTo(3.25).option("limit", 4).load();

    assertEquals("4 2", ids(found.where("kind = 'even'")));
    assertEquals("3 4", ids(found.limit(2)));
    assertEquals("5", ids(found.where("_distance > 2")));
    assertEquals(4, found.count());
    assertEquals("[[14,4]]", text(found.selectExpr("sum(id)", "count(*)")));
    assertEquals(
        "[[3,odd], [4,even], [5,odd]]",
        text(
            found
                .join(rows("id IN (3, 4, 5, 9)").select("id"), "id")
                .select("id", "kind")
                .orderBy("id")));
    String joined =
        rows("id < 50")
            .crossJoin(found.withColumnRenamed("id", "other").drop("kind", "embedding", "s"))
            .queryExecution()
            .executedPlan()
            .toString();
    assertTrue(joined.contains("BroadcastNestedLoopJoin BuildRight"), joined);
    found.createOrReplaceTempView("nearest");
    assertEquals(
        "[[even,2], [odd,2]]",
        text(spark.sql("SELECT kind, count(*) FROM nearest GROUP BY kind ORDER BY kind")));
    assertEquals("5 4 3 2", ids(found.orderBy(functions.col("id").desc())));
  }

  @Test
  @Tag("contract")
  void whereComesBeforeTheRanking() {
    assertEquals(
        "4 2 6", ids(nearestTo(3.25).option("limit", 3).option("where", "kind = 'even'").load()));
    assertEquals(
        "7 8",
        ids(
            nearestTo(3.25)
                .option("limit", 2)
                .option("where", "s.n BETWEEN 7 AND 20 AND kind IS NOT NULL")
                .load()));
    assertEquals("", ids(nearestTo(3.25).option("where", "id > 3 AND id < 3").load()));
    assertEquals("3", ids(nearestTo(3.25).option("limit", 1).option("where", "1 = 1").load()));
    assertEquals(
        "9", ids(nearestTo(3.25).option("where", "id = cast(concat('', '9') AS bigint)").load()));
    long rowId = docs.read().where("id = 6").select("_rowid").head().getLong(0);
    assertEquals("6", ids(nearestTo(3.25).option("where", "_rowid = " + rowId).load()));
  }

  @Test
  void readsTheNewestVersionOrTheOneThatIsNamed() {
    Dataset<Row> newest = nearestTo(20).option("limit", 2).load();
    Dataset<Row> first = nearestTo(20).option("limit", 2).option("version", 1).load();
    docs.append(rows("id >= 18 AND id < 24"));

    assertEquals("20 19", ids(newest.orderBy("_distance", "id")).replace("20 19 21", "20 19"));
    assertEquals("9 8", ids(first));
    docs.table().tag("before", 1);
    assertEquals("9 8", ids(nearestTo(20).option("limit", 2).option("tag", "before").load()));
  }

  @Test
  void findsVectorsInStructs() throws IOException {
    new VectorTable(docs.database().table("nested")).of(300);
    float[] vector = VectorTable.vector(7);

    assertEquals(
        "[[7,row 7,0.0]]",
        text(
            docs.reader()
                .option("table_name", "nested")
                .option("vector_column", "s.v")
                .option("query_vector", Arrays.toString(vector))
                .option("limit", 1)
                .load()
                .select("id", "text", "_distance")));
  }

  @Test
  void readsPartsOfStructsAndMetadataColumns() {
    Dataset<Row> found = nearestTo(3.25).option("limit", 2).load();
    assertEquals(
        "[[3,0,0.0625], [4,0,0.5625]]", text(found.select("id", "_fragment", "_distance")));
    long rowId = docs.read().where("id = 3").select("_rowid").head().getLong(0);
    assertEquals(rowId, found.select("_rowid", "id").head().getLong(0));
    assertEquals("[[3], [4]]", text(found.select("s.n")));
  }

  @Test
  void keepsItsPlaceAmongCachedReads() {
    Dataset<Row> found = nearestTo(20).option("limit", 1).load().cache();
    assertEquals("9", ids(found));
    assertEquals("0", ids(nearestTo(-5).option("limit", 1).load()));
    docs.append(rows("id = 20"));
    assertEquals("20", ids(nearestTo(20).option("limit", 1).load()));
    assertEquals("20", ids(found));
    found.unpersist();
  }

  @Test
  void boundsTheDistance() {
    assertEquals(
        "4 2",
        ids(
            nearestTo(3)
                .option("lower_bound", "1")
                .option("upper_bound", "4")
                .load()
                .orderBy(functions.col("id").desc())));
    assertEquals("3", ids(nearestTo(3).option("upper_bound", "0.5").load()));
    assertEquals(
        "9 8",
        ids(nearestTo(0).option("lower_bound", "50").load().orderBy(functions.col("id").desc())));
  }

  @Test
  void measuresAsItIsTold() {
    assertEquals(
        "[[9,-8.0], [8,-7.0]]",
        text(
            nearestTo(1)
                .option("distance_type", "dot")
                .option("limit", 2)
                .load()
                .select("id", "_distance")));
    assertEquals(
        9,
        nearestTo(1).option("distance_type", "cosine").load().where("_distance < 0.001").count());
  }

  /** Lance refuses an ef that is less than the rows which it takes from the graph. */
  @Test
  void aGraphKeepsAsManyCandidatesAsItNeeds() throws IOException {
    new VectorTable(docs.database().table("graph"))
        .of(300)
        .index(IndexType.IVF_HNSW_SQ, DistanceType.L2);
    DataFrameReader reader =
        docs.reader()
            .option("table_name", "graph")
            .option("vector_column", "vec")
            .option("query_vector", Arrays.toString(VectorTable.vector(7)));
    String exact = ids(reader.option("search", "exact").load());
    Dataset<Row> found = reader.option("search", "approximate").option("ef", 5).load();

    assertEquals(exact, ids(found));
    String plan = ScanText.plan(reader.option("lookup_rows", 0).load());
    assertTrue(
        plan.contains("index vec_idx (IVF_HNSW_SQ), nprobes 20, refine factor 10, ef 100"), plan);
    assertEquals(
        exact, ids(reader.option("refine_factor", 30).option("minimum_nprobes", 30).load()));
  }

  @Test
  void searchesVectorsOfDoubles() {
    docs.writer(spark.range(5).selectExpr("id", "array(cast(id AS double), double('1e-300')) AS v"))
        .option("table_name", "doubles")
        .option("primary_key", "id")
        .option("vector.v", "2:float64")
        .save();
    Dataset<Row> found =
        docs.reader()
            .option("table_name", "doubles")
            .option("query_vector", "[2.25, 0]")
            .option("limit", 2)
            .load();

    assertEquals("[[2,0.0625], [3,0.5625]]", text(found.select("id", "_distance")));
    assertEquals(1e-300, found.head().<Double>getList(1).get(1));
  }

  @Test
  void findsNothingInATableWithoutRows() {
    docs.table().delete("true");

    assertEquals("[]", text(nearestTo(3).load()));
    assertEquals("[]", text(nearestTo(3).option("lookup_rows", 0).load()));
    assertEquals(0, nearestTo(3).option("upper_bound", "1").load().count());
  }

  @Test
  void tellsHowItSearches() {
    docs.append(rows("id >= 10 AND id < 15"));
    Dataset<Row> found =
        docs.reader()
            .option("query_vector", "[3.25, 0.0]")
            .option("lookup_rows", 0)
            .option("limit", 2)
            .load();

    String plan = found.queryExecution().executedPlan().toString();
    assertTrue(plan.contains("version "), plan);
    assertTrue(plan.contains("nearest 2 by l2 to a vector of 2 values in embedding, flat"), plan);
    assertTrue(!plan.contains("3.25"), plan);
    assertEquals("[[3], [4]]", text(found.select("id")));
    assertEquals(1, found.rdd().getNumPartitions());
    assertEquals(2, found.count());
    Map<String, String> metrics = Metrics.of(found.select("id"));
    assertEquals("2", metrics.get("rows found by the search"), metrics::toString);
    assertEquals("15", metrics.get("rows compared by the search"), metrics::toString);
  }
}
