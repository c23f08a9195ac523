package io.sparklancedb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages of this repository name is there. */
class DocumentationTest {
  private static final Path ROOT = Path.of("..");
  private static final List<Path> TABLES_OF_CLASSES =
      List.of(ROOT.resolve("ARCHITECTURE.md"), ROOT.resolve("docs/lance-workarounds.md"));
  private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)(?:#(\\w+))?`");
  private static final Pattern DRAWN_CLASS =
      Pattern.compile("\\b[A-Z][a-z]+(?:[A-Z][a-z0-9]+)+\\b");
  private static final Set<String> OF_OTHERS =
      Set.of("AutoCloseable", "DataFrames", "LanceScanner");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!http)([^)#]+)(?:#[^)]*)?\\)");
  private static final Pattern CODED_TEST =
      Pattern.compile("void ((?:[cdfkrtx]\\d+)+)[A-Z]\\w*\\(");

  @Test
  void everyClassAndTestThatATableNamesExists() {
    Map<String, String> sources = sources();
    Set<String> missing = new TreeSet<>();
    TABLES_OF_CLASSES.stream()
        .flatMap(page -> text(page).lines())
        .filter(line -> line.startsWith("|"))
        .flatMap(line -> CLASS.matcher(line).results())
        .filter(name -> !exists(name, sources))
        .forEach(name -> missing.add(name.group()));

    assertEquals(Set.of(), missing);
  }

  private static boolean exists(MatchResult name, Map<String, String> sources) {
    String source = sources.get(name.group(1));
    return source != null
        && (name.group(2) == null || source.contains("void " + name.group(2) + "("));
  }

  @Test
  void everyClassInADrawingExists() {
    Map<String, String> sources = sources();
    Set<String> missing = new TreeSet<>();
    DRAWN_CLASS
        .matcher(text(ROOT.resolve("ARCHITECTURE.md")))
        .results()
        .map(MatchResult::group)
        .filter(name -> !OF_OTHERS.contains(name) && !sources.containsKey(name))
        .forEach(missing::add);

    assertEquals(Set.of(), missing);
  }

  @Test
  void everyIdInATestsNameIsExplained() {
    String page = text(ROOT.resolve("docs/reliability.md"));
    Set<String> unknown = new TreeSet<>();
    for (String source : sources().values()) {
      CODED_TEST
          .matcher(source)
          .results()
          .flatMap(test -> Stream.of(test.group(1).toUpperCase().split("(?<=\\d)(?=[A-Z])")))
          .filter(id -> !page.contains("| " + id + " |"))
          .forEach(unknown::add);
    }

    assertEquals(Set.of(), unknown);
    assertTrue(page.contains("| T9 |"), page);
  }

  @Test
  void everyLinkLeadsToAFile() {
    Set<String> broken = new TreeSet<>();
    for (Path page : pages()) {
      LINK.matcher(text(page))
          .results()
          .map(link -> link.group(1))
          .filter(target -> !Files.exists(page.resolveSibling(target)))
          .forEach(target -> broken.add(page + " -> " + target));
    }

    assertEquals(Set.of(), broken);
  }

  private static List<Path> pages() {
    return Stream.of(ROOT, ROOT.resolve("docs"))
        .flatMap(folder -> files(folder, 1))
        .filter(file -> file.toString().endsWith(".md"))
        .toList();
  }

  /** The text of each class by its name. */
  private static Map<String, String> sources() {
    Map<String, String> sources = new HashMap<>();
    Stream.of("spark-lancedb/src", "integration-tests/suite/src")
        .flatMap(folder -> files(ROOT.resolve(folder), Integer.MAX_VALUE))
        .filter(file -> file.toString().endsWith(".java"))
        .forEach(
            file -> sources.put(file.getFileName().toString().replace(".java", ""), text(file)));
    return sources;
  }

  private static Stream<Path> files(Path folder, int depth) {
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
