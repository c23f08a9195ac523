package io.sparklancedb.arrow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.arrow.batch.BatchSize;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.types.ArrowToSpark;
import io.sparklancedb.types.ScannableColumns;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.Types;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Types that only other writers give a table: written and read as the Spark type they appear as.
 */
final class ForeignTypesTest {
  private static final BatchSize SIZE = new BatchSize(100, 1 << 20);

  @TempDir Path folder;

  @AfterEach
  void nothingLeaks() {
    assertEquals(0, ArrowMemory.allocatedBytes());
  }

  static Stream<Arguments> types() {
    return Stream.of(
        of(new ArrowType.Int(8, false), (short) 0, (short) 255),
        of(new ArrowType.Int(16, false), 0, 65_535),
        of(new ArrowType.Int(32, false), 0L, 4_294_967_295L),
        of(
            new ArrowType.Int(64, false),
            new BigDecimal("0"),
            new BigDecimal("9223372036854775808"),
            new BigDecimal("18446744073709551615")),
        of(ArrowType.LargeUtf8.INSTANCE, "", "large"),
        of(ArrowType.LargeBinary.INSTANCE, new byte[0], new byte[] {1}),
        of(new ArrowType.FixedSizeBinary(3), new byte[] {1, 2, 3}),
        of(
            new ArrowType.Date(DateUnit.MILLISECOND),
            LocalDate.of(1, 1, 1),
            LocalDate.of(9999, 12, 31)),
        of(new ArrowType.Time(TimeUnit.SECOND, 32), 0L, 86_399_000_000L),
        of(new ArrowType.Time(TimeUnit.MILLISECOND, 32), 1_000L),
        of(new ArrowType.Time(TimeUnit.MICROSECOND, 64), 1L),
        of(new ArrowType.Time(TimeUnit.NANOSECOND, 64), 1L, 86_399_999_999L),
        of(timestamp(TimeUnit.SECOND, "UTC"), Instant.parse("0001-01-01T00:00:00Z")),
        of(
            timestamp(TimeUnit.MILLISECOND, "Europe/Paris"),
            Instant.parse("1969-12-31T23:59:59.999Z")),
        of(
            timestamp(TimeUnit.NANOSECOND, "America/New_York"),
            Instant.parse("1969-12-31T23:59:59.999999Z")),
        of(timestamp(TimeUnit.SECOND, null), LocalDateTime.of(9999, 12, 31, 23, 59, 59)),
        of(timestamp(TimeUnit.MILLISECOND, null), LocalDateTime.of(1, 1, 1, 0, 0)),
        of(timestamp(TimeUnit.NANOSECOND, null), LocalDateTime.of(1970, 1, 1, 0, 0, 0, 1_000)),
        of(new ArrowType.Duration(TimeUnit.SECOND), Duration.ofSeconds(-1)),
        of(new ArrowType.Duration(TimeUnit.MILLISECOND), Duration.ofMillis(-1)),
        of(new ArrowType.Duration(TimeUnit.NANOSECOND), Duration.ofMillis(-1)),
        of(new ArrowType.Decimal(5, 1, 256), new BigDecimal("-9999.9")),
        of(new ArrowType.Decimal(38, 0, 256), new BigDecimal("-" + "9".repeat(38))));
  }

  private static ArrowType timestamp(TimeUnit unit, String zone) {
    return new ArrowType.Timestamp(unit, zone);
  }

  private static Arguments of(ArrowType type, Object... values) {
    return Arguments.of(type, Arrays.asList(values));
  }

  @ParameterizedTest
  @MethodSource("types")
  void areReadAsTheyWereWritten(ArrowType type, List<Object> values) throws Exception {
    Field list =
        new Field(
            "list",
            FieldType.nullable(ArrowType.List.INSTANCE),
            List.of(Field.nullable("item", type)));
    List<Row> rows = new ArrayList<>();
    for (Object value : values) {
      rows.add(RowFactory.create(null, null));
      rows.add(RowFactory.create(value, Arrays.asList(null, value)));
    }
    keeps(rows, Field.nullable("scalar", type), list);
  }

