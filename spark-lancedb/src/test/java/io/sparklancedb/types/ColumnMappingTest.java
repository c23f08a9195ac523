package io.sparklancedb.types;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.error.LanceDbException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ColumnMappingTest {
  private static final Schema TABLE = table("id", "name");

  @Test
  void findsColumnsByName() {
    assertEquals(List.of(1, 0), match(TABLE, rows("name", "id"), CaseSensitivity.SENSITIVE));
    assertEquals(List.of(1, 0), match(TABLE, rows("NAME", "Id"), CaseSensitivity.INSENSITIVE));
    assertEquals(
        List.of(1, 0), match(table("a", "A"), rows("A", "a"), CaseSensitivity.INSENSITIVE));
  }

  @Test
  void passesOverColumnsThatSteerTheWrite() {
    ColumnMapping mapping =
        ColumnMapping.of(
            TABLE,
            rows("gone", "id", "name"),
            Set.of("GONE"),
            exactly(CaseSensitivity.INSENSITIVE));
    assertEquals(List.of(1, 2), mapping.ordinals());
  }

  static Stream<Arguments> unmatched() {
    return Stream.of(
        Arguments.of(
            rows("x"),
            "Cannot write to table '/db/docs.lance': the DataFrame lacks its columns 'id', 'name'. "
                + "Add them to the DataFrame, or set 'schema_evolution' = 'add_columns': then they keep their values in rows that are updated."),
        Arguments.of(
            rows("id", "Name"),
            "Cannot write to table '/db/docs.lance': the DataFrame lacks its columns 'name'. "
                + "Add them to the DataFrame, or set 'schema_evolution' = 'add_columns': then they keep their values in rows that are updated."),
        Arguments.of(
            rows("id", "name", "x", "y"),
            "Cannot write to table '/db/docs.lance': it has no columns 'x', 'y'. "
                + "Drop them, or set 'schema_evolution' = 'add_columns': then the table gets them."),
        Arguments.of(
            rows("id", "name", "id"),
            "Cannot write to column 'id': more than one column of the DataFrame has that name. "
                + "Rename or drop the others."));
  }

  @ParameterizedTest
  @MethodSource("unmatched")
  void refusesColumnsThatEitherSideLacks(StructType rows, String message) {
    assertEquals(message, refusal(TABLE, rows, CaseSensitivity.SENSITIVE));
  }

  @Test
  void refusesNamesThatDifferInCaseOnly() {
    assertEquals(
        "Cannot write to column 'id': more than one column of the DataFrame has that name. "
            + "Rename or drop the others.",
        refusal(TABLE, rows("ID", "Id", "name"), CaseSensitivity.INSENSITIVE));
  }

  @Test
  void doesNotWriteOneColumnToTwoThatDifferInCase() {
    Schema table = table("id", "q", "Q");
    String lacks =
        "Cannot write to table '/db/docs.lance': the DataFrame lacks its columns 'Q'. Add them to the DataFrame, or set 'schema_evolution' = 'add_columns': then they keep their values in rows that are updated.";
    assertEquals(lacks, refusal(table, rows("id", "q"), CaseSensitivity.INSENSITIVE));
    assertEquals(
        lacks, refusal(table("id", "Q", "q"), rows("id", "q"), CaseSensitivity.INSENSITIVE));
    assertEquals(
        "Cannot write column 'qQ': the table has 'QQ' and another that differs in case only, and nothing tells which is meant. Spell the column as the table does.",
        refusal(table("qq", "QQ"), rows("qQ"), CaseSensitivity.INSENSITIVE));
    assertEquals(List.of(0, 2, 1), match(table, rows("ID", "Q", "q"), CaseSensitivity.INSENSITIVE));
  }

  @Test
  void doesNotWriteOneFieldOfAStructToTwoThatDifferInCase() {
    Schema table =
        SparkToArrow.toArrow(new StructType().add("s", rows("c", "C")), Map.of(), Optional.empty());
    assertEquals(
        "Cannot write to table '/db/docs.lance': the DataFrame lacks its columns 's.c'. Add them to the DataFrame, or set 'schema_evolution' = 'add_columns': then they keep their values in rows that are updated.",
        refusal(table, new StructType().add("s", rows("C")), CaseSensitivity.INSENSITIVE));
    assertEquals(
        List.of("s"),
        new StructDifference(CaseSensitivity.INSENSITIVE)
            .incomplete(table, new StructType().add("s", rows("C"))));
  }

  static Stream<Arguments> types() {
    DataType decimal = DataTypes.createDecimalType(10, 2);
    return Stream.of(
        Arguments.of(DataTypes.ByteType, DataTypes.LongType, true),
        Arguments.of(DataTypes.LongType, DataTypes.IntegerType, false),
        Arguments.of(DataTypes.ShortType, DataTypes.FloatType, true),
        Arguments.of(DataTypes.IntegerType, DataTypes.FloatType, false),
        Arguments.of(DataTypes.IntegerType, DataTypes.DoubleType, true),
        Arguments.of(DataTypes.LongType, DataTypes.DoubleType, false),
        Arguments.of(DataTypes.FloatType, DataTypes.DoubleType, true),
        Arguments.of(DataTypes.DoubleType, DataTypes.FloatType, false),
        Arguments.of(DataTypes.FloatType, DataTypes.LongType, false),
        Arguments.of(DataTypes.createDecimalType(9, 1), decimal, true),
        Arguments.of(DataTypes.createDecimalType(10, 1), decimal, false),
        Arguments.of(DataTypes.createDecimalType(9, 3), decimal, false),
        Arguments.of(DataTypes.ShortType, decimal, true),
        Arguments.of(DataTypes.IntegerType, decimal, false),
        Arguments.of(DataTypes.StringType, DataTypes.IntegerType, false),
        Arguments.of(DataTypes.IntegerType, DataTypes.StringType, false),
        Arguments.of(DataTypes.DateType, DataTypes.TimestampNTZType, false),
        Arguments.of(DataTypes.TimestampType, DataTypes.TimestampNTZType, false),
        Arguments.of(DataTypes.BinaryType, DataTypes.StringType, false),
        Arguments.of(DataTypes.NullType, DataTypes.DateType, true));
  }

  @ParameterizedTest
  @MethodSource("types")
  void takesOnlyWhatLosesNothing(DataType from, DataType to, boolean possible) {
    StructType rows = nested(from);
    Schema table = SparkToArrow.toArrow(nested(to), Map.of(), Optional.empty());
    if (possible) {
      assertEquals(List.of(0), match(table, rows, CaseSensitivity.SENSITIVE));
    } else {
      Field leaf =
          SparkToArrow.toArrow(new StructType().add("x", to), Map.of(), Optional.empty())
              .getFields()
              .get(0);
      assertEquals(
          "Cannot write column 'l.element.x': values of type %s do not all fit the table's %s. Cast the column first."
              .formatted(from.sql(), FieldTypeName.of(leaf)),
          refusal(table, rows, CaseSensitivity.SENSITIVE));
    }
  }

  @Test
  void findsNestedFieldsByName() {
    StructType struct = new StructType().add("a", DataTypes.LongType).add("b", DataTypes.LongType);
    Schema table =
        SparkToArrow.toArrow(new StructType().add("s", struct), Map.of(), Optional.empty());
    StructType swapped = new StructType().add("b", DataTypes.LongType).add("a", DataTypes.LongType);
    ColumnMapping mapping =
        ColumnMapping.of(
            table,
            new StructType().add("s", swapped),
            Set.of(),
            exactly(CaseSensitivity.SENSITIVE));
    List<Field> fields = table.getFields().get(0).getChildren();
    assertEquals(List.of(1, 0), mapping.nested("s", fields, swapped).ordinals());
    assertEquals(
        "Cannot write to table '/db/docs.lance': the DataFrame lacks its columns 's.b'. Add them to the DataFrame, or set 'schema_evolution' = 'add_columns': then they keep their values in rows that are updated.",
        refusal(
            table,
            new StructType().add("s", new StructType().add("a", DataTypes.LongType)),
            CaseSensitivity.SENSITIVE));
  }

  @Test
  void refusesTablesWithNullColumns() {
    Schema table = new Schema(List.of(Field.nullable("n", ArrowType.Null.INSTANCE)));
    assertEquals(
        "Cannot write to the table: its column 'n' has the type null, which cannot be written. "
            + "Drop the column from the table.",
        refusal(table, new StructType().add("n", DataTypes.NullType), CaseSensitivity.SENSITIVE));
  }

  @Test
  void travels() throws Exception {
    ColumnMapping mapping = new ColumnMapping(List.of(2, 0), exactly(CaseSensitivity.INSENSITIVE));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(mapping);
    Object copy = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    assertEquals(mapping, copy);
  }

  private static StructType nested(DataType type) {
    return new StructType().add("l", DataTypes.createArrayType(new StructType().add("x", type)));
  }

  private static StructType rows(String... names) {
    StructType rows = new StructType();
    for (String name : names) {
      rows = rows.add(name, DataTypes.LongType);
    }
    return rows;
  }

  private static Schema table(String... names) {
    return SparkToArrow.toArrow(rows(names), Map.of(), Optional.empty());
  }

  private static List<Integer> match(Schema table, StructType rows, CaseSensitivity names) {
    return ColumnMapping.of(table, rows, Set.of(), exactly(names)).ordinals();
  }

  private static ColumnMatching exactly(CaseSensitivity names) {
    return ColumnMatching.exactly("/db/docs.lance", names);
  }

  private static String refusal(Schema table, StructType rows, CaseSensitivity names) {
    return assertThrows(
            LanceDbException.class, () -> ColumnMapping.of(table, rows, Set.of(), exactly(names)))
        .getMessage();
  }
}
