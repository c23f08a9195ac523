package io.sparklancedb.search;

import io.sparklancedb.error.ConnectionErrors;
import io.sparklancedb.index.ScalarIndexes;
import io.sparklancedb.layout.LanceLayout;
import java.io.Serializable;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.lance.Dataset;
import org.lance.ipc.ScanOptions;

/**
 * A caller's condition in Lance's SQL. It may name columns of the table and {@code _rowid}: other
 * names that lance-core 7.0.0 knows give wrong results or end the process.
 */
public record QueryCondition(String text) implements Serializable {
  /** Wrong, or refused, according to the table, its indexes and what the condition is about. */
  private static final Pattern UNRELIABLE =
      anyOf(
          Set.of(
              LanceLayout.ROW_ADDRESS,
              LanceLayout.ROW_OFFSET,
              LanceLayout.ROW_CREATED_AT_VERSION,
              LanceLayout.ROW_LAST_UPDATED_AT_VERSION));

  /** Ends the process when an index covers a part of the table, or beside a search of texts. */
  private static final Pattern RANKED = anyOf(Set.of(LanceLayout.DISTANCE, LanceLayout.SCORE));

  /** An index splits texts as its own options say, and one over moved rows ends the process. */
  private static final Pattern TEXT_SEARCH = anyOf(Set.of("contains_tokens"));

  private static final Pattern LITERAL = Pattern.compile("'(?:[^']|'')*'");
  private static final Pattern OTHER_QUOTE_OR_COMMENT = Pattern.compile("[\"`\\\\$#]|--|/\\*");

  private static Pattern anyOf(Set<String> names) {
    return Pattern.compile(
        names.stream().collect(Collectors.joining("|", "(?<!\\w)(?:", ")(?!\\w)")),
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  /**
   * Refuses what Lance would not answer rightly.
   *
   * @param isRanked whether the rows are searched as well
   */
  public void require(String uri, boolean isRanked) {
    if (text.codePoints().anyMatch(Character::isSupplementaryCodePoint)) {
      throw ConnectionErrors.unreadableCondition(uri);
    }
    named(UNRELIABLE)
        .ifPresent(
            name -> {
              throw ConnectionErrors.unreliableInCondition(uri, name);
            });
    if (isRanked) {
      named(RANKED)
          .ifPresent(
              name -> {
                throw ConnectionErrors.rankedInCondition(uri, name);
              });
    }
  }

  /** Lets a scan return only the rows that meet it. */
  public ScanOptions.Builder find(Dataset dataset, ScanOptions.Builder scan) {
    boolean mayAskIndexes = named(TEXT_SEARCH).isEmpty() && !ScalarIndexes.haveMoved(dataset);
    ScanOptions.Builder found = ScalarIndexes.applyTo(sql(), dataset, scan);
    return mayAskIndexes ? found : found.useScalarIndex(false);
  }

  /** How many rows meet it. */
  long count(Dataset dataset) {
    return dataset.countRows(sql());
  }

  /** In brackets: Lance reads nothing that follows an expression, such as LIMIT 1. */
  private String sql() {
    return text.contains("--") ? "(" + text + "\n)" : "(" + text + ")";
  }

  /**
   * What stands in a literal is left out only where nothing but literals can be meant by quotes.
   */
  private Optional<String> named(Pattern names) {
    boolean isPlain = !OTHER_QUOTE_OR_COMMENT.matcher(text).find();
    Matcher found = names.matcher(isPlain ? LITERAL.matcher(text).replaceAll("''") : text);
    return found.find() ? Optional.of(found.group()) : Optional.empty();
  }
}
