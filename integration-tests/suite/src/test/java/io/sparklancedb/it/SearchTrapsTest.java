package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries that would end the process, or be answered wrongly, if lance-core had its way. */
@Tag("engine")
class SearchTrapsTest {
  @Test
  void noQueryEndsTheProcessOrIsAnsweredWrongly(@TempDir Path folder) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().trim().split("\\s+")));
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"));
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(SearchTraps.class.getName(), folder.toString()));
    try (ChildProcess process = ChildProcess.start(command, Map.of(), folder)) {
      int exit = process.awaitExit(Duration.ofMinutes(2));

      assertEquals(String.join("\n", expected(folder)), answers(process));
      assertEquals(0, exit, process.output());
    }
  }

  private static String answers(ChildProcess process) {
    return process
        .output()
        .lines()
        .filter(line -> line.startsWith(SearchTraps.ANSWER))
        .map(line -> line.substring(SearchTraps.ANSWER.length()))
        .collect(Collectors.joining("\n"));
  }

  private static List<String> expected(Path folder) {
    String partly = nearest(SearchTrapsTest::cosine, IntStream.range(0, 400));
    List<String> lines = new ArrayList<>();
    ofConditions(refused(folder, "partly"), lines);
    ofColumns(refused(folder, "partly"), lines);
    lines.add(
        "partly limit 2147483647: Cannot query for the 2147483647 nearest rows: expected at most"
            + " 10000. Choose a smaller limit(...).");
    lines.add("partly all parts: " + partly);
    lines.add("partly from 0.05: " + partly.substring(partly.indexOf(' ') + 1));
    ofVectors(refused(folder, "partly"), lines);
    lines.add(
        "moved search: "
            + nearest(
                SearchTrapsTest::cosine, IntStream.concat(one(7), IntStream.range(250, 600))));
    lines.add("moved tokens: (7,0.0000)");
    lines.add("moved without a vector: (500)");
    lines.add(
        "stable search: "
            + nearest(
                SearchTrapsTest::cosine, IntStream.concat(one(7), IntStream.range(200, 400))));
    lines.add("stable rowaddr: " + refused(folder, "stable") + unreliable("_rowaddr"));
    lines.add("shortened search: " + nearest(SearchTrapsTest::squareOfL2, IntStream.range(0, 400)));
    return lines;
  }

  private static void ofConditions(String refused, List<String> lines) {
    for (String condition :
        List.of("_distance < 20", "_DISTANCE < 20", "`_distance` < 20", "\"_distance\" < 20")) {
      String name = condition.contains("D") ? "_DISTANCE" : "_distance";
      lines.add("partly where " + condition + ": " + refused + ranked(name));
    }
    lines.add("partly where abs(_distance) < 20 AND id > 3: " + refused + ranked("_distance"));
    lines.add("partly where id > 3 -- '  AND _distance < 20 --': " + refused + ranked("_distance"));
    lines.add("partly where _score > 0: " + refused + ranked("_score"));
    lines.add("partly where _rowaddr < 5: " + refused + unreliable("_rowaddr"));
    lines.add("partly where `_RowAddr` < 5: " + refused + unreliable("_RowAddr"));
    lines.add("partly where _rowoffset < 5: " + refused + unreliable("_rowoffset"));
    lines.add(
        "partly where _row_created_at_version = 1: "
            + refused
            + unreliable("_row_created_at_version"));
    lines.add(
        "partly where id < 5 LIMIT 1: "
            + refused
            + "Invalid user input: Error parsing statement: SELECT 1 FROM t WHERE (id < 5 LIMIT 1)"
            + " (sql parser error: Expected: ), found: LIMIT). Check the columns, the filter and"
            + " the vector.");
    lines.add(
        "partly where text = '\uD83D\uDE00': "
            + refused
            + "the condition has a character beyond the Basic Multilingual Plane, such as an emoji,"
            + " which lance-core 7.0.0 does not read. Leave it out, and filter the rows that come"
            + " back.");
    lines.add("partly where text = '_distance' OR id = 7: (7,0.0000)");
    lines.add(
        "partly where _rowid IN (7, 4294967297): "
            + nearest(SearchTrapsTest::cosine, IntStream.of(7, 301)));
    lines.add("partly where contains_tokens(text, '7'): (7,0.0000)");
  }

  private static void ofColumns(String refused, List<String> lines) {
    String found = nearest(SearchTrapsTest::cosine, IntStream.range(0, 400));
    String twice = found.replaceAll("\\((\\d+),", "($1,$1,");
    lines.add("partly select _rowaddr: " + twice);
    lines.add("partly select _rowoffset: " + twice);
    lines.add(
        "partly select _row_created_at_version: "
            + refused
            + "lance-core 7.0.0 knows '_row_created_at_version' only of tables with stable row ids."
            + " Leave it out of select(...).");
    lines.add(
        "partly select _score: "
            + refused
            + "Invalid user input: Schema error: No field named _score. Valid fields are id,"
            + " _rowid. Check the columns, the filter and the vector.");
    lines.add("partly select _distance: " + found);
  }

  private static void ofVectors(String refused, List<String> lines) {
    lines.add(
        "partly zeros: "
            + refused
            + "the index of column 'vec' ranks by cosine, and a vector of zeros has no direction."
            + " Use another vector.");
    lines.add(
        "partly NaN: Cannot query for the rows nearest to a vector with the value NaN: nothing is"
            + " near to it in column 'vec'. Use finite values.");
    String check = ". Check the columns, the filter and the vector.";
    lines.add(
        "partly two vectors: "
            + refused
            + "column 'vec' holds vectors of 8 values, and the query has 16"
            + check);
    lines.add("partly other column: " + refused + "column 'text' holds no vectors" + check);
    lines.add("partly struct: " + nearest(SearchTrapsTest::squareOfL2, IntStream.range(0, 400)));
    lines.add("partly no field: " + refused + "there is no column 's.w'" + check);
  }

  private static String refused(Path folder, String table) {
    return "Cannot query table '" + folder.resolve(table + ".lance") + "': ";
  }

  private static String ranked(String name) {
    return "the condition names '"
        + name
        + "', which no row has before it is ranked. Leave it out, and bound the distance with"
        + " distanceRange(...).";
  }

  private static String unreliable(String name) {
    return "the condition names '"
        + name
        + "', which lance-core 7.0.0 does not compute rightly in every table. Use '_rowid', or"
        + " columns of the table.";
  }

  private static IntStream one(int id) {
    return IntStream.of(id);
  }

  /** The nearest to that of row 7, computed here. */
  private static String nearest(ToDoubleBiFunction<float[], float[]> distance, IntStream ids) {
    float[] query = VectorTable.vector(7);
    return ids
        .boxed()
        .collect(
            Collectors.toMap(id -> id, id -> distance.applyAsDouble(query, VectorTable.vector(id))))
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByValue())
        .limit(3)
        .map(e -> "(%d,%.4f)".formatted(e.getKey(), Math.abs(e.getValue())))
        .collect(Collectors.joining(" "));
  }

  private static double squareOfL2(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }

  private static double cosine(float[] a, float[] b) {
    return 1 - dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
