package io.sparklancedb.types;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTypeNameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "BOOLEAN",
        "TINYINT",
        "SMALLINT",
        "INT",
        "BIGINT",
        "FLOAT",
        "DOUBLE",
        "STRING",
        "BINARY",
        "DATE",
        "TIMESTAMP",
        "TIMESTAMP_NTZ",
        "DECIMAL(10,2)",
        "INTERVAL DAY TO SECOND",
        "ARRAY<STRUCT<a: INT, b: MAP<STRING, ARRAY<DOUBLE>>>>"
      })
  void givesATypeOfSparkSparksOwnName(String name) {
    StructType columns = StructType.fromDDL("c " + name);
    Field field = SparkToArrow.toArrow(columns, Map.of(), Optional.empty()).findField("c");

    assertEquals(name, FieldTypeName.of(field));
    assertEquals(name, SparkTypeName.of(columns.fields()[0].dataType()));
  }

  static List<Arguments> others() {
    Field half = Field.nullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.HALF));
    return List.of(
        Arguments.of("BIGINT UNSIGNED", Field.nullable("c", new ArrowType.Int(64, false))),
        Arguments.of("STRING", Field.nullable("c", ArrowType.LargeUtf8.INSTANCE)),
        Arguments.of("BINARY of 2 bytes", Field.nullable("c", new ArrowType.FixedSizeBinary(2))),
        Arguments.of(
            "TIMESTAMP_NTZ in nanoseconds",
            Field.nullable("c", new ArrowType.Timestamp(TimeUnit.NANOSECOND, null))),
        Arguments.of(
            "ARRAY<FLOAT of 16 bits> of 3 values",
            new Field("c", FieldType.nullable(new ArrowType.FixedSizeList(3)), List.of(half))));
  }

  @ParameterizedTest
  @MethodSource("others")
  void saysWhatSparksTypeDoesNotTell(String name, Field field) {
    assertEquals(name, FieldTypeName.of(field));
  }

  @Test
  void namesUuidsAndJsonAsTheTextsThatTheyAreReadAs() {
    assertEquals("STRING of a UUID", extension(new ArrowType.FixedSizeBinary(16), "arrow.uuid"));
    assertEquals("STRING of JSON", extension(ArrowType.LargeBinary.INSTANCE, "lance.json"));
  }

  private static String extension(ArrowType type, String name) {
    Map<String, String> metadata = Map.of("ARROW:extension:name", name);
    return FieldTypeName.of(new Field("c", new FieldType(true, type, null, metadata), null));
  }
}
