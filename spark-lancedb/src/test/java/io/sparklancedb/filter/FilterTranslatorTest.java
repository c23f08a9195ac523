package io.sparklancedb.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.GeneralScalarExpression;
import org.apache.spark.sql.connector.expressions.LiteralValue;
import org.apache.spark.sql.connector.expressions.filter.AlwaysFalse;
import org.apache.spark.sql.connector.expressions.filter.AlwaysTrue;
import org.apache.spark.sql.connector.expressions.filter.And;
import org.apache.spark.sql.connector.expressions.filter.Not;
import org.apache.spark.sql.connector.expressions.filter.Or;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FilterTranslatorTest {
  private static final ArrowType INT = new ArrowType.Int(32, true);
  private static final FilterTranslator TRANSLATOR =
      new FilterTranslator(
          new Schema(
              List.of(
                  field("i", INT),
                  field("b", new ArrowType.Bool()),
                  field("s", new ArrowType.Utf8()),
                  field("d", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
                  field("half", new ArrowType.FloatingPoint(FloatingPointPrecision.HALF)),
                  field("ns", new ArrowType.Timestamp(TimeUnit.NANOSECOND, null)),
                  field("sec", new ArrowType.Timestamp(TimeUnit.SECOND, "UTC")),
                  field("u8", new ArrowType.Int(8, false)),
                  new Field(
                      "list", FieldType.nullable(new ArrowType.List()), List.of(field("e", INT))),
                  new Field(
                      "st", FieldType.nullable(new ArrowType.Struct()), List.of(field("x", INT))),
                  new Field(
                      "json",
                      new FieldType(
                          true,
                          new ArrowType.Utf8(),
                          null,
                          Map.of("ARROW:extension:name", "arrow.json")),
                      null))));

  @ParameterizedTest
  @MethodSource
  void translates(Predicate predicate, String filter) {
    assertEquals(Optional.of(filter), TRANSLATOR.translate(predicate));
  }

  static Stream<Arguments> translates() {
    Predicate one = compare("=", "i", 1, DataTypes.IntegerType);
    Predicate isNull = predicate("IS_NULL", Reference.to("s"));
    return Stream.of(
        Arguments.of(new AlwaysTrue(), "TRUE"),
        Arguments.of(new Not(new AlwaysFalse()), "TRUE"),
        Arguments.of(one, "`i` = 1"),
        Arguments.of(predicate("<", integer(5), Reference.to("i")), "`i` > 5"),
        Arguments.of(new Not(one), "`i` <> 1"),
        Arguments.of(new And(one, isNull), "(`i` = 1 AND `s` IS NULL)"),
        Arguments.of(new Not(new And(one, isNull)), "(`i` <> 1 OR `s` IS NOT NULL)"),
        Arguments.of(new Not(new Or(one, new Not(isNull))), "(`i` <> 1 AND `s` IS NULL)"),
        Arguments.of(compare("=", "i", null, DataTypes.IntegerType), "FALSE"),
        Arguments.of(compare("<=>", "i", null, DataTypes.IntegerType), "`i` IS NULL"),
        Arguments.of(
            new Not(compare("<=>", "i", 1, DataTypes.IntegerType)), "(`i` IS NULL OR `i` <> 1)"),
        Arguments.of(in(integer(1), integer(2)), "`i` IN (1, 2)"),
        Arguments.of(in(integer(1), integer(null)), "`i` IN (1)"),
        Arguments.of(new Not(in(integer(1))), "`i` NOT IN (1)"),
        Arguments.of(new Not(in(integer(1), integer(null))), "FALSE"),
        Arguments.of(predicate("BOOLEAN_EXPRESSION", Reference.to("b")), "`b` = true"),
        Arguments.of(predicate("IS_NOT_NULL", Reference.to("list")), "`list` IS NOT NULL"),
        Arguments.of(predicate("=", Reference.to("st", "x"), integer(1)), "`st`.`x` = 1"),
        Arguments.of(text("STARTS_WITH", "a%"), "(`s` >= 'a%' AND `s` < 'a&')"),
        Arguments.of(text("STARTS_WITH", ""), "`s` >= ''"),
        Arguments.of(new Not(text("CONTAINS", "%")), "strpos(`s`, '%') = 0"),
        Arguments.of(text("ENDS_WITH", "it's"), "ends_with(`s`, 'it''s')"));
  }

  @ParameterizedTest
  @MethodSource
  void knowsOneZeroAndOneNaN(String operator, double value, String filter) {
    assertEquals(
        Optional.of(filter),
        TRANSLATOR.translate(compare(operator, "d", value, DataTypes.DoubleType)));
  }

  static Stream<Arguments> knowsOneZeroAndOneNaN() {
    return Stream.of(
        Arguments.of("=", -0.0, "(`d` >= -0.0 AND `d` <= 0.0)"),
        Arguments.of("<", 0.0, "(`d` < -0.0 AND `d` >= -1e999)"),
        Arguments.of(">", 1.5, "(`d` > 1.5 OR `d` < -1e999)"),
        Arguments.of("=", Double.NaN, "(`d` > 1e999 OR `d` < -1e999)"),
        Arguments.of("<=", Double.NaN, "`d` IS NOT NULL"),
        Arguments.of(">", Double.NaN, "FALSE"));
  }

  @Test
  void comparesFinerAndCoarserUnitsByRanges() {
    assertEquals(
        Optional.of(
            "(`ns` >= arrow_cast(-1000, 'Timestamp(Nanosecond, None)')"
                + " AND `ns` <= arrow_cast(-1, 'Timestamp(Nanosecond, None)'))"),
        TRANSLATOR.translate(compare("=", "ns", -1L, DataTypes.TimestampNTZType)));
    assertEquals(
        Optional.of("`sec` < arrow_cast(2, 'Timestamp(Second, Some(\"UTC\"))')"),
        TRANSLATOR.translate(compare("<", "sec", 1_500_000L, DataTypes.TimestampType)));
  }

  @Test
  void widensHalfFloats() {
    assertEquals(
        Optional.of("CAST(`half` AS FLOAT) = 1.5"),
        TRANSLATOR.translate(compare("=", "half", 1.5f, DataTypes.FloatType)));
  }

  @ParameterizedTest
  @MethodSource("untranslated")
  void doesNotTranslate(Predicate predicate, String reason) {
    assertEquals(Optional.empty(), TRANSLATOR.translate(predicate));
    assertEquals(Optional.empty(), TRANSLATOR.translate(new Not(predicate)));
  }

  @ParameterizedTest
  @MethodSource("untranslated")
  void saysWhyItDoesNotTranslate(Predicate predicate, String reason) {
    assertEquals(reason, TRANSLATOR.refusal(predicate));
    assertEquals(reason, TRANSLATOR.refusal(new Or(new AlwaysTrue(), new Not(predicate))));
  }

  static Stream<Arguments> untranslated() {
    String inexact = "Lance's SQL has no condition that is true for exactly the same rows";
    return Stream.of(
        Arguments.of(
            compare("=", "missing", 1, DataTypes.IntegerType),
            "=(missing, ?): Lance does not see column 'missing' as Spark reads it"),
        Arguments.of(
            compare("=", "I", 1, DataTypes.IntegerType),
            "=(I, ?): Lance does not see column 'I' as Spark reads it"),
        Arguments.of(
            compare("=", "i", 1L, DataTypes.LongType),
            "=(i, ?): column 'i' holds no values of type BIGINT"),
        Arguments.of(compare("=", "u8", (short) 256, DataTypes.ShortType), "=(u8, ?): " + inexact),
        Arguments.of(
            compare("<", "ns", Long.MAX_VALUE, DataTypes.TimestampNTZType), "<(ns, ?): " + inexact),
        Arguments.of(
            compare("=", "json", UTF8String.fromString("{}"), DataTypes.StringType),
            "=(json, ?): Lance does not see column 'json' as Spark reads it"),
        Arguments.of(
            predicate("IS_NULL", Reference.to("json")),
            "IS_NULL(json): Lance does not see column 'json' as Spark reads it"),
        Arguments.of(
            predicate("=", Reference.to("list"), integer(1)),
            "=(list, ?): Lance does not compare column 'list' as Spark does"),
        Arguments.of(
            predicate("=", Reference.to("i"), Reference.to("i")),
            "=(i, i): it compares columns with each other"),
        Arguments.of(
            predicate("=", new GeneralScalarExpression("+", new Expression[0]), integer(1)),
            "=(+(), ?): +() is neither a column nor a value"),
        Arguments.of(predicate("=", integer(1), integer(1)), "=(?, ?): it names no column"),
        Arguments.of(
            predicate("BOOLEAN_EXPRESSION", Reference.to("i")),
            "BOOLEAN_EXPRESSION(i): " + inexact),
        Arguments.of(
            new And(new AlwaysTrue(), predicate("SOMETHING_NEW", Reference.to("i"))),
            "SOMETHING_NEW(i): " + inexact));
  }

  @Test
  void saysThatAPredicateNestsTooDeep() {
    Predicate nested = compare("=", "i", 1, DataTypes.IntegerType);
    for (int i = 0; i < 10_000; i++) {
      nested = new Not(nested);
    }

    assertEquals(Optional.empty(), TRANSLATOR.translate(nested));
    assertEquals("it nests deeper than Lance's parser goes", TRANSLATOR.refusal(nested));
  }

  @Test
  void writesTheValuesOfAKey() {
    assertEquals(
        Optional.of("`i` IN (1, 2)"),
        TRANSLATOR.in(List.of("i"), DataTypes.IntegerType, List.of(1, 2)));
    assertEquals(
        Optional.empty(), TRANSLATOR.in(List.of("i"), DataTypes.StringType, List.of(1, 2)));
  }

  @Test
  void joinsFilters() {
    assertEquals("a", FilterTranslator.and(List.of("a")));
    assertEquals("((a OR b) AND (c))", FilterTranslator.and(List.of("a OR b", "c")));
    assertEquals("TRUE", FilterTranslator.and(List.of()));
  }

  private static Predicate compare(String operator, String column, Object value, DataType type) {
    return predicate(operator, Reference.to(column), new LiteralValue<>(value, type));
  }

  private static Predicate text(String name, String part) {
    return compare(name, "s", UTF8String.fromString(part), DataTypes.StringType);
  }

  private static Predicate in(Expression... values) {
    return predicate(
        "IN",
        Stream.concat(Stream.of(Reference.to("i")), Arrays.stream(values))
            .toArray(Expression[]::new));
  }

  private static LiteralValue<?> integer(Integer value) {
    return new LiteralValue<>(value, DataTypes.IntegerType);
  }

  private static Predicate predicate(String name, Expression... children) {
    return new Predicate(name, children);
  }

  private static Field field(String name, ArrowType type) {
    return new Field(name, FieldType.nullable(type), null);
  }
}
