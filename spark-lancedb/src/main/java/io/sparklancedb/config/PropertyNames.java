package io.sparklancedb.config;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

  /** Those that are read in this very spelling; a family ends in a dot. */
  private static final List<String> AS_SPELLED =
      List.of(
          Options.PRIMARY_KEY.key(),
          Options.DATA_STORAGE_VERSION.key(),
          Options.VECTOR.key(),
          IndexDeclaration.PREFIX);

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
        .or(() -> names().filter(n -> !isFamily(n) && isNearly(property, n)).findFirst());
  }

  private static boolean isOurs(String property) {
    String lower = property.toLowerCase(Locale.ROOT);
    boolean isSpelled =
        AS_SPELLED.stream()
            .anyMatch(n -> isFamily(n) ? property.startsWith(n) : property.equals(n));
    return isSpelled
        || (Options.isOfTable(property) && AS_SPELLED.stream().noneMatch(lower::startsWith));
  }

  private static Stream<String> names() {
    return Stream.concat(
            AS_SPELLED.stream(),
            Options.all().stream()
                .filter(o -> Options.isOfTable(o.isFamily() ? o.key() + "column" : o.key()))
                .map(Option::key))
        .distinct();
  }

  private static boolean isFamily(String name) {
    return name.endsWith(".");
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
    return names()
        .filter(PropertyNames::isFamily)
        .filter(name -> isNearly(written, name) || (isOfColumn && isOneEdit(written, name)))
        .map(family -> family + column)
        .findFirst();
  }

  /** Such as {@code vector_embedding}. */
  private static Optional<String> ofColumn(String property, Collection<String> columns) {
    return names()
        .filter(PropertyNames::isFamily)
        .flatMap(family -> columns.stream().map(column -> family + column))
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
