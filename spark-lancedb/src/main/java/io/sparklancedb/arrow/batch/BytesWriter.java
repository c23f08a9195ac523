package io.sparklancedb.arrow.batch;

import io.sparklancedb.arrow.Utf8;
import io.sparklancedb.error.ValueErrors;
import io.sparklancedb.types.StringLength;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Strings and binary values, copied once from the row's memory. */
final class BytesWriter extends ValueWriter {
  private final BytesSink sink;
  private final boolean isString;

  /** Null where strings may have any. */
  private final StringLength length;

  private long written;

  BytesWriter(String path, Field field, FieldVector vector, boolean isString, RowContext row) {
    super(path, field, row);
    this.sink = BytesSink.of(vector);
    this.isString = isString;
    this.length = StringLength.of(field).orElse(null);
  }

  @Override
  void writeValue(SpecializedGetters values, int ordinal, int index) {
    if (isString) {
      UTF8String string = values.getUTF8String(ordinal);
      // Lance takes strings on trust, so this is the last place that can look.
      if (!Utf8.isValid(string.getBaseObject(), string.getBaseOffset(), string.numBytes())) {
        throw ValueErrors.invalidUtf8(path(), row.name());
      }
      write(length == null ? string : fitted(string), index);
    } else if (values instanceof UnsafeRow || values instanceof UnsafeArrayData) {
      // Both kinds of value are laid out alike there, and getBinary would copy.
      write(values.getUTF8String(ordinal), index);
    } else {
      byte[] bytes = values.getBinary(ordinal);
      write(bytes, 0, bytes.length, index);
    }
  }

  private UTF8String fitted(UTF8String string) {
    UTF8String fitted = length.fitted(string);
    if (fitted == null) {
      throw ValueErrors.stringLength(path(), row.name(), string.numChars(), length.toString());
    }
    return fitted;
  }

  private void write(UTF8String value, int index) {
    if (value.getBaseObject() instanceof byte[] bytes) {
      int from = (int) (value.getBaseOffset() - Platform.BYTE_ARRAY_OFFSET);
      write(bytes, from, value.numBytes(), index);
    } else {
      write(value.getBytes(), 0, value.numBytes(), index);
    }
  }

  private void write(byte[] bytes, int from, int length, int index) {
    written += length;
    if (written > sink.maxBytes()) {
      throw ValueErrors.tooMuchForOneBatch(path(), row.name(), written);
    }
    sink.set(index, bytes, from, length);
    row.addBytes(Integer.BYTES + (long) length);
  }
}
