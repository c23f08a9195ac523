package io.sparklancedb.dataset;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;

/**
 * Estimates the size of some columns of a table. Columns of fixed width are known by their types;
 * the others share the rest of the files' sizes.
 */
public final class ColumnSizes {
  /** Assumed for a value of variable width when the files' sizes are unknown. */
  private static final double DEFAULT_BYTES = 24;

  private final Width table;
  private final Width columns;

  public ColumnSizes(Schema table, Collection<String> columns) {
    Set<String> wanted = new HashSet<>(columns);
    this.table = Width.of(table.getFields());
    this.columns =
        Width.of(table.getFields().stream().filter(f -> wanted.contains(f.getName())).toList());
  }

  /** Bytes of a value of the field; empty when they vary. */
  public static OptionalDouble fixedWidth(Field field) {
    Width width = Width.of(field);
    return width.variables > 0 ? OptionalDouble.empty() : OptionalDouble.of(width.fixed);
  }

  /** The likely bytes of a row: columns of variable width are taken to be equally large. */
  public double likely(Collection<FragmentMetadata> fragments) {
    return Math.max(
        1,
        columns.fixed
            + columns.variables * variableBytes(fragments) / Math.max(1, table.variables));
  }

  /** The most bytes of a row: one column is taken to hold all that is of variable width. */
  public double most(Collection<FragmentMetadata> fragments) {
    return Math.max(1, columns.fixed + (columns.variables > 0 ? variableBytes(fragments) : 0));
  }

  private double variableBytes(Collection<FragmentMetadata> fragments) {
    long rows = 0;
    long bytes = 0;
    for (FragmentMetadata fragment : fragments) {
      for (DataFile file : fragment.getFiles()) {
        bytes += file.getFileSizeBytes() == null ? 0 : file.getFileSizeBytes();
      }
      rows += fragment.getPhysicalRows();
    }
    double ofOneRow = rows == 0 ? 0 : (double) bytes / rows - table.fixed;
    return Math.max(ofOneRow, DEFAULT_BYTES * table.variables);
  }

  /**
   * @param fixed bytes
   * @param variables fields whose values have no fixed width
   */
  private record Width(double fixed, int variables) {
    static Width of(List<Field> fields) {
      double fixed = 0;
      int variables = 0;
      for (Field field : fields) {
        Width width = of(field);
        fixed += width.fixed;
        variables += width.variables;
      }
      return new Width(fixed, variables);
    }

    private static Width of(Field field) {
      ArrowType type = field.getType();
      return switch (type.getTypeID()) {
        case Null -> new Width(0, 0);
        case Bool -> new Width(0.125, 0);
        case Int -> bits(((ArrowType.Int) type).getBitWidth());
        case FloatingPoint -> bits(bits(((ArrowType.FloatingPoint) type).getPrecision()));
        case Decimal -> bits(((ArrowType.Decimal) type).getBitWidth());
        case FixedSizeBinary -> new Width(((ArrowType.FixedSizeBinary) type).getByteWidth(), 0);
        case Date, Time, Timestamp, Duration, Interval -> bits(Long.SIZE);
        case Struct -> of(field.getChildren());
        case FixedSizeList -> {
          Width element = of(field.getChildren().get(0));
          yield element.variables > 0
              ? element
              : new Width(element.fixed * ((ArrowType.FixedSizeList) type).getListSize(), 0);
        }
        default -> new Width(0, 1);
      };
    }

    private static Width bits(int bits) {
      return new Width(bits / 8.0, 0);
    }

    private static int bits(FloatingPointPrecision precision) {
      return switch (precision) {
        case HALF -> Short.SIZE;
        case SINGLE -> Float.SIZE;
        case DOUBLE -> Double.SIZE;
      };
    }
  }
}
