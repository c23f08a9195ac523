package io.sparklancedb.arrow.column;

import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.Platform;

/** Floats and doubles. */
final class FloatingColumn extends NumberColumn {
  FloatingColumn(FieldVector vector, DataType type) {
    super(vector, type);
  }

  @Override
  public float getFloat(int row) {
    return Platform.getFloat(null, values + 4L * row);
  }

  @Override
  public double getDouble(int row) {
    return Platform.getDouble(null, values + 8L * row);
  }

  @Override
  public float[] getFloats(int row, int count) {
    float[] copy = new float[count];
    Platform.copyMemory(null, values + 4L * row, copy, Platform.FLOAT_ARRAY_OFFSET, 4L * count);
    return copy;
  }

  @Override
  public double[] getDoubles(int row, int count) {
    double[] copy = new double[count];
    Platform.copyMemory(null, values + 8L * row, copy, Platform.DOUBLE_ARRAY_OFFSET, 8L * count);
    return copy;
  }
}
