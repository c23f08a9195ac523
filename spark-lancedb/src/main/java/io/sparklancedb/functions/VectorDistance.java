package io.sparklancedb.functions;

import io.sparklancedb.error.SearchErrors;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The distance of two vectors: a float, as {@code _distance} of Lance's search is. It is null when
 * a vector or one of its elements is, and NaN where Lance leaves the row out: of a vector of zeros
 * in {@code cosine_distance}, and of a NaN.
 *
 * <p>Public for the code that Spark generates, which calls {@link #invoke}.
 */
public record VectorDistance(Metric metric, VectorArgument left, VectorArgument right)
    implements ScalarFunction<Float> {
  @Override
  public DataType[] inputTypes() {
    return new DataType[] {left.type(), right.type()};
  }

  @Override
  public DataType resultType() {
    return DataTypes.FloatType;
  }

  @Override
  public String name() {
    return metric.function();
  }

  @Override
  public String canonicalName() {
    return "lancedb." + name();
  }

  /** As plans show it. */
  @Override
  public String toString() {
    return name();
  }

  /** Spark finds the method by its name and its parameters. */
  public Float invoke(ArrayData a, ArrayData b) {
    if (a == null || b == null) {
      return null;
    }
    if (a.numElements() != b.numElements()) {
      throw SearchErrors.vectorLengths(name(), a.numElements(), b.numElements());
    }
    if (left.holdsNull(a) || right.holdsNull(b)) {
      return null;
    }
    return left.isFloat() || right.isFloat()
        ? metric.distance(left.floats(a), right.floats(b))
        : metric.distance(left.doubles(a), right.doubles(b));
  }
}
