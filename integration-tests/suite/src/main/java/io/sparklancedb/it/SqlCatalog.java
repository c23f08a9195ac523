package io.sparklancedb.it;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A test's database as the catalog {@code lance}, and SQL on it. */
public record SqlCatalog(SparkSession spark) {
  /** Sets the session's catalog. */
  public static SqlCatalog of(SparkSession spark, Database database) {
    return of(spark, database, "io.sparklancedb.LanceDbCatalog");
  }

  /** As above, with a catalog of another class. */
  public static SqlCatalog of(SparkSession spark, Database database, String catalog) {
    spark.conf().set("spark.sql.catalog.lance", catalog);
    spark.conf().set("spark.sql.catalog.lance.db_uri", database.uri());
    return new SqlCatalog(spark);
  }

  /** Sets a catalog of the session with these options, and with no others. */
  public static SqlCatalog of(SparkSession spark, String name, Map<String, String> options) {
    spark.conf().set("spark.sql.catalog." + name, "io.sparklancedb.LanceDbCatalog");
    options.forEach(
        (key, value) -> spark.conf().set("spark.sql.catalog." + name + "." + key, value));
    return new SqlCatalog(spark);
  }

  /** Runs the statements and returns the rows of the last as text. */
  public String sql(String... statements) {
    List<Row> last = List.of();
    for (String statement : statements) {
      last = spark.sql(statement).collectAsList();
    }
    return last.toString();
  }

  /** The rows, as {@code 1,a; 2,b}. */
  public static String text(Dataset<Row> rows) {
    return rows.collectAsList().stream()
        .map(row -> row.mkString(","))
        .collect(Collectors.joining("; "));
  }

  /** The connector's message when the statement fails. */
  public String refusal(String statement) {
    return Failure.of(() -> sql(statement)).refusal();
  }

  public void createDocs() {
    sql(
        """
        CREATE TABLE lance.default.docs (id BIGINT NOT NULL, text STRING, embedding ARRAY<FLOAT>)
        TBLPROPERTIES ('primary_key' = 'id', 'vector.embedding' = '2', 'team' = 'search')""");
  }
}
