package io.sparklancedb.arrow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparklancedb.types.SparkToArrow;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UnreadableNullsTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "struct<l:array<int>>|",
        "struct<m:map<int,int>>|",
        "struct<l:array<struct<x:int>>>|",
        "struct<s:struct<s:struct<x:int>>>|",
        "array<struct<s:struct<x:int>>>|",
        "map<int,struct<x:int>>|",
        "struct<s:struct<x:int>,l:array<int>>|",
        "struct<s:struct<l:array<int>>>|c,c.s",
        "struct<l:array<array<int>>>|c",
        "struct<l:array<map<int,int>>>|c",
        "array<struct<l:array<int>>>|c.element",
        "map<int,struct<l:array<int>>>|c.value",
        "struct<a:struct<x:int>,b:array<struct<l:array<int>>>>|c,c.b.element"
      })
  void findsStructsAboveListsThreeLevelsDeep(String type, String paths) {
    var schema = SparkToArrow.toArrow(StructType.fromDDL("c " + type), Map.of(), Optional.empty());
    Set<String> expected =
        paths == null ? Set.of() : new TreeSet<>(Arrays.asList(paths.split(",")));
    assertEquals(expected, UnreadableNulls.of(schema.getFields()));
  }
}
