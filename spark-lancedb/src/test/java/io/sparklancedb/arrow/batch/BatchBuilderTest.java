package io.sparklancedb.arrow.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.arrow.CatalystRows;
import io.sparklancedb.arrow.HalfFloat;
import io.sparklancedb.arrow.column.ArrowColumns;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.types.CaseSensitivity;
import io.sparklancedb.types.ColumnMapping;
import io.sparklancedb.types.ColumnMatching;
import io.sparklancedb.types.SparkToArrow;
import io.sparklancedb.types.VectorType;
import io.sparklancedb.types.VectorType.Element;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a value that does not fit is answered with, and how batches end. */
final class BatchBuilderTest {
  private static final StructType DOCS =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("embedding", DataTypes.createArrayType(DataTypes.FloatType));
  private static final Schema DOCS_TABLE =
      SparkToArrow.toArrow(
          DOCS, Map.of("embedding", new VectorType(3, Element.FLOAT32)), Optional.of("id"));

  @AfterEach
  void nothingLeaks() {
    assertEquals(0, ArrowMemory.allocatedBytes());
  }

  static Stream<Arguments> badVectors() {
    return Stream.of(
        Arguments.of(
            RowFactory.create("doc-17", List.of(1f, 2f)),
            "Cannot write column 'embedding' of key 'doc-17': it has 2 values, the column holds vectors of 3. Mend the vector or make it null; vectors of another length need a column of their own."),
        Arguments.of(
            RowFactory.create("doc-17", List.of()),
            "Cannot write column 'embedding' of key 'doc-17': it has 0 values, the column holds vectors of 3. Mend the vector or make it null; vectors of another length need a column of their own."),
        Arguments.of(
            RowFactory.create("doc-17", Arrays.asList(1f, null, 3f)),
            "Cannot write column 'embedding' of key 'doc-17': value 2 of the vector is null. "
                + "Replace it, or make the whole vector null."),
        Arguments.of(
            RowFactory.create(null, List.of(1f, 2f, 3f)),
            "Cannot write row 1: its primary key 'id' is null. Fill it or filter such rows out."));
  }

  @ParameterizedTest
  @MethodSource("badVectors")
  void refusesBadVectorsAndKeys(Row row, String message) {
    List<Row> rows = List.of(row);
    assertEquals(message, refusal(DOCS_TABLE, DOCS, CatalystRows.unsafe(DOCS, rows).get(0)));
    assertEquals(message, refusal(DOCS_TABLE, DOCS, CatalystRows.generic(DOCS, rows).get(0)));
  }

  static Stream<Arguments> badValues() {
    return Stream.of(
        Arguments.of(
            new ArrowType.Int(8, false),
            DataTypes.ShortType,
            (short) 256,
            "the table's TINYINT UNSIGNED cannot hold 256 exactly. Filter the row, or round or cast the value to one that it holds."),
        Arguments.of(
            new ArrowType.Int(32, false),
            DataTypes.LongType,
            -1L,
            "the table's INT UNSIGNED cannot hold -1 exactly. Filter the row, or round or cast the value to one that it holds."),
        Arguments.of(
            new ArrowType.Int(64, false),
            DataTypes.createDecimalType(20, 0),
            new BigDecimal("18446744073709551616"),
            "the table's BIGINT UNSIGNED cannot hold 18446744073709551616 exactly. Filter the row, or round or cast the value to one that it holds."),
        Arguments.of(
            new ArrowType.Time(TimeUnit.SECOND, 32),
            DataTypes.LongType,
            1L,
            "the table's time in seconds cannot hold 1 microseconds exactly. Filter the row, or round or cast the value to one that it holds."),
        Arguments.of(
            new ArrowType.Duration(TimeUnit.NANOSECOND),
            DataTypes.createDayTimeIntervalType(),
            Duration.ofDays(200_000),
            "the table's INTERVAL DAY TO SECOND in nanoseconds cannot hold 17280000000000000 microseconds exactly. Filter the row, or round or cast the value to one that it holds."),
        Arguments.of(
            new ArrowType.FixedSizeBinary(2),
            DataTypes.BinaryType,
            new byte[3],
            "it has 3 bytes, the column holds values of 2. Filter the row, or bring the value to that length."));
  }

  @ParameterizedTest
  @MethodSource("badValues")
  void refusesValuesThatOtherWritersTypesDoNotHold(
      ArrowType type, DataType sparkType, Object value, String reason) {
    Schema table =
        new Schema(
            List.of(
                Field.notNullable("id", new ArrowType.Int(64, true)), Field.nullable("c", type)));
    StructType rows = new StructType().add("id", DataTypes.LongType).add("c", sparkType);
    InternalRow row = CatalystRows.unsafe(rows, List.of(RowFactory.create(7L, value))).get(0);
    assertEquals("Cannot write column 'c' of key '7': " + reason, refusal(table, rows, row));
  }

