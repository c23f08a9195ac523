package io.sparklancedb.read;

import io.sparklancedb.filter.ColumnName;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Columns that lance-core 7.0.0 reads in two pieces behind a filter, the narrow values in them
 * before it and the wide ones after it. When it joins the pieces, a batch of null structs becomes
 * one of structs of nulls, and null lists of structs become empty ones.
 */
final class SplitReadWorkaround {
  /** Fixed widths, in bytes, below which values are read before a filter: of files, of objects. */
  private static final List<Integer> NARROW = List.of(10, 1_000);

  private SplitReadWorkaround() {}

  /**
   * Conditions that always hold and let Lance read such columns at once, all rows of them.
   *
   * @param paths of columns, or of fields inside structs, outermost name first
   */
  static List<String> readAtOnce(Schema table, Collection<List<String>> paths) {
    return paths.stream()
        .filter(path -> isJoined(field(table.getFields(), path)))
        .map(path -> ColumnName.quote(path).orElseThrow())
        .map(name -> "(" + name + " IS NULL OR " + name + " IS NOT NULL)")
        .toList();
  }

  private static Field field(List<Field> fields, List<String> path) {
    Field first =
        fields.stream().filter(f -> f.getName().equals(path.get(0))).findFirst().orElseThrow();
    return path.size() == 1 ? first : field(first.getChildren(), path.subList(1, path.size()));
  }

  private static boolean isJoined(Field column) {
    return NestedColumns.leaves(column).map(SplitReadWorkaround::width).distinct().count() > 1;
  }

  /** How many of the bounds the values stay below. */
  private static long width(Field leaf) {
    OptionalDouble bytes = ColumnSizes.fixedWidth(leaf);
    // A boolean has less than a byte, which counts as no fixed width.
    return bytes.isEmpty() || bytes.getAsDouble() < 1
        ? 0
        : NARROW.stream().filter(bound -> bytes.getAsDouble() < bound).count();
  }
}
