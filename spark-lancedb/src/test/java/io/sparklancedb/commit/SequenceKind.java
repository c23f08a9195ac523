package io.sparklancedb.commit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** A type of column that orders the rows of a key, with the values that go wrong. */
enum SequenceKind {
  NUMBER(CommitTable.LONG, null, Long.MIN_VALUE, -1L, 0L, 7L, Long.MAX_VALUE),
  DOUBLE(
      new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
      null,
      Double.NaN,
      -0.0,
      0.0,
      -1.5,
      Double.NEGATIVE_INFINITY,
      Double.POSITIVE_INFINITY),
  TEXT(CommitTable.TEXT, null, "", "a", "b", "ab", "\uffff", "\ud83d\ude00"),
  FLAG(ArrowType.Bool.INSTANCE, null, false, true),
  BYTES(ArrowType.Binary.INSTANCE, null, bytes(), bytes(0), bytes(127), bytes(128), bytes(128, 0));

  final ArrowType type;
  final List<Object> values;

  SequenceKind(ArrowType type, Object... values) {
    this.type = type;
    this.values = Arrays.asList(values);
  }

  private static ByteBuffer bytes(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length);
    for (int value : values) {
      bytes.put((byte) value);
    }
    return bytes.flip();
  }

  /**
   * As Spark sorts: null before all, NaN after all, zeros alike, texts and bytes by their bytes.
   */
  static int compare(Object left, Object right) {
    if (left == null || right == null) {
      return Boolean.compare(left != null, right != null);
    }
    if (left instanceof Long number) {
      return number.compareTo((Long) right);
    }
    if (left instanceof Boolean flag) {
      return flag.compareTo((Boolean) right);
    }
    if (left instanceof Double number) {
      return Double.compare(number + 0.0, (Double) right + 0.0);
    }
    return Arrays.compareUnsigned(bytesOf(left), bytesOf(right));
  }

  private static byte[] bytesOf(Object value) {
    return value instanceof String text
        ? text.getBytes(StandardCharsets.UTF_8)
        : ((ByteBuffer) value).array();
  }
}
