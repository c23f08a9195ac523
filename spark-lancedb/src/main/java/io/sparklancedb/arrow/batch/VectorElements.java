package io.sparklancedb.arrow.batch;

import io.sparklancedb.arrow.HalfFloat;
import io.sparklancedb.error.ValueErrors;
import io.sparklancedb.types.VectorType;
import java.util.Locale;
import org.apache.spark.unsafe.Platform;

/** Stores values of vectors one by one, each as the nearest that the element type has. */
final class VectorElements {
  private final String path;
  private final VectorType.Element type;
  private final RowContext row;

  VectorElements(String path, VectorType.Element type, RowContext row) {
    this.path = path;
    this.type = type;
    this.row = row;
  }

  /**
   * @param at the place in the vector that begins at the address
   * @throws io.sparklancedb.error.LanceDbException for a finite value that would become infinite
   */
  void put(long address, int at, double value) {
    switch (type) {
      case FLOAT16 -> Platform.putShort(null, address + 2L * at, half(value, at));
      case FLOAT32 -> Platform.putFloat(null, address + 4L * at, single(value, at));
      default -> Platform.putDouble(null, address + 8L * at, value);
    }
  }

  private short half(double value, int at) {
    short half = HalfFloat.fromDouble(value);
    if (HalfFloat.isInfinite(half)) {
      requireInfinite(value, at);
    }
    return half;
  }

  private float single(double value, int at) {
    float single = (float) value;
    if (Float.isInfinite(single)) {
      requireInfinite(value, at);
    }
    return single;
  }

  private void requireInfinite(double value, int at) {
    if (!Double.isInfinite(value)) {
      throw ValueErrors.vectorOverflow(
          path, row.name(), value, at + 1, type.name().toLowerCase(Locale.ROOT));
    }
  }
}
