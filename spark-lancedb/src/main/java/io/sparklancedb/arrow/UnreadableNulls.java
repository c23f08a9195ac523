package io.sparklancedb.arrow;

import io.sparklancedb.types.ColumnPath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * The structs of a table that must not be null: Lance 7.0.0 writes a null struct above a list and,
 * where arrays, maps and structs are three levels or more, may not read it back. Depending on the
 * rows it then fails, returns other values, or ends the process. A struct directly in the table
 * with a list directly in it does come back.
 */
final class UnreadableNulls {
  private static final int READABLE_LEVELS = 2;

  private final Set<String> paths = new HashSet<>();

  private UnreadableNulls() {}

  /** Returns the paths of such structs. */
  static Set<String> of(List<Field> columns) {
    UnreadableNulls found = new UnreadableNulls();
    columns.forEach(column -> found.visit(column.getName(), column, 1));
    return Set.copyOf(found.paths);
  }

  /**
   * @return the level of the deepest list at or below this one, 0 for none
   */
  private int visit(String path, Field field, int level) {
    ArrowType.ArrowTypeID type = field.getType().getTypeID();
    List<Field> children = field.getChildren();
    return switch (type) {
      case List, LargeList, FixedSizeList -> {
        int below = visit(ColumnPath.element(path), children.get(0), level + 1);
        yield type == ArrowType.ArrowTypeID.FixedSizeList ? below : Math.max(level, below);
      }
      case Map -> {
        List<Field> entry = children.get(0).getChildren();
        visit(ColumnPath.key(path), entry.get(0), level + 1);
        yield Math.max(level, visit(ColumnPath.value(path), entry.get(1), level + 1));
      }
      case Struct -> struct(path, children, level);
      default -> 0;
    };
  }

  private int struct(String path, List<Field> children, int level) {
    int deepest =
        children.stream()
            .mapToInt(child -> visit(ColumnPath.field(path, child.getName()), child, level + 1))
            .max()
            .orElse(0);
    if (deepest > READABLE_LEVELS) {
      paths.add(path);
    }
    return deepest;
  }
}
