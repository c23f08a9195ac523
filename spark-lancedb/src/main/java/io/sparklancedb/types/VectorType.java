package io.sparklancedb.types;

import io.sparklancedb.error.TypeErrors;
import java.io.Serializable;
import java.util.Optional;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** A column of vectors: how many values each has, and of what width. */
public record VectorType(int dimension, Element element) implements Serializable {
  /** The width of a vector's values. */
  public enum Element {
    FLOAT16(FloatingPointPrecision.HALF),
    FLOAT32(FloatingPointPrecision.SINGLE),
    FLOAT64(FloatingPointPrecision.DOUBLE);

    private final FloatingPointPrecision precision;

    Element(FloatingPointPrecision precision) {
      this.precision = precision;
    }

    public ArrowType.FloatingPoint arrowType() {
      return new ArrowType.FloatingPoint(precision);
    }

    private static Element of(ArrowType.FloatingPoint type) {
      return switch (type.getPrecision()) {
        case HALF -> FLOAT16;
        case SINGLE -> FLOAT32;
        case DOUBLE -> FLOAT64;
      };
    }
  }

  public VectorType {
    if (dimension < 1) {
      throw TypeErrors.vectorDimension(dimension);
    }
  }

  /** The vector type of a table's column, when it is one: a fixed-size list of floats. */
  public static Optional<VectorType> of(Field column) {
    if (column.getType() instanceof ArrowType.FixedSizeList list
        && column.getChildren().get(0).getType() instanceof ArrowType.FloatingPoint element) {
      return Optional.of(new VectorType(list.getListSize(), Element.of(element)));
    }
    return Optional.empty();
  }
}
