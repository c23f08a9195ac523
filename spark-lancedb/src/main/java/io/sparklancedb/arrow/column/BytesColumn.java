package io.sparklancedb.arrow.column;

import io.sparklancedb.arrow.Offsets;
import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Strings and binary values; strings stay where they are. */
final class BytesColumn extends ArrowColumn {
  private final long values;
  private final Offsets offsets;

  BytesColumn(FieldVector vector, Offsets offsets, DataType type) {
    super(vector, type);
    this.values = vector.getDataBufferAddress();
    this.offsets = offsets;
  }

  @Override
  public UTF8String getUTF8String(int row) {
    // As Spark's own Arrow vectors do: callers look at isNullAt or at null, not both.
    return isNullAt(row)
        ? null
        : UTF8String.fromAddress(null, values + offsets.start(row), offsets.length(row));
  }

  @Override
  public byte[] getBinary(int row) {
    if (isNullAt(row)) {
      return null;
    }
    byte[] copy = new byte[offsets.length(row)];
    Platform.copyMemory(
        null, values + offsets.start(row), copy, Platform.BYTE_ARRAY_OFFSET, copy.length);
    return copy;
  }
}
