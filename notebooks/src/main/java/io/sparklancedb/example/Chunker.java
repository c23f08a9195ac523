package io.sparklancedb.example;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Cuts a Markdown text into chunks of some 150 words. A chunk never crosses a heading, and chunks
 * of one section overlap, so that a sentence at a border is whole in one of them.
 */
final class Chunker {
  private static final int WORDS = 160;
  private static final int OVERLAP = 30;

  /** A long run without a space, such as a table's rule, counts as several words. */
  private static final Pattern WORD = Pattern.compile("\\S{1,80}");

  private static final Pattern HEADING = Pattern.compile("#{1,6}\\s+(.*?)[\\s#]*");

  private static final Pattern MARKUP = Pattern.compile("<[^>]*>|[*`]");

  private final List<Chunk> chunks = new ArrayList<>();
  private final StringBuilder section = new StringBuilder();
  private String title;
  private boolean inCode;

  private Chunker(String title) {
    this.title = title;
  }

  /**
   * @param title the nearest heading above
   */
  record Chunk(String title, String text, int words) {}

  /**
   * @param name stands in for a heading before the first one
   */
  static List<Chunk> cut(String name, String markdown) {
    Chunker chunker = new Chunker(name);
    markdown.lines().forEach(chunker::take);
    chunker.endSection();
    return chunker.chunks;
  }

  private void take(String line) {
    inCode ^= line.startsWith("```");
    var heading = HEADING.matcher(line);
    if (!inCode && heading.matches()) {
      endSection();
      title = MARKUP.matcher(heading.group(1)).replaceAll("");
    } else {
      section.append(line).append('\n');
    }
  }

  private void endSection() {
    String text = section.toString();
    List<MatchResult> words = WORD.matcher(text).results().toList();
    int from = 0;
    while (from < words.size()) {
      // A short rest goes with the chunk before it.
      int to = words.size() - from < WORDS + OVERLAP ? words.size() : from + WORDS;
      String part = text.substring(words.get(from).start(), words.get(to - 1).end());
      chunks.add(new Chunk(title, part, to - from));
      from = to == words.size() ? to : to - OVERLAP;
    }
    section.setLength(0);
  }
}
