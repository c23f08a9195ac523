package io.sparklancedb.write;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VectorOption;
import io.sparklancedb.error.TypeErrors;
import io.sparklancedb.types.CaseSensitivity;
import io.sparklancedb.types.MlVectors;
import io.sparklancedb.types.VectorType;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which columns of a new table hold vectors: those that an option names, and arrays of float or
 * double whose name tells so.
 *
 * @param undimensioned those whose dimension only the rows can tell
 */
public record VectorColumns(
    Map<String, VectorType> dimensioned, Map<String, VectorType.Element> undimensioned) {
  private static final Logger LOG = LoggerFactory.getLogger(VectorColumns.class);

  /** "vector" holds "vec". */
  private static final List<String> TELLING_NAMES = List.of("vec", "embedding");

  public static VectorColumns of(
      StructType columns, Map<String, VectorOption> options, CaseSensitivity names) {
    VectorColumns vectors = new VectorColumns(new HashMap<>(), new HashMap<>());
    Map<String, VectorOption> left = new HashMap<>(options);
    for (StructField column : columns.fields()) {
      String name = column.name();
      left.keySet().stream()
          .filter(
              key ->
                  names == CaseSensitivity.SENSITIVE
                      ? key.equals(name)
                      : key.equalsIgnoreCase(name))
          .findFirst()
          .map(left::remove)
          .ifPresentOrElse(option -> vectors.declare(column, option), () -> vectors.infer(column));
    }
    left.keySet().stream()
        .findFirst()
        .ifPresent(
            key -> {
              throw TypeErrors.unknownVectorColumn(key);
            });
    return vectors;
  }

  /** Says what was chosen for the vectors of a table or of columns that a write makes. */
  static void tell(TableAddress table, Schema made) {
    for (Field column : made.getFields()) {
      VectorType.of(column)
          .ifPresent(
              vector ->
                  LOG.info(
                      "Column '{}' of table {} holds vectors of {} values of type {}. The option 'vector.{}' = '{}:float32' (or float16, float64) chooses another type when the column is made.",
                      column.getName(),
                      table,
                      vector.dimension(),
                      vector.element().name().toLowerCase(Locale.ROOT),
                      column.getName(),
                      vector.dimension()));
    }
  }

  private void declare(StructField column, VectorOption option) {
    VectorType.Element element =
        option.elementBits().map(VectorColumns::element).orElseGet(() -> own(column.dataType()));
    dimensioned.put(column.name(), new VectorType(option.dimension(), element));
  }

  private void infer(StructField column) {
    String name = column.name().toLowerCase(Locale.ROOT);
    if (MlVectors.is(column.dataType())) {
      undimensioned.put(column.name(), VectorType.Element.FLOAT32);
    } else if (isFloats(column.dataType()) && TELLING_NAMES.stream().anyMatch(name::contains)) {
      undimensioned.put(column.name(), own(column.dataType()));
    }
  }

  private static boolean isFloats(DataType type) {
    return type instanceof ArrayType array
        && (array.elementType().equals(DataTypes.FloatType)
            || array.elementType().equals(DataTypes.DoubleType));
  }

  static VectorType.Element element(int bits) {
    return switch (bits) {
      case Short.SIZE -> VectorType.Element.FLOAT16;
      case Float.SIZE -> VectorType.Element.FLOAT32;
      default -> VectorType.Element.FLOAT64;
    };
  }

  /** Nothing is lost unless the option says so. */
  private static VectorType.Element own(DataType type) {
    return type instanceof ArrayType array && array.elementType().equals(DataTypes.DoubleType)
        ? VectorType.Element.FLOAT64
        : VectorType.Element.FLOAT32;
  }
}
