package io.sparklancedb.types;

import io.sparklancedb.error.TypeErrors;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.Types;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Which of a table's columns a scan can return. A table may have others as long as nobody selects
 * them, so this is asked of a scan's columns and not of the table.
 */
public final class ScannableColumns {
  /** The Arrow of Spark 3.5 has none. */
  private static final boolean HAS_HALF_FLOATS =
      Arrays.stream(Types.MinorType.values()).anyMatch(type -> type.name().equals("FLOAT2"));

  private ScannableColumns() {}

  /** Refuses the first column that a scan cannot return. */
  public static void require(List<Field> columns) {
    columns.forEach(column -> require(column.getName(), column));
  }

  private static void require(String path, Field field) {
    if (LanceExtension.of(field) == LanceExtension.BLOB) {
      throw TypeErrors.notScannable(path, "blob", "a scan returns where a blob is, not the blob");
    }
    if (isHalf(field.getType()) && !HAS_HALF_FLOATS) {
      throw TypeErrors.notScannable(
          path, "float16", "the Arrow of this Spark has no 16-bit floats, that of Spark 4 has");
    }
    boolean isStruct = field.getType() instanceof ArrowType.Struct;
    for (Field child : field.getChildren()) {
      require(isStruct ? ColumnPath.field(path, child.getName()) : path, child);
    }
  }

  private static boolean isHalf(ArrowType type) {
    return type instanceof ArrowType.FloatingPoint floating
        && floating.getPrecision() == FloatingPointPrecision.HALF;
  }
}
