package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lance.index.IndexType;

/**
 * All queries of TPC-H give the same rows from LanceDB tables as from Parquet: before and after
 * upserts that leave deletions and several versions, with and without indexes, with all pushed down
 * and nothing.
 */
@ExtendWith(SparkExtension.class)
@Tag("tpch")
class TpchTest {
  private static final Path TABLES_AS_TEXT = Path.of(System.getProperty("line.tpch"));

  /** Table to its columns; the key of a table that has none of one column is put in front. */
  private static final Map<String, String> TABLES = new LinkedHashMap<>();

  static {
    TABLES.put("region", "r_regionkey int, r_name string, r_comment string");
    TABLES.put("nation", "n_nationkey int, n_name string, n_regionkey int, n_comment string");
    TABLES.put(
        "supplier",
        "s_suppkey int, s_name string, s_address string, s_nationkey int, s_phone string, s_acctbal decimal(12,2), s_comment string");
    TABLES.put(
        "customer",
        "c_custkey int, c_name string, c_address string, c_nationkey int, c_phone string, c_acctbal decimal(12,2), c_mktsegment string, c_comment string");
    TABLES.put(
        "part",
        "p_partkey int, p_name string, p_mfgr string, p_brand string, p_type string, p_size int, p_container string, p_retailprice decimal(12,2), p_comment string");
    TABLES.put(
        "partsupp",
        "ps_partkey int, ps_suppkey int, ps_availqty int, ps_supplycost decimal(12,2), ps_comment string");
    TABLES.put(
        "orders",
        "o_orderkey int, o_custkey int, o_orderstatus string, o_totalprice decimal(12,2), o_orderdate date, o_orderpriority string, o_clerk string, o_shippriority int, o_comment string");
    TABLES.put(
        "lineitem",
        "l_orderkey int, l_partkey int, l_suppkey int, l_linenumber int, l_quantity decimal(12,2), l_extendedprice decimal(12,2), l_discount decimal(12,2), l_tax decimal(12,2), l_returnflag string, l_linestatus string, l_shipdate date, l_commitdate date, l_receiptdate date, l_shipinstruct string, l_shipmode string, l_comment string");
  }

  private static final Map<String, String> KEYS =
      Map.of(
          "partsupp", "ps_partkey * 100000L + ps_suppkey",
          "lineitem", "l_orderkey * 10L + l_linenumber");

  @Test
  void everyQueryOfTpchGivesTheSameRows(SparkSession spark, Database database) {
    Map<String, Dataset<Row>> rows = new LinkedHashMap<>();
    TABLES.keySet().forEach(table -> rows.put(table, parquet(spark, database, table)));
    assertEquals(22, queries().size());
    List<List<String>> expected = answers(spark);

    rows.forEach((table, all) -> write(keyed(table, all), database, table));
    requireSame(expected, spark, database, "all", "as loaded");
    rows.forEach((table, all) -> replaceSome(table, all, database));
    requireSame(expected, spark, database, "all", "after upserts");
    requireSame(expected, spark, database, "none", "after upserts");
    index(database);
    requireSame(expected, spark, database, "all", "with indexes");
  }

  /** Makes a view of it as well. */
  private static Dataset<Row> parquet(SparkSession spark, Database database, String table) {
    String lines = TABLES_AS_TEXT.resolve(table + ".tbl").toString();
    String folder = database.folder().resolve(table + ".parquet").toString();
    spark.read().schema(TABLES.get(table)).option("sep", "|").csv(lines).write().parquet(folder);
    Dataset<Row> rows = spark.read().parquet(folder);
    rows.createOrReplaceTempView(table);
    return rows;
  }

  private static Dataset<Row> keyed(String table, Dataset<Row> rows) {
    return rows.selectExpr(KEYS.getOrDefault(table, rows.columns()[0]) + " as key", "*");
  }

  /** Of ten values of the first column one is deleted and written again, and two are replaced. */
  private static void replaceSome(String table, Dataset<Row> rows, Database database) {
    String digit = rows.columns()[0] + " % 10";
    new NativeWriter(database.table(table)).change(dataset -> dataset.delete(digit + " = 9"));
    write(keyed(table, rows).where(digit + " >= 7"), database, table);
  }

  private static void write(Dataset<Row> rows, Database database, String table) {
    rows.write()
        .format("lancedb")
        .option("db_uri", database.uri())
        .option("table_name", table)
        .option("primary_key", "key")
        .mode("append")
        .save();
  }

  private static void index(Database database) {
    new NativeWriter(database.table("orders"))
        .change(
            dataset -> {
              Indexes.create(dataset, "o_orderdate", IndexType.BTREE);
              Indexes.create(dataset, "o_orderstatus", IndexType.BITMAP);
              Indexes.create(dataset, "o_custkey", IndexType.BTREE);
            });
    new NativeWriter(database.table("lineitem"))
        .change(
            dataset -> {
              Indexes.create(dataset, "l_shipdate", IndexType.BTREE);
              Indexes.create(dataset, "l_orderkey", IndexType.BTREE);
              Indexes.create(dataset, "l_returnflag", IndexType.BITMAP);
              Indexes.create(dataset, "l_receiptdate", IndexType.ZONEMAP);
            });
    new NativeWriter(database.table("nation"))
        .change(dataset -> Indexes.create(dataset, "n_name", IndexType.BTREE));
  }

  private static void requireSame(
      List<List<String>> expected,
      SparkSession spark,
      Database database,
      String pushDown,
      String state) {
    for (String table : TABLES.keySet()) {
      spark
          .read()
          .format("lancedb")
          .option("db_uri", database.uri())
          .option("table_name", table)
          .option("push_down", pushDown)
          .load()
          .createOrReplaceTempView(table);
    }
    List<List<String>> found = answers(spark);
    for (int i = 0; i < expected.size(); i++) {
      String query = "query %d, %s, push_down %s".formatted(i + 1, state, pushDown);
      assertEquals(expected.get(i), found.get(i), query);
    }
  }

  private static List<List<String>> answers(SparkSession spark) {
    List<List<String>> answers = new ArrayList<>();
    for (String query : queries()) {
      answers.add(spark.sql(query).collectAsList().stream().map(Row::toString).toList());
    }
    return answers;
  }

  private static List<String> queries() {
    try (InputStream text = TpchTest.class.getResourceAsStream("/tpch.sql")) {
      String all = new String(text.readAllBytes(), StandardCharsets.UTF_8);
      return Stream.of(all.split(";")).map(String::strip).filter(q -> !q.isEmpty()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
