package io.sparklancedb.arrow;

import org.apache.arrow.vector.FieldVector;
import org.apache.spark.unsafe.Platform;

/** Where the values of a list or a variable-width vector begin and end. */
record Offsets(long address, boolean isLong) {
  static Offsets small(FieldVector vector) {
    return new Offsets(vector.getOffsetBufferAddress(), false);
  }

  static Offsets large(FieldVector vector) {
    return new Offsets(vector.getOffsetBufferAddress(), true);
  }

  long start(int row) {
    return isLong
        ? Platform.getLong(null, address + 8L * row)
        : Platform.getInt(null, address + 4L * row);
  }

  int length(int row) {
    return Math.toIntExact(start(row + 1) - start(row));
  }
}
