package io.sparklancedb.arrow.batch;

import io.sparklancedb.error.ValueErrors;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.UUID;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;

/** Binary values of one length, and UUIDs from their text. */
final class FixedSizeBinaryWriter extends ValueWriter {
  private final FixedSizeBinaryVector vector;
  private final boolean isUuid;

  FixedSizeBinaryWriter(
      String path, Field field, FixedSizeBinaryVector vector, boolean isUuid, RowContext row) {
    super(path, field, row);
    this.vector = vector;
    this.isUuid = isUuid;
  }

  @Override
  void writeValue(SpecializedGetters values, int ordinal, int index) {
    byte[] bytes =
        isUuid ? uuid(values.getUTF8String(ordinal).toString()) : values.getBinary(ordinal);
    if (bytes.length != vector.getByteWidth()) {
      throw ValueErrors.fixedLength(path(), row.name(), bytes.length, vector.getByteWidth());
    }
    vector.setSafe(index, bytes);
    row.addBytes(bytes.length);
  }

  /** {@link UUID#fromString} also takes shortened groups; those do not come back as written. */
  private byte[] uuid(String text) {
    UUID uuid;
    try {
      uuid = UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw ValueErrors.notAUuid(path(), row.name(), text);
    }
    if (!uuid.toString().equals(text.toLowerCase(Locale.ROOT))) {
      throw ValueErrors.notAUuid(path(), row.name(), text);
    }
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(uuid.getMostSignificantBits())
        .putLong(uuid.getLeastSignificantBits())
        .array();
  }
}
