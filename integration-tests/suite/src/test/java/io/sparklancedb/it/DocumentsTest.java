package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the pages show runs. Each page has a new database, in place of the one that it names. Blocks
 * of Python are run by {@code notebooks/run_quickstart.py} where PySpark is installed.
 */
@ExtendWith(SparkExtension.class)
@Tag("engine")
@Tag("planner")
class DocumentsTest {
  private static final Set<String> RUN_HERE = Set.of("sql", "java", "properties");
  private static final Pattern SETTING =
      Pattern.compile("(?<!=\"|=)\"?\\b([a-z]+(?:_[a-z]+)+)\"?(?:=|\": |\", )");

  static Stream<Path> pagesWithBlocks() {
    return DocumentBlock.pages().stream()
        .filter(page -> DocumentBlock.of(page).stream().anyMatch(DocumentsTest::isRunHere));
  }

  @ParameterizedTest
  @MethodSource("pagesWithBlocks")
  void everyBlockThatIsNotMarkedRuns(
      Path page, SparkSession spark, Database database, @TempDir Path classes) {
    for (DocumentBlock block : DocumentBlock.of(page)) {
      if (isRunHere(block) && block.runsOn(spark.version())) {
        try {
          run(block, spark, database, classes);
        } catch (Exception e) {
          throw new AssertionError(block.toString(), e);
        }
      }
    }
  }

  @Test
  void aBlockThatNothingRunsSaysWhy() {
    List<String> unsaid =
        DocumentBlock.pages().stream()
            .flatMap(page -> DocumentBlock.of(page).stream())
            .filter(block -> !isRunHere(block) && block.notRun().isEmpty())
            .filter(block -> !Set.of("python", "text").contains(block.language()))
            .map(DocumentBlock::toString)
            .toList();

    assertEquals(List.of(), unsaid);
  }

  @Test
  void everyBlockIsFound() {
    for (Path page : DocumentBlock.pages()) {
      long fences = DocumentBlock.text(page).lines().filter(line -> line.startsWith("```")).count();
      long setups =
          DocumentBlock.text(page).lines().filter(line -> line.startsWith("<!-- setup")).count();
      assertEquals(fences / 2 + setups, DocumentBlock.of(page).size(), page.toString());
    }
  }

  @Test
  void theOptionsOfPythonBlocksAreListed() {
    Set<String> listed = listedOptions();
    Set<String> unknown = new TreeSet<>();
    DocumentBlock.pages().stream()
        .flatMap(page -> DocumentBlock.of(page).stream())
        .filter(block -> block.language().equals("python"))
        .forEach(
            block -> {
              for (Matcher found = SETTING.matcher(block.code()); found.find(); ) {
                if (!listed.contains(found.group(1))) {
                  unknown.add(found.group(1) + " in " + block);
                }
              }
            });

    assertEquals(Set.of(), unknown);
    assertTrue(listed.contains("primary_key"), listed.toString());
  }

  private static Set<String> listedOptions() {
    String text = DocumentBlock.text(Path.of("..", "..", "docs", "options.md"));
    Set<String> options = new TreeSet<>();
    for (Matcher row = Pattern.compile("(?m)^\\| `(\\w+)` \\|").matcher(text); row.find(); ) {
      options.add(row.group(1));
    }
    return options;
  }

  private static boolean isRunHere(DocumentBlock block) {
    return RUN_HERE.contains(block.language());
  }

  private static void run(DocumentBlock block, SparkSession spark, Database database, Path classes)
      throws Exception {
    String code =
        block
            .code()
            .replace("s3://bucket/db", database.uri())
            .replace("/tmp/lancedb", database.uri());
    switch (block.language()) {
      case "properties" -> set(code, spark);
      case "java" -> new JavaSnippet(code).run(Files.createTempDirectory(classes, "snippet"));
      default -> statements(code).forEach(statement -> spark.sql(statement).collectAsList());
    }
  }

  private static void set(String code, SparkSession spark) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(code));
    properties.forEach((key, value) -> spark.conf().set(key.toString(), value.toString()));
  }

  private static Stream<String> statements(String code) {
    return Stream.of(code.replaceAll("(?m)--.*$", "").split(";")).filter(text -> !text.isBlank());
  }
}