  @Test
  void keepsLargeAndFixedSizeLists() throws Exception {
    Field item = Field.nullable("item", new ArrowType.Int(32, true));
    Field large = new Field("l", FieldType.nullable(ArrowType.LargeList.INSTANCE), List.of(item));
    Field fixed = new Field("f", FieldType.nullable(new ArrowType.FixedSizeList(2)), List.of(item));
    List<Row> rows =
        List.of(
            RowFactory.create(null, null),
            RowFactory.create(List.of(), Arrays.asList(1, 2)),
            RowFactory.create(Arrays.asList(1, null), Arrays.asList(null, 2)),
            RowFactory.create(null, null));
    keeps(rows, large, fixed);
  }

  @Test
  void keepsUuidsAsText() throws Exception {
    keeps(
        List.of(
            RowFactory.create("123e4567-e89b-12d3-a456-426614174000"),
            RowFactory.create((Object) null),
            RowFactory.create("ffffffff-ffff-ffff-ffff-ffffffffffff")),
        extension("u", new ArrowType.FixedSizeBinary(16), "arrow.uuid"));
  }

  @Test
  void keepsJsonAsText() throws Exception {
    List<Row> rows =
        List.of(RowFactory.create("{\"a\":[1,null]}"), RowFactory.create((Object) null));
    keeps(rows, extension("j", ArrowType.Utf8.INSTANCE, "arrow.json"));
  }

  @Test
  void writesJsonInTheFormOfTheTablesOwnSchema() throws Exception {
    List<Row> rows = List.of(RowFactory.create("{\"a\":1}"), RowFactory.create((Object) null));
    keeps(rows, extension("j", ArrowType.LargeBinary.INSTANCE, "lance.json"));
  }

  @Test
  void writesHalfFloatsAndReadsThemWhereArrowCan() throws Exception {
    ArrowType half = new ArrowType.FloatingPoint(FloatingPointPrecision.HALF);
    Field vector =
        new Field(
            "v",
            FieldType.nullable(new ArrowType.FixedSizeList(2)),
            List.of(Field.nullable("item", half)));
    Field id = Field.nullable("id", new ArrowType.Int(32, true));
    Schema schema = new Schema(List.of(id, vector, Field.nullable("h", half)));
    LanceTable table = new LanceTable(folder.resolve("t.lance"), schema, SIZE);
    StructType rowType = ArrowToSpark.toSpark(schema);
    List<Row> rows =
        List.of(RowFactory.create(1, List.of(1.5f, -0.5f), 2f), RowFactory.create(2, null, null));
    table.write(rowType, CatalystRows.generic(rowType, rows));
    assertEquals(rowType, table.sparkType());
    StructType readable = new StructType().add("id", DataTypes.IntegerType);
    assertEquals(
        CatalystRows.unsafe(readable, List.of(RowFactory.create(1), RowFactory.create(2))),
        table.read(Optional.of(readable)));
    boolean canRead =
        Arrays.stream(Types.MinorType.values()).anyMatch(t -> t.name().equals("FLOAT2"));
    if (canRead) {
      ScannableColumns.require(schema.getFields());
      assertEquals(CatalystRows.unsafe(rowType, rows), table.read());
    } else {
      assertEquals(
          "Cannot read column 'v' of type float16: the Arrow of this Spark has no 16-bit floats, "
              + "that of Spark 4 has. Select the other columns.",
          assertThrows(LanceDbException.class, () -> ScannableColumns.require(schema.getFields()))
              .getMessage());
    }
  }

  private static Field extension(String name, ArrowType type, String extension) {
    Map<String, String> metadata =
        Map.of("ARROW:extension:name", extension, "ARROW:extension:metadata", "");
    return new Field(name, new FieldType(true, type, null, metadata), null);
  }

  private void keeps(List<Row> rows, Field... fields) throws Exception {
    Schema schema = new Schema(List.of(fields));
    LanceTable table = new LanceTable(folder.resolve("t.lance"), schema, SIZE);
    StructType rowType = ArrowToSpark.toSpark(schema);
    table.write(rowType, CatalystRows.generic(rowType, rows));
    assertEquals(rowType, table.sparkType());
    assertEquals(CatalystRows.unsafe(rowType, rows), table.read());
  }
}
