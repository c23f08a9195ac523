package io.sparklancedb.benchmark.compare;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What is read. Rows are counted one by one and thrown away, as Spark's {@code noop} format does,
 * which cannot read Delta tables with deletion vectors. Few rows go to the driver.
 */
enum ReadQuery {
  ALL("full scan"),
  ALL_BATCHES("full scan, batches"),
  VECTORS("vectors only"),
  VECTOR_BATCHES("vectors only, batches"),
  TWO_COLUMNS("two columns"),
  FILTER("1 % filter"),
  LOOKUP("point lookup by key"),
  COUNT("count(*)"),
  GROUP_BY("group-by");

  /** True for one row in a hundred, which lie anywhere. */
  static final String FILTER_SQL = "%s < %d".formatted(SourceRows.PART, SourceRows.PARTS / 100);

  private final String label;

  ReadQuery(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** Whether whole Arrow batches are counted, without making rows of them. */
  boolean isOfBatches() {
    return this == ALL_BATCHES || this == VECTOR_BATCHES;
  }

  boolean isShort() {
    return this == LOOKUP || this == COUNT;
  }

  static String lookupSql(Source source, long keyNumber) {
    return SourceRows.KEY + " = " + source.keys().literal(keyNumber);
  }

  /** What a scan without a filter reads of a table. */
  Dataset<Row> columns(Dataset<Row> table) {
    return this == VECTORS || this == VECTOR_BATCHES ? table.select(SourceRows.VECTOR) : table;
  }

  /** Answers with a number that is the same for every system. */
  long through(Dataset<Row> table, Source source, long keyNumber) {
    return switch (this) {
      case ALL, VECTORS -> intoNothing(columns(table));
      case ALL_BATCHES, VECTOR_BATCHES -> ColumnarScan.count(columns(table));
      case TWO_COLUMNS -> intoNothing(table.select(SourceRows.KEY, SourceRows.TEXT));
      case FILTER -> intoNothing(table.where(FILTER_SQL));
      case LOOKUP -> lookup(table, lookupSql(source, keyNumber));
      case COUNT -> table.count();
      case GROUP_BY -> groups(table);
    };
  }

  private static long intoNothing(Dataset<Row> rows) {
    return rows.queryExecution().toRdd().count();
  }

  private static long lookup(Dataset<Row> table, String condition) {
    List<Row> found = table.where(expr(condition)).collectAsList();
    return found.size() == 1 ? found.get(0).<Integer>getAs(SourceRows.PART) : -found.size();
  }

  private static long groups(Dataset<Row> table) {
    List<Row> groups =
        table.groupBy(col(SourceRows.PART)).agg(count(lit(1)).as("rows")).collectAsList();
    return groups.stream().mapToLong(g -> groupHash(g.getInt(0), g.getLong(1))).sum();
  }

  static long groupHash(int part, long rows) {
    return (part + 1) * 1_000_003L * rows;
  }
}
