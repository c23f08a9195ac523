package io.sparklancedb.types;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.types.VectorType.Element;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.YearMonthIntervalType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SparkToArrowTest {
  private static final DataType FLOATS = DataTypes.createArrayType(DataTypes.FloatType);

  static Stream<Arguments> types() {
    return Stream.of(
        Arguments.of(DataTypes.BooleanType, "c: Bool"),
        Arguments.of(DataTypes.ByteType, "c: Int(8, true)"),
        Arguments.of(DataTypes.LongType, "c: Int(64, true)"),
        Arguments.of(DataTypes.FloatType, "c: FloatingPoint(SINGLE)"),
        Arguments.of(DataTypes.StringType, "c: Utf8"),
        Arguments.of(DataTypes.BinaryType, "c: Binary"),
        Arguments.of(DataTypes.createDecimalType(7, 2), "c: Decimal(7, 2, 128)"),
        Arguments.of(DataTypes.DateType, "c: Date(DAY)"),
        Arguments.of(DataTypes.TimestampType, "c: Timestamp(MICROSECOND, UTC)"),
        Arguments.of(DataTypes.TimestampNTZType, "c: Timestamp(MICROSECOND, null)"),
        Arguments.of(DataTypes.createDayTimeIntervalType(), "c: Duration(MICROSECOND)"),
        Arguments.of(FLOATS, "c: List<item: FloatingPoint(SINGLE)>"),
        Arguments.of(new StructType().add("a", DataTypes.DateType), "c: Struct<a: Date(DAY)>"),
        Arguments.of(
            DataTypes.createMapType(DataTypes.StringType, FLOATS),
            "c: Map(false)<entries: Struct<key: Utf8 not null, "
                + "value: List<item: FloatingPoint(SINGLE)>> not null>"));
  }

  @ParameterizedTest
  @MethodSource("types")
  void givesEachTypeItsArrowType(DataType type, String field) {
    Schema schema = schema(new StructType().add("c", type, false));
    assertEquals(field, schema.getFields().get(0).toString());
    assertEquals(new StructType().add("c", type), ArrowToSpark.toSpark(schema));
  }

  @Test
  void makesVectorsAndMarksTheKey() {
    Schema schema =
        SparkToArrow.toArrow(
            new StructType().add("id", DataTypes.LongType).add("v", FLOATS),
            Map.of("v", new VectorType(768, Element.FLOAT16)),
            Optional.of("id"));
    Field id = schema.findField("id");
    assertFalse(id.isNullable());
    assertEquals(Map.of("lance-schema:unenforced-primary-key", "true"), id.getMetadata());
    assertEquals(true, PrimaryKey.isMarked(schema.findField("id")));
    assertEquals(
        "v: FixedSizeList(768)<item: FloatingPoint(HALF)>", schema.findField("v").toString());
    assertEquals(
        Optional.of(new VectorType(768, Element.FLOAT16)), VectorType.of(schema.findField("v")));
    assertEquals(Optional.empty(), VectorType.of(id));
  }

  @Test
  void saysWhichTablesNeedFileVersion22() {
    DataType map = DataTypes.createMapType(DataTypes.StringType, DataTypes.LongType);
    StructType deep =
        new StructType().add("l", DataTypes.createArrayType(new StructType().add("m", map)));
    assertTrue(FileFormat.needsVersion22(schema(deep)));
    assertFalse(FileFormat.needsVersion22(schema(new StructType().add("l", FLOATS))));
  }

  static Stream<Arguments> refused() {
    DataType months = YearMonthIntervalType.apply();
    return Stream.of(
        Arguments.of(
            new StructType().add("a`b", DataTypes.LongType),
            "Cannot create or add column 'a`b': Lance cannot look up names that contain a backtick or"
                + " a character beyond the Basic Multilingual Plane. Rename the column."),
        Arguments.of(
            new StructType().add("a", new StructType().add("b", months)),
            "Cannot store column 'a.b': a Lance table has no type for INTERVAL YEAR TO MONTH. "
                + "Cast it or leave it out."),
        Arguments.of(
            new StructType().add("a", DataTypes.createArrayType(DataTypes.CalendarIntervalType)),
            "Cannot store column 'a.element': a Lance table has no type for INTERVAL. "
                + "Cast it or leave it out."),
        Arguments.of(
            new StructType().add("a", DataTypes.NullType),
            "Cannot store column 'a': a Lance table has no type for VOID. Cast it or leave it out."),
        Arguments.of(
            new StructType().add("_rowid", DataTypes.LongType),
            "Cannot create or add column '_rowid': the name is a metadata column's. "
                + "Rename the column."),
        Arguments.of(
            new StructType().add("a.b", DataTypes.LongType),
            "Cannot create or add column 'a.b': Lance reads a dot in a column's name as a path. "
                + "Rename the column."),
        Arguments.of(
            new StructType().add("s", new StructType().add("", DataTypes.LongType)),
            "Cannot create a table with a column without a name in 's': "
                + "Lance addresses columns by name. Name the column."),
        Arguments.of(
            new StructType().add("a", DataTypes.LongType).add("a", DataTypes.DateType),
            "Cannot create a table with column 'a' twice: columns are told apart by name. "
                + "Rename one of them."));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWhatLanceCannotStore(StructType columns, String message) {
    assertEquals(message, refusal(columns, Map.of(), Optional.empty()));
  }

  @Test
  void refusesVectorsThatAreNone() {
    StructType columns = new StructType().add("a", DataTypes.StringType);
    VectorType vector = new VectorType(2, Element.FLOAT32);
    assertEquals(
        "Cannot make column 'a' a vector: its type is STRING. Cast it to ARRAY<FLOAT> or ARRAY<DOUBLE>, or leave 'vector.a' out.",
        refusal(columns, Map.of("a", vector), Optional.empty()));
    assertEquals(
        "Cannot make column 'b' a vector: there is no such column. Correct or leave out 'vector.b'.",
        refusal(columns, Map.of("b", vector), Optional.empty()));
    assertEquals(
        "Cannot make vectors of 0 values: a vector has at least 1. Give the number of values that each vector has.",
        assertThrows(LanceDbException.class, () -> new VectorType(0, Element.FLOAT32))
            .getMessage());
  }

  @Test
  void refusesKeysWithoutOneEquality() {
    StructType columns =
        new StructType().add("d", DataTypes.DoubleType).add("s", StructType.fromDDL("x int"));
    assertEquals(
        "Cannot use 'd' as the primary key: its type is DOUBLE, and NaN and -0.0 do not compare equal consistently. "
            + "Cast it to DECIMAL or STRING.",
        refusal(columns, Map.of(), Optional.of("d")));
    assertEquals(
        "Cannot use 's' as the primary key: its type is STRUCT<x: INT>. Choose or make a column of integers, strings, "
            + "binary values, dates, timestamps, decimals or booleans.",
        refusal(columns, Map.of(), Optional.of("s")));
    assertEquals(
        "Cannot use 'x' as the primary key: there is no such column. Set 'primary_key' to one of 'd', 's'.",
        refusal(columns, Map.of(), Optional.of("x")));
  }

  private static Schema schema(StructType columns) {
    return SparkToArrow.toArrow(columns, Map.of(), Optional.empty());
  }

  private static String refusal(
      StructType columns, Map<String, VectorType> vectors, Optional<String> key) {
    return assertThrows(LanceDbException.class, () -> SparkToArrow.toArrow(columns, vectors, key))
        .getMessage();
  }
}
