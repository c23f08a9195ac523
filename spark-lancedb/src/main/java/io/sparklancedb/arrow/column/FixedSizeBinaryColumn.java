package io.sparklancedb.arrow.column;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Binary values of one length; as a string, the text of a UUID. */
final class FixedSizeBinaryColumn extends ArrowColumn {
  private final long values;
  private final int width;

  FixedSizeBinaryColumn(FieldVector vector, int width, DataType type) {
    super(vector, type);
    this.values = vector.getDataBufferAddress();
    this.width = width;
  }

  @Override
  public byte[] getBinary(int row) {
    if (isNullAt(row)) {
      return null;
    }
    byte[] copy = new byte[width];
    Platform.copyMemory(null, values + (long) row * width, copy, Platform.BYTE_ARRAY_OFFSET, width);
    return copy;
  }

  @Override
  public UTF8String getUTF8String(int row) {
    if (isNullAt(row)) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(getBinary(row));
    return UTF8String.fromString(new UUID(bytes.getLong(), bytes.getLong()).toString());
  }
}
