package io.sparklancedb.arrow;

import org.apache.arrow.vector.FieldVector;
import org.apache.spark.unsafe.Platform;

/** Where the values of a list or a variable-width vector begin and end. */
public record Offsets(long address, boolean isLong) {
  public static Offsets small(FieldVector vector) {
    return new Offsets(vector.getOffsetBufferAddress(), false);
  }

  public static Offsets large(FieldVector vector) {
    return new Offsets(vector.getOffsetBufferAddress(), true);
  }

  public long start(int row) {
    return isLong
        ? Platform.getLong(null, address + 8L * row)
        : Platform.getInt(null, address + 4L * row);
  }

  public int length(int row) {
    return Math.toIntExact(start(row + 1) - start(row));
  }
}
