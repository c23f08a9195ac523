package io.sparklancedb.filter;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.types.UTF8String;

/** Every type that a filter can compare, with the values that go wrong. */
final class Kinds {
  private static final long MIN_MICROS = -62_135_596_800_000_000L;
  private static final long MAX_MICROS = 253_402_300_799_999_999L;
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "b",
          "ab",
          "it's",
          "a\"b\\c",
          "100%",
          "x_y",
          "A",
          " a",
          "n\u0000z",
          "\n",
          "''",
          "é",
          "日本",
          "\u007f",
          "\uffff",
          "\ud83d\ude00x",
          "x\ud83d\ude00",
          "\udbff\udfff",
          "`a`");

  private Kinds() {}

  static List<Kind> all() {
    List<Kind> kinds = new ArrayList<>();
    signedIntegers(kinds);
    unsignedIntegers(kinds);
    fractions(kinds);
    textAndBytes(kinds);
    temporals(kinds);
    names(kinds);
    return kinds;
  }

  private static void signedIntegers(List<Kind> kinds) {
    kinds.add(same("bool", new ArrowType.Bool(), DataTypes.BooleanType, List.of(true, false)));
    kinds.add(same("i8", signed(8), DataTypes.ByteType, bytes(-128, -1, 0, 1, 5, 127)));
    kinds.add(same("i16", signed(16), DataTypes.ShortType, shorts(-32768, -1, 0, 1, 5, 32767)));
    kinds.add(
        same(
            "i32",
            signed(32),
            DataTypes.IntegerType,
            List.of(Integer.MIN_VALUE, -1, 0, 1, 5, 1000, Integer.MAX_VALUE)));
    kinds.add(
        same(
            "i64",
            signed(64),
            DataTypes.LongType,
            List.of(Long.MIN_VALUE, Long.MIN_VALUE + 1, -1L, 0L, 1L, 1L << 53, Long.MAX_VALUE)));
  }

  private static void unsignedIntegers(List<Kind> kinds) {
    kinds.add(
        same("u8", unsigned(8), DataTypes.ShortType, shorts(0, 1, 127, 128, 255), shorts(-1, 256)));
    kinds.add(
        same("u16", unsigned(16), DataTypes.IntegerType, List.of(0, 1, 32768, 65535), List.of(-1)));
    kinds.add(
        same(
            "u32",
            unsigned(32),
            DataTypes.LongType,
            List.of(0L, 1L, 1L << 31, (1L << 32) - 1),
            List.of(-1L, 1L << 32)));
    kinds.add(
        kind(
            "u64",
            unsigned(64),
            new DecimalType(20, 0),
            List.of(0L, 1L, Long.MAX_VALUE, Long.MIN_VALUE, -1L),
            value -> wide(Long.toUnsignedString((Long) value), 20, 0),
            List.of(wide("-1", 20, 0), wide("99999999999999999999", 20, 0))));
  }

  private static void fractions(List<Kind> kinds) {
    kinds.add(
        same(
            "f64",
            floating(FloatingPointPrecision.DOUBLE),
            DataTypes.DoubleType,
            doubles(),
            doubles()));
    kinds.add(same("f32", floating(FloatingPointPrecision.SINGLE), DataTypes.FloatType, floats()));
    kinds.add(
        decimal("dec", 20, 4, "0", "-1.5", "1.5", "1.5001", "9999999999999999.9999", "-0.0001"));
    kinds.add(decimal("dec38", 38, 38, "0", "0.1", "-0.00000000000000000000000000000000000001"));
    kinds.add(decimal("dec5", 5, 2, "0", "-999.99", "999.99", "0.01", "1"));
  }

  private static List<Double> doubles() {
    return List.of(
        -0.0,
        0.0,
        Double.NaN,
        Double.longBitsToDouble(0xfff8000000000000L),
        Double.longBitsToDouble(0x7ff8000000000001L),
        1.5,
        -1.5,
        0.1,
        1e300,
        -1e-300,
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY);
  }

  private static List<Float> floats() {
    return List.of(
        -0.0f,
        0.0f,
        Float.NaN,
        Float.intBitsToFloat(0xffc00000),
        1.5f,
        -1.5f,
        0.1f,
        1e30f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        16777217f);
  }

  private static void textAndBytes(List<Kind> kinds) {
    List<UTF8String> texts = TEXTS.stream().map(Kinds::text).toList();
    List<UTF8String> more =
        List.of(text("z"), text("%"), text("_"), text("\ud7ff"), text("\udbff\udfff"));
    kinds.add(same("str", new ArrowType.Utf8(), DataTypes.StringType, texts, more));
    kinds.add(same("lstr", new ArrowType.LargeUtf8(), DataTypes.StringType, texts, more));
    List<byte[]> blobs =
        TEXTS.stream().map(text -> text.getBytes(StandardCharsets.UTF_16BE)).toList();
    kinds.add(same("bin", new ArrowType.Binary(), DataTypes.BinaryType, blobs));
    kinds.add(same("lbin", new ArrowType.LargeBinary(), DataTypes.BinaryType, blobs));
    List<byte[]> pairs = List.of(new byte[2], new byte[] {-1, 0}, new byte[] {127, -128});
    kinds.add(
        same(
            "fbin",
            new ArrowType.FixedSizeBinary(2),
            DataTypes.BinaryType,
            pairs,
            List.of(new byte[1])));
  }

  private static void temporals(List<Kind> kinds) {
    List<Integer> days = List.of(-719_162, -1, 0, 1, 19_000, 2_932_896);
    kinds.add(same("date", new ArrowType.Date(DateUnit.DAY), DataTypes.DateType, days));
    kinds.add(
        kind(
            "date64",
            new ArrowType.Date(DateUnit.MILLISECOND),
            DataTypes.DateType,
            days.stream().map(day -> day * 86_400_000L).toList(),
            value -> (int) Math.floorDiv((Long) value, 86_400_000L),
            List.of(-2, 2)));
    for (TimeUnit unit : TimeUnit.values()) {
      ArrowType zoned = new ArrowType.Timestamp(unit, "UTC");
      ArrowType local = new ArrowType.Timestamp(unit, null);
      kinds.add(micros("ts_" + unit, zoned, DataTypes.TimestampType, unit));
      kinds.add(micros("ntz_" + unit, local, DataTypes.TimestampNTZType, unit));
      kinds.add(
          micros(
              "dur_" + unit,
              new ArrowType.Duration(unit),
              DataTypes.createDayTimeIntervalType(),
              unit));
      kinds.add(time(unit));
    }
    ArrowType elsewhere = new ArrowType.Timestamp(TimeUnit.MICROSECOND, "America/New_York");
    kinds.add(micros("ts_zone", elsewhere, DataTypes.TimestampType, TimeUnit.MICROSECOND));
  }

  private static Kind micros(String name, ArrowType type, DataType sparkType, TimeUnit unit) {
    long perSecond = perSecond(unit);
    List<Long> stored = new ArrayList<>(List.of(-perSecond, -1L, 0L, 1L, 999L, 1000L, perSecond));
    if (unit != TimeUnit.NANOSECOND) {
      stored.add(Math.floorDiv(MIN_MICROS, 1_000_000) * perSecond);
      stored.add(Math.floorDiv(MAX_MICROS, 1_000_000) * perSecond);
    }
    return kind(
        name, type, sparkType, stored, readMicros(unit), List.of(-1L, 1L, MIN_MICROS, MAX_MICROS));
  }

  private static Kind time(TimeUnit unit) {
    boolean narrow = unit == TimeUnit.SECOND || unit == TimeUnit.MILLISECOND;
    long perSecond = perSecond(unit);
    return kind(
        "time_" + unit,
        new ArrowType.Time(unit, narrow ? 32 : 64),
        DataTypes.LongType,
        List.of(0L, 1L, perSecond - 1, perSecond, 86_399 * perSecond),
        readMicros(unit),
        List.of(1L, 999_999L, 86_399_999_999L));
  }

  private static Function<Object, Object> readMicros(TimeUnit unit) {
    long perSecond = perSecond(unit);
    return unit == TimeUnit.NANOSECOND
        ? value -> Math.floorDiv((Long) value, 1000L)
        : value -> (Long) value * (1_000_000 / perSecond);
  }

  private static long perSecond(TimeUnit unit) {
    return switch (unit) {
      case SECOND -> 1;
      case MILLISECOND -> 1_000;
      case MICROSECOND -> 1_000_000;
      case NANOSECOND -> 1_000_000_000;
    };
  }

  private static void names(List<Kind> kinds) {
    for (String name :
        List.of(
            "sp ace", "Upper", "UPPER", "select", "q\"'t", "ß日", "1st", "a-b", "';--", "NULL")) {
      kinds.add(same(name, signed(32), DataTypes.IntegerType, List.of(0, 1, 2)));
    }
  }

  private static UTF8String text(String value) {
    return UTF8String.fromString(value);
  }

  private static Kind decimal(String name, int precision, int scale, String... values) {
    List<Decimal> decimals =
        List.of(values).stream().map(value -> wide(value, precision, scale)).toList();
    return same(
        name,
        new ArrowType.Decimal(precision, scale, 128),
        new DecimalType(precision, scale),
        decimals);
  }

  private static Decimal wide(String value, int precision, int scale) {
    return Decimal.apply(new BigDecimal(value).setScale(scale), precision, scale);
  }

  private static Kind same(String name, ArrowType type, DataType sparkType, List<?> values) {
    return same(name, type, sparkType, values, List.of());
  }

  private static Kind same(
      String name, ArrowType type, DataType sparkType, List<?> values, List<?> literals) {
    return kind(name, type, sparkType, values, Function.identity(), literals);
  }

  private static Kind kind(
      String name,
      ArrowType type,
      DataType sparkType,
      List<?> stored,
      Function<Object, Object> read,
      List<?> literals) {
    return new Kind(
        new Field(name, FieldType.nullable(type), null), sparkType, stored, read, literals);
  }

  private static ArrowType signed(int bits) {
    return new ArrowType.Int(bits, true);
  }

  private static ArrowType unsigned(int bits) {
    return new ArrowType.Int(bits, false);
  }

  private static ArrowType floating(FloatingPointPrecision precision) {
    return new ArrowType.FloatingPoint(precision);
  }

  private static List<Byte> bytes(int... values) {
    return Arrays.stream(values).mapToObj(value -> (byte) value).toList();
  }

  private static List<Short> shorts(int... values) {
    return Arrays.stream(values).mapToObj(value -> (short) value).toList();
  }
}
