package io.sparklancedb.types;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.error.LanceDbException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ArrowToSparkTest {
  static Stream<Arguments> types() {
    ArrowType half = new ArrowType.FloatingPoint(FloatingPointPrecision.HALF);
    return Stream.of(
        Arguments.of(Field.nullable("c", new ArrowType.Int(8, false)), "SMALLINT"),
        Arguments.of(Field.nullable("c", new ArrowType.Int(16, false)), "INT"),
        Arguments.of(Field.nullable("c", new ArrowType.Int(32, false)), "BIGINT"),
        Arguments.of(Field.nullable("c", new ArrowType.Int(64, false)), "DECIMAL(20,0)"),
        Arguments.of(Field.nullable("c", half), "FLOAT"),
        Arguments.of(Field.nullable("c", ArrowType.LargeUtf8.INSTANCE), "STRING"),
        Arguments.of(Field.nullable("c", ArrowType.LargeBinary.INSTANCE), "BINARY"),
        Arguments.of(Field.nullable("c", new ArrowType.FixedSizeBinary(16)), "BINARY"),
        Arguments.of(extension(new ArrowType.FixedSizeBinary(16), "arrow.uuid"), "STRING"),
        Arguments.of(extension(ArrowType.LargeBinary.INSTANCE, "lance.json"), "STRING"),
        Arguments.of(Field.nullable("c", new ArrowType.Date(DateUnit.MILLISECOND)), "DATE"),
        Arguments.of(
            Field.nullable("c", new ArrowType.Timestamp(TimeUnit.NANOSECOND, "Asia/Tokyo")),
            "TIMESTAMP"),
        Arguments.of(
            Field.nullable("c", new ArrowType.Timestamp(TimeUnit.SECOND, null)), "TIMESTAMP_NTZ"),
        Arguments.of(Field.nullable("c", new ArrowType.Time(TimeUnit.SECOND, 32)), "BIGINT"),
        Arguments.of(
            Field.nullable("c", new ArrowType.Duration(TimeUnit.NANOSECOND)),
            "INTERVAL DAY TO SECOND"),
        Arguments.of(Field.nullable("c", new ArrowType.Decimal(38, 2, 256)), "DECIMAL(38,2)"),
        Arguments.of(Field.nullable("c", ArrowType.Null.INSTANCE), "VOID"),
        Arguments.of(parent(new ArrowType.FixedSizeList(2), half), "ARRAY<FLOAT>"),
        Arguments.of(
            parent(ArrowType.LargeList.INSTANCE, ArrowType.Utf8.INSTANCE), "ARRAY<STRING>"));
  }

  @ParameterizedTest
  @MethodSource("types")
  void givesOtherWritersTypesASparkType(Field field, String sparkType) {
    Schema schema = new Schema(List.of(field));
    assertEquals(sparkType, ArrowToSpark.toSpark(schema).fields()[0].dataType().sql());
  }

  @Test
  void refusesWhatSparkHasNoTypeForByItsPath() {
    ArrowType months = new ArrowType.Interval(IntervalUnit.YEAR_MONTH);
    assertEquals(
        "Cannot read column 'c.element': Spark has no type for INTERVAL YEAR TO MONTH. "
            + "Leave it out of a copy of the table.",
        refusal(parent(ArrowType.List.INSTANCE, months)));
    assertEquals(
        "Cannot read column 'c': Spark has no type for DECIMAL(39,0). "
            + "Leave it out of a copy of the table.",
        refusal(Field.nullable("c", new ArrowType.Decimal(39, 0, 256))));
    ArrowType index = new ArrowType.Int(32, true);
    FieldType dictionary = new FieldType(true, index, new DictionaryEncoding(1, false, null));
    assertEquals(
        "Cannot read column 'c': Spark has no type for a dictionary. "
            + "Leave it out of a copy of the table.",
        refusal(new Field("c", dictionary, null)));
  }

  @Test
  void refusesToScanBlobs() {
    FieldType blob =
        new FieldType(
            true, ArrowType.LargeBinary.INSTANCE, null, Map.of("lance-encoding:blob", "true"));
    assertEquals(
        "Cannot read column 'b' of type blob: a scan returns where a blob is, not the blob. "
            + "Select the other columns.",
        assertThrows(
                LanceDbException.class,
                () -> ScannableColumns.require(List.of(new Field("b", blob, null))))
            .getMessage());
  }

  private static Field parent(ArrowType type, ArrowType item) {
    return new Field("c", FieldType.nullable(type), List.of(Field.nullable("item", item)));
  }

  private static Field extension(ArrowType type, String name) {
    return new Field(
        "c", new FieldType(true, type, null, Map.of("ARROW:extension:name", name)), null);
  }

  private static String refusal(Field field) {
    Schema schema = new Schema(List.of(field));
    return assertThrows(LanceDbException.class, () -> ArrowToSpark.toSpark(schema)).getMessage();
  }
}
