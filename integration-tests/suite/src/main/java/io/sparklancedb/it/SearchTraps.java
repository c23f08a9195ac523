package io.sparklancedb.it;

import io.sparklancedb.LanceDb;
import io.sparklancedb.client.TableHandle;
import io.sparklancedb.client.TableQuery;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.lance.compaction.CompactionOptions;
import org.lance.index.DistanceType;
import org.lance.index.IndexType;

/**
 * Asks, in a process of its own, what ends the process of lance-core 7.0.0 when it is asked as it
 * is, and prints a line for each question.
 */
public final class SearchTraps {
  /** Begins each line of an answer. */
  public static final String ANSWER = "answer: ";

  private static final List<String> CONDITIONS =
      List.of(
          "_distance < 20",
          "_DISTANCE < 20",
          "`_distance` < 20",
          "\"_distance\" < 20",
          "abs(_distance) < 20 AND id > 3",
          "id > 3 -- '\n AND _distance < 20 --'",
          "_score > 0",
          "_rowaddr < 5",
          "`_RowAddr` < 5",
          "_rowoffset < 5",
          "_row_created_at_version = 1",
          "id < 5 LIMIT 1",
          "text = '\uD83D\uDE00'",
          "text = '_distance' OR id = 7",
          "_rowid IN (7, 4294967297)",
          "contains_tokens(text, '7')");

  private static final List<String> COLUMNS =
      List.of("_rowaddr", "_rowoffset", "_row_created_at_version", "_score", "_distance");

  private final Path database;
  private final PrintStream out;

  private SearchTraps(Path database, PrintStream out) {
    this.database = database;
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException {
    SearchTraps traps = new SearchTraps(Path.of(arguments[0]), System.out);
    traps.ofPartlyCoveringIndexes();
    traps.ofMovedRows();
    traps.ofStableRowIds();
    traps.ofShortenedVectors();
  }

  private void ofPartlyCoveringIndexes() throws IOException {
    table("partly")
        .of(300)
        .index(IndexType.IVF_FLAT, DistanceType.Cosine)
        .indexText()
        .append(300, 400);
    for (String condition : CONDITIONS) {
      ask("partly", "where " + condition, query -> query.where(condition));
    }
    for (String column : COLUMNS) {
      ask("partly", "select " + column, query -> query.select("id", column));
    }
    ask("partly", "limit " + Integer.MAX_VALUE, query -> query.limit(Integer.MAX_VALUE));
    ask("partly", "all parts", query -> query.nprobes(Integer.MAX_VALUE).refineFactor(1_000));
    ask("partly", "from 0.05", query -> query.distanceRange(0.05f, 2).limit(2));
    float[] zeros = new float[VectorTable.DIMENSION];
    ask("partly", "zeros", query -> query.nearestTo("vec", zeros));
    float[] nan = new float[VectorTable.DIMENSION];
    Arrays.fill(nan, Float.NaN);
    ask("partly", "NaN", query -> query.nearestTo("vec", nan));
    float[] two = new float[2 * VectorTable.DIMENSION];
    ask("partly", "two vectors", query -> query.nearestTo("vec", two));
    ask("partly", "other column", query -> query.nearestTo("text", VectorTable.vector(7)));
    ask("partly", "struct", query -> query.nearestTo("s.v", VectorTable.vector(7)));
    ask("partly", "no field", query -> query.nearestTo("s.w", VectorTable.vector(7)));
  }

  private void ofMovedRows() throws IOException {
    table("moved")
        .of(300)
        .append(300, 600)
        .index(IndexType.IVF_FLAT, DistanceType.Cosine)
        .indexText()
        .change(dataset -> dataset.delete("id < 250 AND id <> 7"))
        .change(
            dataset ->
                dataset.compact(CompactionOptions.builder().withDeferIndexRemap(true).build()));
    ask("moved", "search", UnaryOperator.identity());
    ask("moved", "tokens", query -> query.where("contains_tokens(text, '7')"));
    out.println(
        ANSWER
            + "moved without a vector: "
            + answer(open("moved").query().where("contains_tokens(text, '500')").select("id")));
  }

  private void ofStableRowIds() throws IOException {
    table("stable")
        .stable()
        .append(0, 300)
        .index(IndexType.IVF_FLAT, DistanceType.Cosine)
        .append(300, 400)
        .change(dataset -> dataset.delete("id < 200 AND id <> 7"))
        .change(org.lance.Dataset::compact);
    ask("stable", "search", UnaryOperator.identity());
    ask("stable", "rowaddr", query -> query.where("_rowaddr = 7"));
  }

  private void ofShortenedVectors() throws IOException {
    table("shortened").of(300).index(IndexType.IVF_SQ, DistanceType.L2).append(300, 400);
    ask("shortened", "search", UnaryOperator.identity());
  }

  private VectorTable table(String name) {
    return new VectorTable(database.resolve(name + ".lance"));
  }

  private TableHandle open(String name) {
    return LanceDb.connect(database.toString(), Map.of(), Duration.ZERO).openTable(name);
  }

  private void ask(String table, String what, UnaryOperator<TableQuery> change) {
    TableQuery query =
        open(table).query().nearestTo("vec", VectorTable.vector(7)).select("id").limit(3);
    out.println(
        ANSWER + table + " " + what.replace('\n', ' ') + ": " + answer(change.apply(query)));
  }

  private static String answer(TableQuery query) {
    try {
      return query.rows().stream().map(SearchTraps::text).collect(Collectors.joining(" "));
    } catch (RuntimeException e) {
      return e.getMessage();
    }
  }

  private static String text(Row row) {
    return Arrays.stream(row.schema().fieldNames())
        .map(name -> row.getAs(name))
        .map(value -> value instanceof Float f ? "%.4f".formatted(Math.abs(f)) : "" + value)
        .collect(Collectors.joining(",", "(", ")"));
  }
}
