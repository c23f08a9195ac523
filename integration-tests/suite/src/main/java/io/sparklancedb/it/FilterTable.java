package io.sparklancedb.it;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A table with all {@link FilterColumn}s, and the same rows in Spark's own memory. */
public record FilterTable(Docs docs, Dataset<Row> source) {
  /** A table that is loaded once. */
  public static FilterTable loaded(Docs docs, int rows) {
    Dataset<Row> source = rows(docs.spark(), 0, rows);
    docs.append(source);
    return new FilterTable(docs, source);
  }

  /** A table that is loaded once, as so many fragments. */
  public static FilterTable ofFragments(Docs docs, int rows, int fragments) {
    Dataset<Row> source = rows(docs.spark(), 0, rows);
    docs.writer(source.repartition(fragments))
        .option("primary_key", Docs.KEY)
        .option("distribution_mode", "none")
        .save();
    return new FilterTable(docs, source);
  }

  /** The same table, and upserts that leave deleted rows and fragments that no index covers. */
  public FilterTable upserted(int from, int to) {
    Dataset<Row> newer = rows(docs.spark(), from, to);
    docs.append(newer);
    Dataset<Row> kept = source.where("id < " + from + " or id >= " + to);
    return new FilterTable(docs, local(docs.spark(), kept.union(newer)));
  }

  /**
   * The ids of the rows that Spark itself finds; a relation in memory is filtered without a job.
   */
  public List<Row> expected(String predicate) {
    return source.where(predicate).select("id").orderBy("id").collectAsList();
  }

  /** Where the range starts decides what is in its rows. */
  private static Dataset<Row> rows(SparkSession spark, int from, int to) {
    Dataset<Row> ids = spark.range(from, to).selectExpr("id", "id + " + from + " as seed");
    return local(spark, ids.selectExpr("seed as id", "id as own").selectExpr(columns()));
  }

  private static String[] columns() {
    List<FilterColumn> all = FilterColumn.all();
    List<String> flat =
        all.stream()
            .filter(column -> !column.name().startsWith("`point`"))
            .map(column -> column.valueOfRow() + " as " + column.name())
            .toList();
    List<String> selected = new ArrayList<>(List.of("own as id"));
    selected.addAll(flat);
    selected.add(point(all) + " as point");
    return selected.toArray(String[]::new);
  }

  /** A struct that is null in some rows and has a struct that is null in others. */
  private static String point(List<FilterColumn> all) {
    String deep = "if(id % 7 = 0, null, named_struct('Z', %s, 'order', %s))";
    String point =
        "if(id % 5 = 0, null, named_struct('x', %s, 'in ner', %s, 'deep', " + deep + "))";
    Object[] values =
        all.stream()
            .filter(column -> column.name().startsWith("`point`"))
            .map(FilterColumn::valueOfRow)
            .toArray();
    return point.replace("% ", "%% ").formatted(values);
  }

  private static Dataset<Row> local(SparkSession spark, Dataset<Row> rows) {
    return spark.createDataFrame(rows.collectAsList(), rows.schema());
  }
}
