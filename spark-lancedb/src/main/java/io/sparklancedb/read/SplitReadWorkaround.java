package io.sparklancedb.read;

import io.sparklancedb.dataset.ColumnSizes;
import io.sparklancedb.filter.ColumnName;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Keeps lance-core 7.0.0 from reading a nested column in two steps. Behind a filter it reads the
 * narrow fields of such a column first, and the wide ones for the matching rows. When it joins the
 * two, a batch of null structs becomes one of structs of nulls, and null lists of structs become
 * empty lists.
 */
final class SplitReadWorkaround {
  /**
   * Values below these widths, in bytes, are read before the filter: in files, in object stores.
   */
  private static final List<Integer> NARROW = List.of(10, 1_000);

  private SplitReadWorkaround() {}

  /**
   * Conditions that always hold. Their presence makes Lance read such columns in one step, in all
   * rows.
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
