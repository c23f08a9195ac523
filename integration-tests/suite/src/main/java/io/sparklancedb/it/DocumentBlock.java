package io.sparklancedb.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A block of code in a Markdown page. A comment right before it may say {@code not run: reason} or
 * {@code from Spark 4.1}; a comment that begins with {@code setup} and a language is a block that
 * readers do not see.
 *
 * @param line of the page, from 1
 * @param language as behind the three backticks
 * @param notRun why it is not run
 * @param fromSpark the oldest version of Spark that runs it
 */
public record DocumentBlock(
    Path page,
    int line,
    String language,
    String code,
    Optional<String> notRun,
    Optional<String> fromSpark) {
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?:^<!-- (?:not run: (?<reason>[^\n]+)|from Spark (?<spark>[0-9.]+)) -->\n)?"
              + "(?:^```(?<language>\\w*)\n(?<code>.*?)^```$"
              + "|^<!-- setup (?<hidden>\\w+)\n(?<setup>.*?)^-->$)",
          Pattern.MULTILINE | Pattern.DOTALL);

  /** All blocks of a page in their order. */
  public static List<DocumentBlock> of(Path page) {
    String text = text(page);
    List<DocumentBlock> blocks = new ArrayList<>();
    Matcher found = BLOCK.matcher(text);
    while (found.find()) {
      boolean hidden = found.group("hidden") != null;
      int line = (int) text.substring(0, found.start()).lines().count() + 1;
      blocks.add(
          new DocumentBlock(
              page,
              line,
              found.group(hidden ? "hidden" : "language"),
              found.group(hidden ? "setup" : "code"),
              Optional.ofNullable(found.group("reason")),
              Optional.ofNullable(found.group("spark"))));
    }
    return blocks;
  }

  /** The pages of this repository for its users and contributors. */
  public static List<Path> pages() {
    Path root = Path.of("..", "..");
    try (var documents = Files.list(root.resolve("docs"));
        var top = Files.list(root)) {
      return Stream.concat(top, documents)
          .filter(path -> path.getFileName().toString().endsWith(".md"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a page. */
  public static String text(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it is to be run on this version of Spark. */
  public boolean runsOn(String sparkVersion) {
    return notRun.isEmpty()
        && fromSpark.stream().allMatch(from -> sparkVersion.compareTo(from) > 0);
  }

  @Override
  public String toString() {
    return page.getFileName() + ", line " + line + ", " + language;
  }
}
