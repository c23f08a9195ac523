package io.sparklancedb.commit;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.vector.util.Text;

/**
 * Values of a row in the order of its columns, nulls among them. Whole numbers are longs and bytes
 * are byte buffers, whatever the column's type.
 */
public record Row(List<Object> values) {
  public Row {
    values = Collections.unmodifiableList(values.stream().map(Row::comparable).toList());
  }

  public static Row row(Object... values) {
    return new Row(Arrays.asList(values));
  }

  private static Object comparable(Object value) {
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Text text) {
      return text.toString();
    }
    return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
  }
}
