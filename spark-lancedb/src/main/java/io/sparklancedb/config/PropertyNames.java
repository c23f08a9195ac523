package io.sparklancedb.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * The names of a table's properties. One that is nobody's is kept, unless somebody has most likely
 * meant one of the connector's.
 */
public final class PropertyNames {
  /** In a name of so many letters one edit is a slip, in a shorter one it may be another word. */
  private static final int LETTERS_OF_A_LONG_NAME = 6;

  private static final LevenshteinDistance ONE_EDIT = new LevenshteinDistance(1);

  private PropertyNames() {}

  /**
   * The property of the connector that one has most likely meant who wrote this one.
   *
   * @param columns of the table
   * @return empty for a property of the connector, and for one that resembles none
   */
  public static Optional<String> meant(String property, Collection<String> columns) {
    if (isOurs(property)) {
      return Optional.empty();
    }
    return memberOfFamily(property, columns)
        .or(() -> ofColumn(property, columns))
        .or(() -> singleKeys().filter(key -> isNearly(property, key)).findFirst());
  }

  /** What the table itself remembers is read in its very spelling only. */
  private static boolean isOurs(String property) {
    return keys(option -> option.group() == OptionGroup.STORED)
            .anyMatch(key -> key.spells(property))
        || Options.isOfTable(property);
  }

  private static Stream<String> singleKeys() {
    return keys(option -> true).filter(key -> !key.isFamily()).map(OptionKey::text);
  }

  private static Stream<OptionKey> families() {
    return keys(option -> true).filter(OptionKey::isFamily);
  }

  private static Stream<OptionKey> keys(Predicate<Option<?>> which) {
    return Options.all().stream()
        .filter(option -> option.mayBeIn(Place.PROPERTY))
        .filter(which)
        .map(Option::key);
  }

  /** Such as {@code vectr.embedding}. A column after the dot tells a slip in a short name too. */
  private static Optional<String> memberOfFamily(String property, Collection<String> columns) {
    int dot = property.indexOf('.');
    if (dot <= 0) {
      return Optional.empty();
    }
    String written = property.substring(0, dot);
    String column = property.substring(dot + 1);
    boolean isOfColumn = columns.stream().anyMatch(column::equalsIgnoreCase);
    return families()
        .filter(
            family ->
                isNearly(written, family.text())
                    || (isOfColumn && isOneEdit(written, family.text())))
        .map(family -> family.of(column))
        .findFirst();
  }

  /** Such as {@code vector_embedding}. */
  private static Optional<String> ofColumn(String property, Collection<String> columns) {
    return families()
        .flatMap(family -> columns.stream().map(family::of))
        .filter(name -> letters(name).equals(letters(property)))
        .findFirst();
  }

  private static boolean isNearly(String written, String name) {
    String own = letters(name);
    boolean isLong = own.length() >= LETTERS_OF_A_LONG_NAME;
    return letters(written).equals(own) || (isLong && isOneEdit(written, name));
  }

  /** A letter too many, too few or another one, or two neighbours that have changed places. */
  private static boolean isOneEdit(String written, String name) {
    String letters = letters(written);
    String own = letters(name);
    return ONE_EDIT.apply(letters, own) >= 0
        || IntStream.range(1, letters.length())
            .anyMatch(at -> withNeighboursSwapped(letters, at).equals(own));
  }

  private static String withNeighboursSwapped(String letters, int at) {
    return letters.substring(0, at - 1)
        + letters.charAt(at)
        + letters.charAt(at - 1)
        + letters.substring(at + 1);
  }

  /** Many a language writes {@code ks} where English writes x, as in {@code indeks}. */
  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]", "").replace("ks", "x");
  }
}
