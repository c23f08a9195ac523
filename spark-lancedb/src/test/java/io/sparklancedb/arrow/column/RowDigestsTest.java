package io.sparklancedb.arrow.column;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.arrow.CatalystRows;
import io.sparklancedb.arrow.batch.BatchBuilder;
import io.sparklancedb.arrow.batch.BatchSize;
import io.sparklancedb.arrow.batch.NullStructStorage;
import io.sparklancedb.types.CaseSensitivity;
import io.sparklancedb.types.ColumnMapping;
import io.sparklancedb.types.ColumnMatching;
import io.sparklancedb.types.ComparedField;
import io.sparklancedb.types.SparkToArrow;
import io.sparklancedb.types.StructDifference;
import io.sparklancedb.types.VectorType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two rows have the same digest when they have the same values, and only then. */
class RowDigestsTest {
  private static final Row NULLS = RowFactory.create((Object) null);

  @AfterEach
  void nothingLeaks() {
    assertEquals(0, ArrowMemory.allocatedBytes());
  }

  /** Of each type values that differ, but for those at the end, which are like the one before. */
  static List<Arguments> types() {
    return List.of(
        type("BOOLEAN", true, false, null),
        type("TINYINT", (byte) 0, (byte) 1, (byte) -1, null),
        type("INT", 0, 1, 256, -1, null),
        type("BIGINT", 0L, 1L, 1L << 40, null),
        type("FLOAT", 0f, -0f, 1f, Float.POSITIVE_INFINITY, Float.NaN, null),
        type("DOUBLE", 0d, -0d, 1d, Double.NEGATIVE_INFINITY, Double.NaN, null),
        type("STRING", "", "a", "b", "ab", "a\0", "x".repeat(9_000), "x".repeat(9_001), null),
        type("BINARY", bytes(), bytes(0), bytes(0, 0), bytes(1), null),
        type("DECIMAL(20, 2)", new BigDecimal("1.00"), new BigDecimal("-1.00"), null),
        type("DATE", LocalDate.of(2026, 1, 1), LocalDate.of(2026, 1, 2), null),
        type("TIMESTAMP", Instant.ofEpochSecond(1), Instant.ofEpochSecond(1, 1_000), null),
        type("TIMESTAMP_NTZ", LocalDateTime.of(2026, 1, 1, 0, 0), null),
        type("INTERVAL DAY TO SECOND", Duration.ofSeconds(1), Duration.ofSeconds(2), null),
        type("ARRAY<INT>", list(), list(0), list(0, 0), list(1), list((Object) null), null),
        type("ARRAY<STRING>", list("a", "b"), list("ab", ""), list("", "ab"), list("ab"), null),
        type("ARRAY<ARRAY<INT>>", list(list(), list(1)), list(list(1), list()), list(list(1))),
        type(
            "STRUCT<a: INT, b: STRING>", struct(1, "a"), struct(1, null), struct(null, null), null),
        type("STRUCT<s: STRUCT<a: INT>>", struct(struct(1)), struct((Object) null), null),
        type("MAP<STRING, INT>", Map.of(), Map.of("a", 1), Map.of("a", 2), Map.of("b", 1), null),
        type("ARRAY<STRUCT<a: INT>>", list(), list(struct(1)), list(NULLS), list(struct(2)), null));
  }

  private static Arguments type(String type, Object... values) {
    return Arguments.of(type, Arrays.asList(values));
  }

  private static List<Object> list(Object... values) {
    return Arrays.asList(values);
  }

  private static Row struct(Object... values) {
    return RowFactory.create(values);
  }