  @Test
  void refusesTextThatIsNoUuid() {
    Map<String, String> metadata = Map.of("ARROW:extension:name", "arrow.uuid");
    FieldType uuid = new FieldType(true, new ArrowType.FixedSizeBinary(16), null, metadata);
    Schema table = new Schema(List.of(new Field("id", uuid, null)));
    StructType rows = new StructType().add("id", DataTypes.StringType);
    assertEquals(
        "Cannot write column 'id' of key '1-1-1-1-1': "
            + "'1-1-1-1-1' is not a UUID such as 123e4567-e89b-12d3-a456-426614174000. Filter the row, or write the text in that form.",
        refusal(
            table,
            rows,
            new GenericInternalRow(new Object[] {UTF8String.fromString("1-1-1-1-1")})));
  }

  @Test
  void refusesNullsInsideWhatHoldsNone() {
    Field item = Field.notNullable("item", new ArrowType.Int(32, true));
    Field list = new Field("l", FieldType.nullable(ArrowType.List.INSTANCE), List.of(item));
    StructType rows = new StructType().add("l", DataTypes.createArrayType(DataTypes.IntegerType));
    InternalRow row =
        CatalystRows.generic(rows, List.of(RowFactory.create(Arrays.asList(1, null)))).get(0);
    LanceDbException refusal =
        assertThrows(
            LanceDbException.class,
            () -> build(new Schema(List.of(list)), rows, OptionalInt.empty(), row));
    assertEquals(
        "Cannot write column 'l.element' of row 1: it is null, and the column holds no nulls. "
            + "Filter the row or fill it in.",
        refusal.getMessage());
  }

  @Test
  void refusesStringsThatAreNotUtf8() {
    byte[] loneSurrogate = {(byte) 0xED, (byte) 0xA0, (byte) 0x80};
    StructType rows =
        new StructType().add("id", DataTypes.LongType).add("text", DataTypes.StringType);
    Schema table = SparkToArrow.toArrow(rows, Map.of(), Optional.of("id"));
    assertEquals(
        "Cannot write column 'text' of key '5': its bytes are not valid UTF-8. "
            + "Repair the string, or store it as BINARY.",
        refusal(
            table,
            rows,
            new GenericInternalRow(new Object[] {5L, UTF8String.fromBytes(loneSurrogate)})));
  }

  @Test
  void isFullByRowsOrBytesAndStartsAfresh() {
    StructType rows = new StructType().add("text", DataTypes.StringType);
    Schema table = SparkToArrow.toArrow(rows, Map.of(), Optional.empty());
    try (BufferAllocator allocator = ArrowMemory.newChild("test");
        BatchBuilder builder =
            builder(table, rows, OptionalInt.empty(), new BatchSize(2, 1000), allocator)) {
      builder.append(text(""));
      assertFalse(builder.isFull());
      builder.append(text(""));
      assertTrue(builder.isFull());
      try (VectorSchemaRoot batch = builder.finish()) {
        assertEquals(2, batch.getRowCount());
      }
      assertEquals(0, builder.rows());
      assertEquals(0, builder.bytes());
      builder.append(text("x".repeat(996)));
      assertTrue(builder.isFull());
    }
  }

  @Test
  void holdsOneValueOfAHundredMegabytes() {
    StructType rows = new StructType().add("blob", DataTypes.BinaryType);
    Schema table = SparkToArrow.toArrow(rows, Map.of(), Optional.empty());
    byte[] blob = new byte[100 << 20];
    blob[blob.length - 1] = 1;
    try (BufferAllocator allocator = ArrowMemory.newChild("test");
        BatchBuilder builder =
            builder(table, rows, OptionalInt.empty(), new BatchSize(100, 1 << 20), allocator)) {
      builder.append(new GenericInternalRow(new Object[] {blob}));
      assertTrue(builder.isFull());
      try (VectorSchemaRoot batch = builder.finish()) {
        byte[] kept = ArrowColumns.batch(batch, rows).column(0).getBinary(0);
        assertTrue(Arrays.equals(blob, kept));
      }
    }
  }

  @Test
  void narrowsDoublesIntoFloatVectors() {
    StructType rows = new StructType().add("v", DataTypes.createArrayType(DataTypes.DoubleType));
    Schema table =
        SparkToArrow.toArrow(
            rows, Map.of("v", new VectorType(2, Element.FLOAT32)), Optional.empty());
    InternalRow row =
        CatalystRows.unsafe(rows, List.of(RowFactory.create(List.of(0.1, -2d)))).get(0);
    try (BufferAllocator allocator = ArrowMemory.newChild("test");
        BatchBuilder builder =
            builder(table, rows, OptionalInt.empty(), new BatchSize(2, 1000), allocator)) {
      builder.append(row);
      try (VectorSchemaRoot batch = builder.finish()) {
        FixedSizeListVector vector = (FixedSizeListVector) batch.getVector(0);
        Float4Vector values = (Float4Vector) vector.getDataVector();
        assertEquals(0.1f, values.get(0));
        assertEquals(-2f, values.get(1));
      }
    }
  }

