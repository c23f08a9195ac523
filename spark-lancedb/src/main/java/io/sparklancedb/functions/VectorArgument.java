package io.sparklancedb.functions;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.vectorized.ColumnarArray;

/**
 * How a vector is given to a function.
 *
 * @param isFloat whether its elements are floats; else they are doubles
 * @param mayHoldNull whether one of them may be null
 */
record VectorArgument(boolean isFloat, boolean mayHoldNull) implements Serializable {
  ArrayType type() {
    return DataTypes.createArrayType(
        isFloat ? DataTypes.FloatType : DataTypes.DoubleType, mayHoldNull);
  }

  /**
   * The elements. They are copied as memory: asked for one by one, each is a virtual call as soon
   * as a JVM has met arrays of several classes.
   */
  float[] floats(ArrayData vector) {
    return isFloat ? vector.toFloatArray() : narrow(vector.toDoubleArray());
  }

  /** As above. */
  double[] doubles(ArrayData vector) {
    return vector.toDoubleArray();
  }

  private static float[] narrow(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  boolean holdsNull(ArrayData vector) {
    if (!mayHoldNull) {
      return false;
    }
    // For each class a loop of its own, in which the call is inlined.
    if (vector instanceof ColumnarArray array) {
      return holdsNull(array);
    }
    if (vector instanceof UnsafeArrayData array) {
      return holdsNull(array);
    }
    for (int i = 0; i < vector.numElements(); i++) {
      if (vector.isNullAt(i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean holdsNull(ColumnarArray array) {
    for (int i = 0; i < array.numElements(); i++) {
      if (array.isNullAt(i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean holdsNull(UnsafeArrayData array) {
    for (int i = 0; i < array.numElements(); i++) {
      if (array.isNullAt(i)) {
        return true;
      }
    }
    return false;
  }
}
