package io.sparklancedb.functions;

import io.sparklancedb.error.SearchErrors;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A distance by its name. Where one vector holds floats, so does the other: Lance too brings a
 * query to the type of its column.
 */
record DistanceFunction(Metric metric) implements UnboundFunction {
  @Override
  public String name() {
    return metric.function();
  }

  @Override
  public String description() {
    return "%s(a, b): %s, arrays of numbers; a float."
        .formatted(metric.function(), metric.meaning());
  }

  @Override
  public BoundFunction bind(StructType arguments) {
    StructField[] vectors = arguments.fields();
    if (vectors.length != 2 || !isVector(vectors[0]) || !isVector(vectors[1])) {
      throw SearchErrors.notTwoVectors(name(), arguments);
    }
    boolean anyFloat =
        isOf(vectors[0], DataTypes.FloatType) || isOf(vectors[1], DataTypes.FloatType);
    return new VectorDistance(
        metric, argument(vectors[0], anyFloat), argument(vectors[1], anyFloat));
  }

  private static boolean isVector(StructField argument) {
    return argument.dataType() instanceof NullType
        || argument.dataType() instanceof ArrayType array
            && (array.elementType() instanceof NumericType
                || array.elementType() instanceof NullType);
  }

  private static boolean isOf(StructField argument, DataType element) {
    return argument.dataType() instanceof ArrayType array && array.elementType().equals(element);
  }

  /** Spark casts what is neither float nor double, such as the decimals of a literal. */
  private static VectorArgument argument(StructField argument, boolean anyFloat) {
    boolean isFloat = anyFloat && !isOf(argument, DataTypes.DoubleType);
    boolean mayHoldNull = !(argument.dataType() instanceof ArrayType array) || array.containsNull();
    return new VectorArgument(isFloat, mayHoldNull);
  }
}
