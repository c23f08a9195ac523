package io.sparklancedb.key;

import io.sparklancedb.error.TypeErrors;
import io.sparklancedb.types.FieldTypeName;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.spark.unsafe.Platform;

/** Keys read as their bytes: strings, binary, decimals. */
sealed interface BytesKeys {
  /** Where the key's bytes begin. */
  long address(int position);

  /** How many bytes the key has. */
  int length(int position);

  static BytesKeys of(FieldVector keys) {
    if (keys instanceof BaseVariableWidthVector) {
      return new Variable(
          keys.getDataBuffer().memoryAddress(), keys.getOffsetBuffer().memoryAddress());
    }
    if (keys instanceof BaseLargeVariableWidthVector) {
      return new LargeVariable(
          keys.getDataBuffer().memoryAddress(), keys.getOffsetBuffer().memoryAddress());
    }
    if (keys instanceof BaseFixedWidthVector fixed) {
      return new Fixed(keys.getDataBuffer().memoryAddress(), fixed.getTypeWidth());
    }
    throw TypeErrors.primaryKeyType(keys.getName(), FieldTypeName.of(keys.getField()));
  }

  /** Offsets of four bytes. */
  record Variable(long data, long offsets) implements BytesKeys {
    @Override
    public long address(int position) {
      return data + Platform.getInt(null, offsets + (long) position * Integer.BYTES);
    }

    @Override
    public int length(int position) {
      long offset = offsets + (long) position * Integer.BYTES;
      return Platform.getInt(null, offset + Integer.BYTES) - Platform.getInt(null, offset);
    }
  }

  /** Offsets of eight bytes. */
  record LargeVariable(long data, long offsets) implements BytesKeys {
    @Override
    public long address(int position) {
      return data + Platform.getLong(null, offsets + (long) position * Long.BYTES);
    }

    @Override
    public int length(int position) {
      long offset = offsets + (long) position * Long.BYTES;
      return Math.toIntExact(
          Platform.getLong(null, offset + Long.BYTES) - Platform.getLong(null, offset));
    }
  }

  /** All of one length. */
  record Fixed(long data, int width) implements BytesKeys {
    @Override
    public long address(int position) {
      return data + (long) position * width;
    }

    @Override
    public int length(int position) {
      return width;
    }
  }
}
