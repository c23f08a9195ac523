package io.sparklancedb.arrow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.arrow.batch.BatchSize;
import io.sparklancedb.types.SparkToArrow;
import io.sparklancedb.types.VectorType;
import io.sparklancedb.types.VectorType.Element;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type that a new table can have, through Lance and back, from both kinds of row. */
final class RoundTripTest {
  private static final BatchSize LARGE = new BatchSize(8192, 64 << 20);
  private static final BatchSize SMALL = new BatchSize(2, 64 << 20);

  @TempDir Path folder;

  @AfterEach
  void nothingLeaks() {
    assertEquals(0, ArrowMemory.allocatedBytes());
  }

  static Stream<Arguments> scalars() {
    return Stream.of(
        of(DataTypes.BooleanType, true, false),
        of(DataTypes.ByteType, Byte.MIN_VALUE, Byte.MAX_VALUE, (byte) 0),
        of(DataTypes.ShortType, Short.MIN_VALUE, Short.MAX_VALUE),
        of(DataTypes.IntegerType, Integer.MIN_VALUE, Integer.MAX_VALUE),
        of(DataTypes.LongType, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 53) + 1),
        of(DataTypes.FloatType, -0.0f, Float.NaN, Float.MIN_VALUE, Float.NEGATIVE_INFINITY),
        of(DataTypes.DoubleType, -0.0, Double.NaN, Double.MIN_VALUE, Double.MAX_VALUE),
        of(
            DataTypes.StringType,
            "",
            "a'\"`\\%\0",
            "é e\u0301 \u05d0 \ud83d\ude00",
            "x".repeat(1 << 20)),
        of(DataTypes.BinaryType, new byte[0], new byte[] {0, -1, 127}, new byte[1 << 20]),
        of(DataTypes.createDecimalType(5, 2), new BigDecimal("-999.99"), new BigDecimal("0.01")),
        of(DataTypes.createDecimalType(18, 0), new BigDecimal("-999999999999999999")),
        of(
            DataTypes.createDecimalType(38, 18),
            new BigDecimal("99999999999999999999.999999999999999999"),
            new BigDecimal("-99999999999999999999.999999999999999999"),
            new BigDecimal("-0.000000000000000001")),
        of(DataTypes.createDecimalType(38, 38), new BigDecimal("0." + "9".repeat(38))));
  }

  static Stream<Arguments> times() {
    return Stream.of(
        of(
            DataTypes.DateType,
            LocalDate.of(1, 1, 1),
            LocalDate.of(9999, 12, 31),
            LocalDate.of(1969, 12, 31)),
        of(
            DataTypes.TimestampType,
            Instant.parse("0001-01-01T00:00:00Z"),
            Instant.parse("9999-12-31T23:59:59.999999Z"),
            Instant.parse("1969-12-31T23:59:59.999999Z"),
            Instant.EPOCH.plus(Long.MIN_VALUE, ChronoUnit.MICROS)),
        of(
            DataTypes.TimestampNTZType,
            LocalDateTime.of(1, 1, 1, 0, 0),
            LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000),
            LocalDateTime.of(2024, 3, 31, 2, 30)),
        of(
            DataTypes.createDayTimeIntervalType(),
            Duration.ZERO,
            Duration.of(Long.MAX_VALUE, ChronoUnit.MICROS),
            Duration.of(-1, ChronoUnit.MICROS)));
  }

  private static Arguments of(DataType type, Object... values) {
    return Arguments.of(type, Arrays.asList(values));
  }

  @ParameterizedTest
  @MethodSource({"scalars", "times"})
  void keepsScalarsAtEveryLevel(DataType type, List<Object> values) throws Exception {
    List<Object> some = new ArrayList<>();
    some.add(null);
    some.addAll(values);
    some.add(null);
    StructType struct = new StructType().add("x", type).add("y", DataTypes.IntegerType);
    StructType rowType =
        new StructType()
            .add("scalar", type)
            .add("list", DataTypes.createArrayType(type))
            .add("struct", struct)
            .add("structs", DataTypes.createArrayType(struct))
            .add("map", DataTypes.createMapType(DataTypes.StringType, type));
    List<Row> rows = new ArrayList<>();
    for (Object value : some) {
      rows.add(
          RowFactory.create(
              value,
              Arrays.asList(value, null, value),
              RowFactory.create(value, 1),
              Arrays.asList(RowFactory.create(value, null), null),
              map("k", value, "n", null)));
      rows.add(
          RowFactory.create(null, List.of(), RowFactory.create(null, null), List.of(), Map.of()));
      rows.add(RowFactory.create(null, null, null, null, null));
    }
    keeps(rowType, rows, Map.of());
  }

  @Test
  void keepsMapsWithKeysOfAnyType() throws Exception {
    StructType rowType =
        new StructType()
            .add(
                "m",
                DataTypes.createMapType(
                    new StructType().add("a", DataTypes.LongType),
                    DataTypes.createMapType(DataTypes.DateType, DataTypes.StringType)));
    List<Row> rows =
        List.of(
            RowFactory.create(
                map(
                    RowFactory.create(1L),
                    map(LocalDate.EPOCH, "v", LocalDate.MAX.withYear(9999), null))),
            RowFactory.create((Object) null),
            RowFactory.create(Map.of()));
    keeps(rowType, rows, Map.of());
  }

  @Test
  void keepsVectors() throws Exception {
    StructType rowType =
        new StructType()
            .add("id", DataTypes.LongType)
            .add("v32", DataTypes.createArrayType(DataTypes.FloatType))
            .add("v64", DataTypes.createArrayType(DataTypes.DoubleType));
    List<Row> rows =
        List.of(
            RowFactory.create(1L, null, null),
            RowFactory.create(2L, List.of(1f, -0.0f, Float.NaN), List.of(0.1, Double.NaN)),
            RowFactory.create(3L, null, null),
            RowFactory.create(4L, List.of(4f, 5f, 6f), List.of(-1d, 2d)));
    keeps(
        rowType,
        rows,
        Map.of(
            "v32", new VectorType(3, Element.FLOAT32), "v64", new VectorType(2, Element.FLOAT64)));
  }

  @ParameterizedTest
  @CsvSource({
    "TINYINT, FLOAT32",
    "TINYINT, FLOAT64",
    "SMALLINT, FLOAT32",
    "SMALLINT, FLOAT64",
    "INT, FLOAT64"
  })
  void keepsWholeNumbersInVectors(String from, Element to) throws Exception {
    StructType rowType = StructType.fromDDL("v ARRAY<" + from + ">");
    String least = Map.of("TINYINT", "-128", "SMALLINT", "-32768", "INT", "-2147483648").get(from);
    String most = Map.of("TINYINT", "127", "SMALLINT", "32767", "INT", "2147483647").get(from);
    List<Row> rows =
        List.of(
            RowFactory.create(Stream.of(least, "0", most).map(n -> number(from, n)).toList()),
            RowFactory.create((Object) null));
    StructType columns =
        new StructType()
            .add(
                "v",
                DataTypes.createArrayType(
                    to == Element.FLOAT64 ? DataTypes.DoubleType : DataTypes.FloatType));
    Schema schema =
        SparkToArrow.toArrow(columns, Map.of("v", new VectorType(3, to)), Optional.empty());
    String expected =
        "[[%s, 0.0, %s], null]".formatted(Double.valueOf(least), Double.valueOf(most));
    for (List<? extends InternalRow> given :
        List.of(CatalystRows.unsafe(rowType, rows), CatalystRows.generic(rowType, rows))) {
      LanceTable table =
          new LanceTable(folder.resolve(given.get(0).getClass().getSimpleName()), schema, LARGE);
      table.write(rowType, given);
      assertEquals(expected, vectors(table.read(), to).toString());
    }
  }

  private static Object number(String type, String text) {
    return switch (type) {
      case "TINYINT" -> Byte.valueOf(text);
      case "SMALLINT" -> Short.valueOf(text);
      default -> Integer.valueOf(text);
    };
  }

  private static List<List<Double>> vectors(List<UnsafeRow> rows, Element element) {
    List<List<Double>> vectors = new ArrayList<>();
    for (UnsafeRow row : rows) {
      ArrayData vector = row.isNullAt(0) ? null : row.getArray(0);
      vectors.add(
          vector == null
              ? null
              : IntStream.range(0, vector.numElements())
                  .mapToObj(
                      i ->
                          element == Element.FLOAT64
                              ? vector.getDouble(i)
                              : (double) vector.getFloat(i))
                  .toList());
    }
    return vectors;
  }

  @ParameterizedTest
  @CsvSource({"25, true", "50, false"})
  void keepsManyLevels(int levels, boolean withLists) throws Exception {
    DataType type = DataTypes.StringType;
    Object value = "deep";
    for (int level = 0; level < levels; level++) {
      boolean isList = withLists && level % 2 == 0;
      type = isList ? DataTypes.createArrayType(type) : new StructType().add("f" + level, type);
      value = isList ? Arrays.asList(level == 0 ? null : value, value) : RowFactory.create(value);
    }
    keeps(
        new StructType().add("nested", type),
        List.of(
            RowFactory.create(value), RowFactory.create((Object) null), RowFactory.create(value)),
        Map.of());
  }

  @Test
  void keepsTwoThousandColumns() throws Exception {
    StructType rowType = new StructType();
    Object[] values = new Object[2000];
    for (int i = 0; i < values.length; i++) {
      rowType = rowType.add("c" + i, i % 2 == 0 ? DataTypes.LongType : DataTypes.StringType);
      values[i] = i % 2 == 0 ? (Object) (long) i : "s" + i;
    }
    keeps(
        rowType,
        List.of(RowFactory.create(values), RowFactory.create(new Object[values.length])),
        Map.of());
  }

  @Test
  void keepsTheSignOfZeroAndNaN() throws Exception {
    StructType rowType = new StructType().add("d", DataTypes.DoubleType);
    LanceTable table = table("zero", rowType, Map.of(), LARGE);
    table.write(
        rowType,
        CatalystRows.unsafe(
            rowType, List.of(RowFactory.create(-0.0), RowFactory.create(Double.NaN))));
    List<UnsafeRow> rows = table.read();
    assertEquals(
        Double.doubleToRawLongBits(-0.0), Double.doubleToRawLongBits(rows.get(0).getDouble(0)));
    assertTrue(Double.isNaN(rows.get(1).getDouble(0)));
  }

  @Test
  void freesEverythingWhenARowIsRefusedInTheMiddle() {
    StructType rowType = new StructType().add("v", DataTypes.createArrayType(DataTypes.FloatType));
    Map<String, VectorType> vectors = Map.of("v", new VectorType(2, Element.FLOAT32));
    LanceTable table = table("refused", rowType, vectors, SMALL);
    Row good = RowFactory.create(List.of(1f, 2f));
    List<Row> rows = new ArrayList<>(Collections.nCopies(101, good));
    rows.add(RowFactory.create(List.of(1f)));
    List<InternalRow> converted = CatalystRows.generic(rowType, rows);
    RuntimeException error =
        assertThrows(RuntimeException.class, () -> table.write(rowType, converted));
    String reason =
        "Cannot write column 'v' of row 102: it has 1 values, the column holds vectors of 2. Mend the vector or make it null; vectors of another length need a column of their own.";
    assertTrue(error.getMessage().contains(reason), error.getMessage());
    assertFalse(Files.exists(folder.resolve("refused.lance/_versions")));
  }

  @Test
  void readsTheFieldsOfAStructThatAreAskedFor() throws Exception {
    StructType rowType =
        new StructType()
            .add("id", DataTypes.LongType)
            .add("s", new StructType().add("a", DataTypes.LongType).add("b", DataTypes.StringType));
    LanceTable table = table("pruned", rowType, Map.of(), LARGE);
    table.write(
        rowType,
        CatalystRows.generic(rowType, List.of(RowFactory.create(1L, RowFactory.create(2L, "b")))));
    StructType pruned = new StructType().add("s", new StructType().add("b", DataTypes.StringType));
    assertEquals(
        CatalystRows.unsafe(pruned, List.of(RowFactory.create(RowFactory.create("b")))),
        table.read(Optional.of(pruned)));
  }

  @Test
  void writesAnEmptyBatch() throws Exception {
    keeps(new StructType().add("id", DataTypes.LongType), List.of(), Map.of());
  }

  private void keeps(StructType rowType, List<Row> rows, Map<String, VectorType> vectors)
      throws Exception {
    List<UnsafeRow> expected = CatalystRows.unsafe(rowType, rows);
    keeps("unsafe", rowType, expected, expected, vectors, LARGE);
    keeps("generic", rowType, CatalystRows.generic(rowType, rows), expected, vectors, SMALL);
  }

  private void keeps(
      String name,
      StructType rowType,
      List<? extends InternalRow> rows,
      List<UnsafeRow> expected,
      Map<String, VectorType> vectors,
      BatchSize size)
      throws Exception {
    LanceTable table = table(name, rowType, vectors, size);
    table.write(rowType, rows);
    assertEquals(rowType, table.sparkType());
    assertEquals(expected, table.read());
  }

  private LanceTable table(
      String name, StructType rowType, Map<String, VectorType> vectors, BatchSize size) {
    Schema schema = SparkToArrow.toArrow(rowType, vectors, Optional.empty());
    return new LanceTable(folder.resolve(name + ".lance"), schema, size);
  }

  private static Map<Object, Object> map(Object... keysAndValues) {
    Map<Object, Object> map = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return Collections.unmodifiableMap(map);
  }
}
