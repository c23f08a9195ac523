package io.sparklancedb.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Keys as Spark values, for filters. Types of other writers that Spark sees in another form have
 * none.
 */
final class KeyLiterals {
  private KeyLiterals() {}

  /** Whether keys of the type have any. */
  static boolean has(Field key) {
    return areNumbers(key)
        || key.getType() instanceof ArrowType.Utf8
        || key.getType() instanceof ArrowType.Binary;
  }

  /** Whether they are numbers. */
  static boolean areNumbers(Field key) {
    return isPlain(key.getType());
  }

  static Optional<List<Object>> of(Field key, KeySet keys) {
    List<Object> literals = new ArrayList<>(keys.size());
    if (keys instanceof LongKeySet longs && isPlain(key.getType())) {
      longs.forEach(value -> literals.add(boxed(key.getType(), value)));
    } else if (keys instanceof BytesKeySet bytes && key.getType() instanceof ArrowType.Utf8) {
      bytes.forEach(value -> literals.add(UTF8String.fromBytes(value)));
    } else if (keys instanceof BytesKeySet bytes && key.getType() instanceof ArrowType.Binary) {
      bytes.forEach(literals::add);
    } else {
      return Optional.empty();
    }
    return Optional.of(literals);
  }

  private static boolean isPlain(ArrowType type) {
    return type instanceof ArrowType.Int integer && integer.getIsSigned()
        || type instanceof ArrowType.Date date && date.getUnit() == DateUnit.DAY
        || type instanceof ArrowType.Bool
        || type instanceof ArrowType.Timestamp time && time.getUnit() == TimeUnit.MICROSECOND;
  }

  private static Object boxed(ArrowType type, long value) {
    if (type instanceof ArrowType.Int integer) {
      return switch (integer.getBitWidth()) {
        case Byte.SIZE -> (byte) value;
        case Short.SIZE -> (short) value;
        case Integer.SIZE -> (int) value;
        default -> value;
      };
    }
    if (type instanceof ArrowType.Bool) {
      return value != 0;
    }
    return type instanceof ArrowType.Date ? (Object) (int) value : (Object) value;
  }
}
