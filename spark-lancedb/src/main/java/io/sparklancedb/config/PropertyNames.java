package io.sparklancedb.config;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
    return memberOfFamily(property)
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

  /** Such as {@code vectr.embedding}. */
  private static Optional<String> memberOfFamily(String property) {
    int dot = property.indexOf('.');
    return names()
        .filter(name -> isFamily(name) && dot > 0 && isNearly(property.substring(0, dot), name))
        .map(family -> family + property.substring(dot + 1))
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
    return letters(written).equals(own) || (isLong && ONE_EDIT.apply(letters(written), own) >= 0);
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]", "");
  }
}