  private static byte[] bytes(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length);
    Arrays.stream(values).forEach(value -> bytes.put((byte) value));
    return bytes.array();
  }

  /** The rows that are compared stand in another order, between others and behind a null. */
  @ParameterizedTest
  @MethodSource("types")
  void tellsValuesApart(String type, List<Object> values) {
    List<Object> others = new ArrayList<>(values);
    Collections.shuffle(others, new Random(type.hashCode()));
    others.add(0, null);
    StructType rows = StructType.fromDDL("v " + type);

    for (Object value : others) {
      assertEquals(
          values.stream().map(kept -> kept == value).toList(),
          same(schema(rows), rows, values, List.of(Optional.ofNullable(value))),
          () -> "is " + value);
    }
  }

  @Test
  void vectorsAreComparedAsTheyAreStored() {
    StructType rows = StructType.fromDDL("v ARRAY<FLOAT>");
    Object vector = list(1f, Float.NaN, 0f);
    List<Object> others =
        list(list(1f, Float.NaN, -0f), list(1.0001f, Float.NaN, 0f), null, vector);
    Schema single = vectors(rows, VectorType.Element.FLOAT32);
    Schema half = vectors(rows, VectorType.Element.FLOAT64);

    for (Schema schema : List.of(single, half)) {
      assertEquals(
          List.of(false, false, false, true),
          same(schema, rows, others, List.of(Optional.of(vector))));
    }
  }

  @Test
  void allNaNsAreOne() {
    StructType rows = StructType.fromDDL("v DOUBLE");
    double other = Double.longBitsToDouble(0xFFF8_0000_0000_0001L);
    assertTrue(Double.isNaN(other));

    assertEquals(
        List.of(true, false, true),
        same(
            schema(rows),
            rows,
            list(other, Double.POSITIVE_INFINITY, Double.NaN),
            List.of(Optional.of(Double.NaN))));
  }

  private static Schema schema(StructType rows) {
    return SparkToArrow.toArrow(rows, Map.of(), Optional.empty());
  }

  private static Schema vectors(StructType rows, VectorType.Element element) {
    return SparkToArrow.toArrow(rows, Map.of("v", new VectorType(3, element)), Optional.empty());
  }

  /** Of each kept value whether it is the same as the one value of a batch of its own. */
  private static List<Boolean> same(
      Schema schema, StructType rows, List<Object> kept, List<Optional<Object>> value) {
    List<Boolean> same = new ArrayList<>();
    RowDigests digests = new RowDigests(List.of(ComparedField.whole("v")), kept.size());
    try (BufferAllocator allocator = ArrowMemory.newChild("digests");
        BatchBuilder first = builder(schema, rows, kept, allocator);
        BatchBuilder second = builder(schema, rows, list(value.get(0).orElse(null)), allocator);
        var keptBatch = first.finish();
        var otherBatch = second.finish()) {
      RowDigests.Batch ofKept = digests.of(keptBatch);
      for (int i = 0; i < kept.size(); i++) {
        ofKept.keep(i, i);
      }
      RowDigests.Batch ofOther = digests.of(otherBatch);
      for (int i = 0; i < kept.size(); i++) {
        same.add(ofOther.isSame(0, i));
      }
    }
    return same;
  }

  private static BatchBuilder builder(
      Schema schema, StructType rows, List<Object> values, BufferAllocator allocator) {
    ColumnMapping mapping =
        ColumnMapping.of(
            schema, rows, Set.of(), ColumnMatching.exactly("table", CaseSensitivity.SENSITIVE));
    BatchBuilder builder =
        new BatchBuilder(
            schema,
            rows,
            mapping,
            OptionalInt.empty(),
            NullStructStorage.REFUSED,
            new BatchSize(1_000, 16 << 20),
            allocator);
    List<Row> wrapped = values.stream().map(value -> RowFactory.create(value)).toList();
    for (InternalRow row : CatalystRows.generic(rows, wrapped)) {
      builder.append(row);
    }
    return builder;
  }

  /** What rows lack of a struct is not compared, and what the table lacks is null. */
  @Test
  void ofAStructThatRowsHaveInPartThatPartIsCompared() {
    StructType table = StructType.fromDDL("v STRUCT<a: INT, t: STRUCT<x: INT, y: INT>>");
    StructType given = StructType.fromDDL("V STRUCT<T: STRUCT<Y: INT>>");
    Schema schema = schema(table);

    ComparedField compared =
        new StructDifference(CaseSensitivity.INSENSITIVE)
            .compared(schema.findField("v"), given, schema);

    assertEquals("v: t: y", text(compared));
    assertEquals(
        "v",
        text(
            new StructDifference(CaseSensitivity.INSENSITIVE)
                .compared(schema.findField("v"), table, schema)));
  }

  private static String text(ComparedField field) {
    return field.fields().stream()
        .map(child -> field.name() + ": " + text(child))
        .findFirst()
        .orElse(field.name());
  }
}
