package io.sparklancedb.types;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sparklancedb.types.StringLength.Kind;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StringLengthTest {
  private static final String KEY = "__CHAR_VARCHAR_TYPE_STRING";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      nullValues = "none",
      value = {
        "CHAR|ab|ab ",
        "CHAR||   ",
        "CHAR|abc|abc",
        "CHAR|abc  |abc",
        "CHAR|abcd|none",
        "CHAR|ab  c|none",
        "VARCHAR|ab|ab",
        "VARCHAR|ab |ab ",
        "VARCHAR|abc  |abc",
        "VARCHAR|abcd|none",
        "VARCHAR|abc\t|none",
        "VARCHAR|äöü|äöü",
        "VARCHAR|😀😀😀|😀😀😀",
        "VARCHAR|😀😀😀😀|none"
      })
  void fillsUpAndCutsBlanksOnly(Kind kind, String value, String stored) {
    UTF8String text = UTF8String.fromString(value == null ? "" : value);
    UTF8String fitted = new StringLength(kind, 3).fitted(text);
    if (stored == null) {
      assertNull(fitted);
    } else {
      assertEquals(UTF8String.fromString(stored), fitted);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text", "char(a)", "CHAR(5)", "char(-1)", "array<char(5)>"})
  void isNoneWhereMetadataSaysSomethingElse(String text) {
    assertEquals(Optional.empty(), StringLength.of(field(text)));
  }

  private static Field field(String text) {
    return new Field(
        "c", new FieldType(true, ArrowType.Utf8.INSTANCE, null, Map.of(KEY, text)), null);
  }

  @Test
  void isKeptAtEveryDepth() {
    StructType columns =
        StructType.fromDDL(
            "c CHAR(5), l ARRAY<VARCHAR(3)>, m MAP<CHAR(2), VARCHAR(3)>, s STRUCT<a: VARCHAR(3)>");
    Schema schema = SparkToArrow.toArrow(columns, Map.of(), Optional.empty());

    assertEquals(columns, ArrowToSpark.declared(schema));
    StructType plain =
        StructType.fromDDL("c STRING, l ARRAY<STRING>, m MAP<STRING, STRING>, s STRUCT<a: STRING>");
    assertEquals(plain, ArrowToSpark.toSpark(schema));
    assertEquals(plain, ArrowToSpark.declared(StringLength.ignoredIn(schema)));
    assertEquals("char(5)", schema.findField("c").getMetadata().get(KEY));
  }

  @Test
  void isThatOfTheTableForColumnsOfTheSameType() {
    StructType declared = StructType.fromDDL("c CHAR(5), v VARCHAR(3), d INT");
    StructType query =
        new StructType()
            .add("v", DataTypes.StringType, false)
            .add("c", DataTypes.BinaryType)
            .add("x", DataTypes.StringType);

    assertEquals(
        "v VARCHAR(3) NOT NULL,c BINARY,x STRING", DeclaredStrings.as(declared, query).toDDL());
  }

  @Test
  void tellsWhichColumnIsFilledUp() {
    assertEquals(
        Optional.of("l"),
        DeclaredStrings.firstFixed(StructType.fromDDL("v VARCHAR(3), l ARRAY<CHAR(2)>")));
    assertEquals(
        Optional.empty(), DeclaredStrings.firstFixed(StructType.fromDDL("v VARCHAR(3), d INT")));
  }
}
