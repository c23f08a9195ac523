package io.sparklancedb.types;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.error.LanceDbException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NullStructsTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "int|",
        "array<int>|",
        "map<int,int>|",
        "struct<x:int>|",
        "struct<s:struct<s:struct<x:int>>>|",
        "array<struct<s:struct<x:int>>>|",
        "map<int,struct<x:int>>|",
        "struct<l:array<int>>|c",
        "struct<m:map<int,int>>|c",
        "struct<l:array<struct<x:int>>>|c",
        "struct<s:struct<x:int>,l:array<int>>|c",
        "struct<s:struct<l:array<int>>>|c,c.s",
        "struct<l:array<array<int>>>|c",
        "array<struct<l:array<int>>>|c.element",
        "map<int,struct<l:array<int>>>|c.value",
        "map<struct<l:array<int>>,int>|c.key",
        "struct<a:struct<x:int>,b:array<struct<l:array<int>>>>|c,c.b.element"
      })
  void findsStructsAboveListsAndMapsAtEveryLevel(String type, String paths) {
    Set<String> expected =
        paths == null ? Set.of() : new TreeSet<>(Arrays.asList(paths.split(",")));

    assertEquals(expected, NullStructs.paths(List.of(column(type))));
  }

  @Test
  void refusesToAddAStructAboveAListToRows() {
    LanceDbException refusal =
        assertThrows(
            LanceDbException.class,
            () ->
                NullStructs.requireAddable(
                    List.of(), List.of(column("struct<s:struct<m:map<int,int>>>"))));

    assertEquals(
        "Cannot add column 'c' to a table that has rows: in those it would be a null struct with lists or maps below, which Lance may read back wrong. Make a new table of the rows and the column's values.",
        refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"int", "array<struct<l:array<int>>>", "map<int,int>", "struct<x:int>"})
  void otherColumnsAreNullInOldRows(String type) {
    NullStructs.requireAddable(List.of(), List.of(column(type)));
    NullStructs.requireAddable(
        List.of(column("struct<l:array<int>>")),
        List.of(column("struct<l:array<int>,n:" + type + ">")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "struct<l:array<int>,n:int>|c.n|c|c.n",
        "struct<s:struct<l:array<int>,n:int>>|c.s.n|c|c.s.n",
        "struct<s:struct<n:int>,l:array<int>>|c.s|c|c.s",
        "array<struct<l:array<int>>>|c.element.l|c.element|c.element.l"
      })
  void refusesToFillAStructWithAFieldThatIsNeverNull(
      String type, String notNull, String struct, String field) {
    Field column = withNotNull("c", column(type), notNull);

    assertEquals(
        "Cannot store a null of column '%s' as a struct of nulls: its field '%s' is NOT NULL. Leave 'null_structs' = 'struct_of_nulls' out and fill such structs in."
            .formatted(struct, field),
        assertThrows(LanceDbException.class, () -> NullStructs.requireFillable(List.of(column)))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "struct<n:int>|c.n",
        "struct<l:array<int>>|c.l.element",
        "struct<m:map<int,int>>|c.m.value",
        "struct<s:struct<l:array<int>>>|c.s",
        "struct<l:array<struct<n:int>>>|c.l.element.n"
      })
  void fillsStructsWhoseNullFieldsMayBeNull(String type, String notNull) {
    NullStructs.requireFillable(List.of(withNotNull("c", column(type), notNull)));
  }

  private static Field withNotNull(String path, Field field, String notNull) {
    boolean isList = field.getType() instanceof ArrowType.List;
    boolean isMap = field.getType() instanceof ArrowType.Map;
    List<Field> children =
        field.getChildren().stream()
            .map(
                child ->
                    withNotNull(
                        isMap ? path : ColumnPath.field(path, isList ? "element" : child.getName()),
                        child,
                        notNull))
            .toList();
    boolean nullable = field.isNullable() && !path.equals(notNull);
    return new Field(field.getName(), new FieldType(nullable, field.getType(), null), children);
  }

  private static Field column(String type) {
    return SparkToArrow.toArrow(StructType.fromDDL("c " + type), Map.of(), Optional.empty())
        .findField("c");
  }
}
