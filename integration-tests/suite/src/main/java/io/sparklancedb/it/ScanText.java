package io.sparklancedb.it;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The one scan of a query as Spark's {@code EXPLAIN} prints it. */
public record ScanText(List<String> columns, String description) {
  private static final Pattern SCAN =
      Pattern.compile(
          "BatchScan [^\\n]*?\\[([^\\]]*)\\] lancedb (.*?) RuntimeFilters: \\[\\]", Pattern.DOTALL);

  public static ScanText of(Dataset<Row> rows) {
    String plan = plan(rows);
    Matcher scan = SCAN.matcher(plan);
    if (!scan.find()) {
      throw new AssertionError("There is no scan in: " + plan);
    }
    List<String> columns =
        Stream.of(scan.group(1).split(", "))
            .filter(column -> !column.isEmpty())
            .map(column -> column.replaceFirst("#\\d+L?$", ""))
            .toList();
    return new ScanText(columns, scan.group(2));
  }

  /** What Lance was asked to filter by; empty for nothing. */
  public String filters() {
    Matcher filters =
        Pattern.compile(
                ", filters \\[(.*?)\\](, (aggregates|top|offset|limit) .*)?$", Pattern.DOTALL)
            .matcher(description);
    return filters.find() ? filters.group(1) : "";
  }

  /** The whole physical plan. */
  public static String plan(Dataset<Row> rows) {
    rows.createOrReplaceTempView("explained");
    SparkSession spark = rows.sparkSession();
    return spark.sql("EXPLAIN SELECT * FROM explained").first().getString(0);
  }
}
