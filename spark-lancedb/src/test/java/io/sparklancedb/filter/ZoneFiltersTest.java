package io.sparklancedb.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.LiteralValue;
import org.apache.spark.sql.connector.expressions.filter.And;
import org.apache.spark.sql.connector.expressions.filter.Not;
import org.apache.spark.sql.connector.expressions.filter.Or;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ZoneFiltersTest {
  private static final ZoneFilters FILTERS =
      new ZoneFilters(
          new Schema(
              List.of(
                  Field.nullable("i", new ArrowType.Int(32, true)),
                  Field.nullable("s", new ArrowType.Utf8()),
                  Field.nullable("b", new ArrowType.Binary()),
                  Field.nullable("d", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
                  Field.nullable("sec", new ArrowType.Timestamp(TimeUnit.SECOND, null)))));

  /** Zones of {@code i}; the last one holds nulls and what is not known. */
  private static final List<Zone> NUMBERS =
      List.of(
          zone(1, 9),
          zone(10, 19),
          zone(20, 29),
          new Zone(Optional.empty(), Optional.empty(), true, true));

  private static final List<Zone> NULLS =
      List.of(zone(1, 9), new Zone(Optional.empty(), Optional.empty(), true, false));

  private static final List<Zone> TEXTS =
      List.of(zone("a", "am"), zone("an", "b"), zone("b", "ba"));

  /** The last one holds NaN, so that its greatest value is not known. */
  private static final List<Zone> FLOATS =
      List.of(
          zone(-1.0, -0.0),
          zone(0.0, Double.POSITIVE_INFINITY),
          new Zone(value(2.0), Optional.empty(), false, true));

  private static final List<Zone> BYTES =
      List.of(zone(new byte[] {0}, new byte[] {127}), zone(new byte[] {-128}, new byte[] {-1}));

  @ParameterizedTest
  @MethodSource({"integers", "nullsAndTexts", "fractionsAndBytes"})
  void findsTheZonesThatMayMatch(Predicate predicate, List<Zone> zones, String expected) {
    ZoneFilter filter = FILTERS.of(predicate);
    assertEquals(
        expected,
        Stream.iterate(0, i -> i < zones.size(), i -> i + 1)
            .filter(i -> mayHold(filter, zones.get(i)))
            .map(String::valueOf)
            .collect(Collectors.joining(" ")));
  }

  static Stream<Arguments> integers() {
    Predicate ten = compare("=", "i", 10);
    return Stream.of(
        Arguments.of(ten, NUMBERS, "1 3"),
        Arguments.of(compare("<=>", "i", 19), NUMBERS, "1 3"),
        Arguments.of(compare("<", "i", 10), NUMBERS, "0 3"),
        Arguments.of(compare("<=", "i", 10), NUMBERS, "0 1 3"),
        Arguments.of(compare(">", "i", 19), NUMBERS, "2 3"),
        Arguments.of(compare(">=", "i", 19), NUMBERS, "1 2 3"),
        Arguments.of(predicate("<", literal(19), Reference.to("i")), NUMBERS, "2 3"),
        Arguments.of(compare("<>", "i", 10), NUMBERS, "0 1 2 3"),
        Arguments.of(in("i", 29, null, 9), NUMBERS, "0 2 3"),
        Arguments.of(in("i", 0, 30), NUMBERS, "3"),
        Arguments.of(new And(compare(">", "i", 5), compare("<", "i", 20)), NUMBERS, "0 1 3"),
        Arguments.of(new Or(ten, compare("=", "i", 25)), NUMBERS, "1 2 3"),
        Arguments.of(new Or(ten, new Not(ten)), NUMBERS, "0 1 2 3"),
        Arguments.of(new And(ten, new Not(ten)), NUMBERS, "1 3"),
        Arguments.of(
            predicate("=", Reference.to("sec"), literal(7L, DataTypes.TimestampNTZType)),
            NUMBERS,
            "0 1 2 3"),
        Arguments.of(predicate("=", Reference.to("i"), Reference.to("i")), NUMBERS, "0 1 2 3"),
        Arguments.of(
            predicate("=", Reference.to("i"), literal(10L, DataTypes.LongType)),
            NUMBERS,
            "0 1 2 3"));
  }

  static Stream<Arguments> nullsAndTexts() {
    return Stream.of(
        Arguments.of(predicate("IS_NULL", Reference.to("i")), NULLS, "1"),
        Arguments.of(predicate("IS_NOT_NULL", Reference.to("i")), NULLS, "0"),
        Arguments.of(compare(">", "i", -5), NULLS, "0"),
        Arguments.of(compare("<", "i", 50), NULLS, "0"),
        Arguments.of(in("i", 5), NULLS, "0"),
        Arguments.of(nullSafe("i"), NULLS, "1"),
        Arguments.of(text("STARTS_WITH", "an"), TEXTS, "1"),
        Arguments.of(text("STARTS_WITH", "a"), TEXTS, "0 1"),
        Arguments.of(text("STARTS_WITH", ""), TEXTS, "0 1 2"),
        Arguments.of(text("STARTS_WITH", "amm"), TEXTS, ""),
        Arguments.of(text("=", "b"), TEXTS, "1 2"),
        Arguments.of(text("ENDS_WITH", "z"), TEXTS, "0 1 2"));
  }

  static Stream<Arguments> fractionsAndBytes() {
    return Stream.of(
        Arguments.of(compare("=", "d", 0.0), FLOATS, "0 1"),
        Arguments.of(compare("=", "d", -0.0), FLOATS, "0 1"),
        Arguments.of(compare("<", "d", 0.0), FLOATS, "0"),
        Arguments.of(compare(">", "d", -0.0), FLOATS, "1 2"),
        Arguments.of(compare("=", "d", Double.NaN), FLOATS, "2"),
        Arguments.of(compare(">=", "d", Double.NaN), FLOATS, "2"),
        Arguments.of(compare("<", "d", Double.NaN), FLOATS, "0 1 2"),
        Arguments.of(compare(">", "d", Double.POSITIVE_INFINITY), FLOATS, "2"),
        Arguments.of(in("d", Double.NaN, -5.0), FLOATS, "2"),
        Arguments.of(compare(">", "b", new byte[] {127}), BYTES, "1"),
        Arguments.of(compare("<", "b", new byte[] {-128}), BYTES, "0"));
  }

  private static boolean mayHold(ZoneFilter filter, Zone zone) {
    if (filter instanceof ZoneFilter.OfColumn ofColumn) {
      return ofColumn.test().mayHold(zone);
    }
    return filter instanceof ZoneFilter.Any
        ? filter.parts().stream().anyMatch(part -> mayHold(part, zone))
        : filter.parts().stream().allMatch(part -> mayHold(part, zone));
  }

  private static Predicate compare(String operator, String column, Object value) {
    return predicate(operator, Reference.to(column), literal(value));
  }

  private static Predicate text(String name, String value) {
    return predicate(name, Reference.to("s"), literal(UTF8String.fromString(value)));
  }

  private static Predicate in(String column, Object... values) {
    Expression[] children = new Expression[values.length + 1];
    children[0] = Reference.to(column);
    for (int i = 0; i < values.length; i++) {
      children[i + 1] = literal(values[i], type(values[0]));
    }
    return predicate("IN", children);
  }

  private static Predicate nullSafe(String column) {
    return predicate("<=>", Reference.to(column), literal(null, DataTypes.IntegerType));
  }

  private static Predicate predicate(String name, Expression... children) {
    return new Predicate(name, children);
  }

  private static LiteralValue<?> literal(Object value) {
    return literal(value, type(value));
  }

  private static LiteralValue<?> literal(Object value, DataType type) {
    return new LiteralValue<>(value, type);
  }

  private static DataType type(Object value) {
    if (value instanceof Integer) {
      return DataTypes.IntegerType;
    }
    if (value instanceof Double) {
      return DataTypes.DoubleType;
    }
    return value instanceof byte[] ? DataTypes.BinaryType : DataTypes.StringType;
  }

  private static Zone zone(Object min, Object max) {
    return new Zone(value(min), value(max), false, true);
  }

  private static Optional<OrderedValue> value(Object value) {
    Object internal = value instanceof String text ? UTF8String.fromString(text) : value;
    return OrderedValue.of(internal, type(internal));
  }
}
