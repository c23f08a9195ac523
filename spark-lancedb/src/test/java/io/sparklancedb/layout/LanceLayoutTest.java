package io.sparklancedb.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Lance calls its folders and columns stands in its room, and in sentences of errors. */
class LanceLayoutTest {
  private static final Path SOURCES = Path.of("src/main/java/io/sparklancedb");

  /** A name of Lance in a text of the program, not in a comment. */
  private static final Pattern NAME_OF_LANCE =
      Pattern.compile(
          "^(?!\\s*(?:\\*|/\\*|//)).*\"[^\"\n]*(?:\\b_(?:rowid|rowaddr|rowoffset|row_created_at_version"
              + "|row_last_updated_at_version|distance|score)\\b|_versions\\b|_transactions\\b"
              + "|_deletions\\b|_indices\\b|__lance_frag_reuse|\\.manifest"
              + "|(?:(?<=\")|/)data(?:(?=\")|/))",
          Pattern.MULTILINE);

  @Test
  void theNamesStandInOnePlace() throws IOException {
    List<String> elsewhere = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
        String room = SOURCES.relativize(file).getName(0).toString();
        if (!room.equals("layout") && !room.equals("error")) {
          Matcher found = NAME_OF_LANCE.matcher(Files.readString(file));
          found.results().forEach(line -> elsewhere.add(file + ": " + line.group().strip()));
        }
      }
    }

    assertEquals(List.of(), elsewhere);
  }

  @Test
  void addressesAreLances() {
    Path table = Path.of("/db/docs.lance");

    assertEquals(table.resolve("data"), LanceLayout.dataFolder(table));
    assertEquals(
        "s3://db/docs.lance/data/a.lance", LanceLayout.dataFile("s3://db/docs.lance", "a.lance"));
    assertEquals(table.resolve("_versions"), LanceLayout.versionsFolder(table));
    assertEquals(table.resolve("_transactions"), LanceLayout.transactionsFolder(table));
    assertEquals(table.resolve("_deletions"), LanceLayout.deletionsFolder(table));
    assertEquals("3-ab.txn", LanceLayout.transaction(3, "ab"));
    assertEquals("3.manifest", LanceLayout.manifest(3));
    assertEquals(
        "/db/docs.lance/_indices/ab/page.lance",
        LanceLayout.indexFile("/db/docs.lance", "ab", "page.lance"));
  }
}
