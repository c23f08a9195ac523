package io.sparklancedb.key;

import io.sparklancedb.filter.VectorFiller;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A type that the key of a table can have, of the connector's tables or of other makers'.
 *
 * @param distinct how many values there are, as far as a test needs them
 * @param value gives the values by their numbers, as vectors take them
 */
public record KeyType(String name, ArrowType type, int distinct, LongFunction<Object> value) {
  static final int MANY = 1 << 20;

  public static List<KeyType> all() {
    List<KeyType> types = new ArrayList<>();
    types.add(new KeyType("bool", new ArrowType.Bool(), 2, i -> i == 1));
    for (boolean signed : new boolean[] {true, false}) {
      types.add(integer(Byte.SIZE, signed, i -> (byte) (i - 128)));
      types.add(integer(Short.SIZE, signed, i -> (short) (i - 32_768)));
      types.add(integer(Integer.SIZE, signed, i -> (int) (i - MANY / 2)));
      types.add(integer(Long.SIZE, signed, i -> (i - MANY / 2) * 10_000_000_019L));
    }
    types.add(many("date", new ArrowType.Date(DateUnit.DAY), i -> (int) (i - MANY / 2)));
    types.add(many("date64", new ArrowType.Date(DateUnit.MILLISECOND), i -> i * 86_400_000L));
    for (TimeUnit unit : TimeUnit.values()) {
      types.add(many("ts_" + unit, new ArrowType.Timestamp(unit, "UTC"), i -> i - MANY / 2));
      types.add(many("ntz_" + unit, new ArrowType.Timestamp(unit, null), i -> i - MANY / 2));
      types.add(many("dur_" + unit, new ArrowType.Duration(unit), i -> i - MANY / 2));
    }
    types.add(many("time", new ArrowType.Time(TimeUnit.MICROSECOND, Long.SIZE), i -> i));
    types.add(many("dec", new ArrowType.Decimal(38, 2, 128), KeyType::decimal));
    types.add(many("str", new ArrowType.Utf8(), KeyType::text));
    types.add(many("lstr", new ArrowType.LargeUtf8(), KeyType::text));
    types.add(many("bin", new ArrowType.Binary(), i -> text(i).getBytes()));
    types.add(many("lbin", new ArrowType.LargeBinary(), i -> text(i).getBytes()));
    types.add(
        many(
            "fbin",
            new ArrowType.FixedSizeBinary(16),
            i -> ByteBuffer.allocate(16).putLong(i).putLong(~i).array()));
    return types;
  }

  public static KeyType of(String name) {
    return all().stream().filter(type -> type.name().equals(name)).findFirst().orElseThrow();
  }

  private static KeyType integer(int bits, boolean signed, LongFunction<Object> value) {
    String name = (signed ? "i" : "u") + bits;
    return new KeyType(
        name, new ArrowType.Int(bits, signed), bits < Integer.SIZE ? 1 << bits : MANY, value);
  }

  private static KeyType many(String name, ArrowType type, LongFunction<Object> value) {
    return new KeyType(name, type, MANY, value);
  }

  private static Decimal decimal(long i) {
    return Decimal.apply(
        new BigDecimal("123456789012345678901234567890.25")
            .multiply(new BigDecimal(i - 7))
            .setScale(2),
        38,
        2);
  }

  private static UTF8String text(long i) {
    return UTF8String.fromString(i % 7 == 0 ? "it's \"" + i + "\" \ud83d\ude00" : "k" + i);
  }

  public Field field() {
    return Field.nullable("k", type);
  }

  /** The values of these numbers; null for a number below 0. */
  public List<Object> values(List<Integer> numbers) {
    List<Object> values = new ArrayList<>();
    numbers.forEach(i -> values.add(i < 0 ? null : value.apply(i)));
    return values;
  }

  /** The caller closes the vector. */
  FieldVector vector(BufferAllocator allocator, List<Integer> numbers) {
    FieldVector vector = field().createVector(allocator);
    vector.allocateNew();
    fill(vector, values(numbers));
    return vector;
  }

  static void fill(FieldVector vector, List<?> values) {
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) == null) {
        vector.setNull(i);
      } else {
        VectorFiller.set(vector, i, values.get(i));
      }
    }
    vector.setValueCount(values.size());
  }

  @Override
  public String toString() {
    return name;
  }
}