  static Stream<Arguments> overflows() {
    return Stream.of(
        Arguments.of(DataTypes.DoubleType, Element.FLOAT32, 1e300, "1.0E300", "float32"),
        Arguments.of(DataTypes.DoubleType, Element.FLOAT32, -3.5e38, "-3.5E38", "float32"),
        Arguments.of(DataTypes.DoubleType, Element.FLOAT16, 65520d, "65520.0", "float16"),
        Arguments.of(DataTypes.DoubleType, Element.FLOAT16, -1e300, "-1.0E300", "float16"),
        Arguments.of(DataTypes.FloatType, Element.FLOAT16, 70000f, "70000.0", "float16"));
  }

  @ParameterizedTest
  @MethodSource("overflows")
  void refusesVectorsWithValuesBeyondTheElementType(
      DataType from, Element to, Number value, String text, String type) {
    StructType rows = vectors(from);
    Row row = RowFactory.create(7L, Arrays.asList(zero(from), value));
    String message =
        "Cannot write column 'v' of key '7': value 2 of the vector is %s, the column holds %s. Mend the vector or make it null; larger values need a column with a wider element type."
            .formatted(text, type);
    Schema table = vectorTable(rows, to);
    assertEquals(message, refusal(table, rows, CatalystRows.unsafe(rows, List.of(row)).get(0)));
    assertEquals(message, refusal(table, rows, CatalystRows.generic(rows, List.of(row)).get(0)));
  }

  @Test
  void storesInfinitiesNansAndTheLargestValuesOfVectors() {
    StructType rows = vectors(DataTypes.DoubleType);
    List<Double> given =
        List.of(Double.NEGATIVE_INFINITY, Double.NaN, 65519.99, 1e-300, Double.POSITIVE_INFINITY);
    InternalRow row = CatalystRows.unsafe(rows, List.of(RowFactory.create(7L, given))).get(0);
    assertEquals("[-Infinity, NaN, 65504.0, 0.0, Infinity]", stored(rows, Element.FLOAT16, row));
    assertEquals("[-Infinity, NaN, 65519.99, 0.0, Infinity]", stored(rows, Element.FLOAT32, row));
  }

  @Test
  void storesBytesInVectorsOfHalfFloats() {
    StructType rows = vectors(DataTypes.ByteType);
    List<Byte> given = List.of((byte) -128, (byte) -1, (byte) 0, (byte) 1, (byte) 127);
    InternalRow row = CatalystRows.unsafe(rows, List.of(RowFactory.create(7L, given))).get(0);
    assertEquals("[-128.0, -1.0, 0.0, 1.0, 127.0]", stored(rows, Element.FLOAT16, row));
  }

  private static String stored(StructType rows, Element element, InternalRow row) {
    StructType columns = vectors(DataTypes.FloatType);
    Schema table =
        SparkToArrow.toArrow(columns, Map.of("v", new VectorType(5, element)), Optional.of("id"));
    try (BufferAllocator allocator = ArrowMemory.newChild("test");
        BatchBuilder builder =
            builder(table, rows, OptionalInt.of(0), new BatchSize(2, 1000), allocator)) {
      builder.append(row);
      try (VectorSchemaRoot batch = builder.finish()) {
        FieldVector values = ((FixedSizeListVector) batch.getVector(1)).getDataVector();
        return IntStream.range(0, 5).mapToObj(i -> stored(values, i)).toList().toString();
      }
    }
  }

  private static float stored(FieldVector values, int i) {
    return values instanceof Float4Vector floats
        ? floats.get(i)
        : HalfFloat.toFloat(values.getDataBuffer().getShort(2L * i));
  }

  private static Number zero(DataType type) {
    return type.equals(DataTypes.FloatType) ? (Number) 0f : (Number) 0d;
  }

  private static StructType vectors(DataType element) {
    return new StructType()
        .add("id", DataTypes.LongType)
        .add("v", DataTypes.createArrayType(element));
  }

  private static Schema vectorTable(StructType rows, Element element) {
    return SparkToArrow.toArrow(rows, Map.of("v", new VectorType(2, element)), Optional.of("id"));
  }

  private static InternalRow text(String text) {
    return new GenericInternalRow(new Object[] {UTF8String.fromString(text)});
  }

  private static String refusal(Schema table, StructType rows, InternalRow row) {
    return assertThrows(LanceDbException.class, () -> build(table, rows, OptionalInt.of(0), row))
        .getMessage();
  }

  private static void build(Schema table, StructType rows, OptionalInt key, InternalRow row) {
    try (BufferAllocator allocator = ArrowMemory.newChild("test");
        BatchBuilder builder = builder(table, rows, key, new BatchSize(10, 1000), allocator)) {
      builder.append(row);
    }
  }

  private static BatchBuilder builder(
      Schema table, StructType rows, OptionalInt key, BatchSize size, BufferAllocator allocator) {
    ColumnMapping mapping =
        ColumnMapping.of(
            table, rows, Set.of(), ColumnMatching.exactly("table", CaseSensitivity.SENSITIVE));
    return new BatchBuilder(table, rows, mapping, key, NullStructStorage.REFUSED, size, allocator);
  }
}
