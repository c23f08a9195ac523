package io.sparklancedb.arrow.batch;

import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;

/** A variable-width vector that is being filled, with 32-bit or 64-bit offsets. */
sealed interface BytesSink {
  static BytesSink of(FieldVector vector) {
    return vector instanceof BaseLargeVariableWidthVector large
        ? new Large(large)
        : new Small((BaseVariableWidthVector) vector);
  }

  /** How many bytes the whole vector can address. */
  long maxBytes();

  void set(int index, byte[] bytes, int from, int length);

  /** 32-bit offsets. */
  record Small(BaseVariableWidthVector vector) implements BytesSink {
    @Override
    public long maxBytes() {
      return Integer.MAX_VALUE;
    }

    @Override
    public void set(int index, byte[] bytes, int from, int length) {
      vector.setSafe(index, bytes, from, length);
    }
  }

  /** 64-bit offsets. */
  record Large(BaseLargeVariableWidthVector vector) implements BytesSink {
    @Override
    public long maxBytes() {
      return Long.MAX_VALUE;
    }

    @Override
    public void set(int index, byte[] bytes, int from, int length) {
      vector.setSafe(index, bytes, from, length);
    }
  }
}
