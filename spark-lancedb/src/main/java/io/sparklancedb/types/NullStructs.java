package io.sparklancedb.types;

import io.sparklancedb.error.TypeErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * The structs that must not be null in a file: those with a list or map anywhere below. Where a
 * file holds such nulls and null or empty values on the same path, Lance 7.0.0 reads other values
 * back, fails, or ends the process; and a file without the latter gets them when a compaction, of
 * any client, puts it together with others.
 */
public final class NullStructs {
  private NullStructs() {}

  /** Refuses structs of this kind that cannot be structs of nulls: a field below is never null. */
  public static void requireFillable(List<Field> columns) {
    columns.forEach(column -> requireFillable(column.getName(), column));
  }

  private static void requireFillable(String path, Field field) {
    if (isUnreadable(field) && field.isNullable()) {
      requireNullableFields(path, path, field);
    }
    forEachChild(path, field, NullStructs::requireFillable);
  }

  private static void requireNullableFields(String struct, String path, Field field) {
    for (Field child : field.getChildren()) {
      String below = ColumnPath.field(path, child.getName());
      if (isUnreadable(child)) {
        requireNullableFields(struct, below, child);
      } else if (!child.isNullable()) {
        throw TypeErrors.notFillable(struct, below);
      }
    }
  }

  /** Returns the paths of such structs, as {@link ColumnPath} writes them. */
  public static Set<String> paths(List<Field> columns) {
    Set<String> paths = new HashSet<>();
    columns.forEach(
        column ->
            forAll(
                column.getName(),
                column,
                (path, field) -> {
                  if (isUnreadable(field)) {
                    paths.add(path);
                  }
                }));
    return Set.copyOf(paths);
  }

  /** Whether the field is such a struct. */
  public static boolean isUnreadable(Field field) {
    return field.getType() instanceof ArrowType.Struct && hasList(field);
  }

  /**
   * Refuses columns, and fields of structs, that rows which are there would get as a null of this
   * kind. Ask this of what is added without values to a table that has rows.
   *
   * @param own the table's columns
   * @param grown those with what is added
   */
  public static void requireAddable(List<Field> own, List<Field> grown) {
    Set<String> known = new HashSet<>();
    own.forEach(column -> forAll(column.getName(), column, (path, field) -> known.add(path)));
    grown.forEach(column -> requireAddable(column.getName(), column, known));
  }

  /** A list or map that is added is null, so that nothing is null in it. */
  private static void requireAddable(String path, Field field, Set<String> known) {
    if (known.contains(path)) {
      forEachChild(path, field, (below, child) -> requireAddable(below, child, known));
    } else if (isUnreadable(field)) {
      throw TypeErrors.nullStructAdded(path);
    }
  }

  private static boolean hasList(Field field) {
    return switch (field.getType().getTypeID()) {
      case List, LargeList, Map -> true;
      default -> field.getChildren().stream().anyMatch(NullStructs::hasList);
    };
  }

  /** From the outside in. */
  private static void forAll(String path, Field field, BiConsumer<String, Field> visitor) {
    visitor.accept(path, field);
    forEachChild(path, field, (below, child) -> forAll(below, child, visitor));
  }

  private static void forEachChild(String path, Field field, BiConsumer<String, Field> visitor) {
    List<Field> children = field.getChildren();
    switch (field.getType().getTypeID()) {
      case List, LargeList, FixedSizeList ->
          visitor.accept(ColumnPath.element(path), children.get(0));
      case Map -> {
        List<Field> entry = children.get(0).getChildren();
        visitor.accept(ColumnPath.key(path), entry.get(0));
        visitor.accept(ColumnPath.value(path), entry.get(1));
      }
      case Struct ->
          children.forEach(child -> visitor.accept(ColumnPath.field(path, child.getName()), child));
      default -> {}
    }
  }
}
