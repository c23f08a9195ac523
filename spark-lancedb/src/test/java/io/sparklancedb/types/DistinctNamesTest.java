package io.sparklancedb.types;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.error.LanceDbException;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

final class DistinctNamesTest {
  private static final String DIFFER =
      "Cannot make columns '%s' and '%s': their names differ in case only, and Spark would not tell them apart. Rename one of them, or set 'spark.sql.caseSensitive' to true.";
  private static final DistinctNames INSENSITIVE = new DistinctNames(CaseSensitivity.INSENSITIVE);

  @Test
  void refusesNewColumnsThatDifferInCaseWhereverTheyStand() {
    StructType pair = longs("c", "C");
    assertEquals(DIFFER.formatted("c", "C"), refusal(pair));
    assertEquals(DIFFER.formatted("s.c", "s.C"), refusal(column(pair)));
    assertEquals(
        DIFFER.formatted("s.element.c", "s.element.C"),
        refusal(column(DataTypes.createArrayType(pair))));
    assertEquals(
        DIFFER.formatted("s.key.c", "s.key.C"),
        refusal(column(DataTypes.createMapType(pair, DataTypes.LongType))));
    assertEquals(
        DIFFER.formatted("s.value.c", "s.value.C"),
        refusal(column(DataTypes.createMapType(DataTypes.LongType, pair))));
  }

  @Test
  void takesThemWhereSparkTellsThemApart() {
    new DistinctNames(CaseSensitivity.SENSITIVE).require(longs("c", "C"));
    new DistinctNames(CaseSensitivity.SENSITIVE)
        .requireAdded(table(longs("c")), column(longs("C", "c")));
  }

  @Test
  void refusesAdditionsThatDifferInCaseFromEachOtherOrFromTheTable() {
    Schema table = table(longs("c", "C").add("s", longs("d", "D")));
    INSENSITIVE.requireAdded(table, longs("e").add("s", longs("f")));
    assertEquals(DIFFER.formatted("e", "E"), added(table, longs("e", "E")));
    assertEquals(DIFFER.formatted("s", "S"), added(table, longs("S")));
    assertEquals(DIFFER.formatted("s.f", "s.F"), added(table, column(longs("f", "F"))));
    assertEquals(
        DIFFER.formatted("s.element.d", "s.element.D"),
        added(
            table(column(DataTypes.createArrayType(longs("d")))),
            column(DataTypes.createArrayType(longs("D")))));
    assertEquals(
        DIFFER.formatted("s.value.d", "s.value.D"),
        added(
            table(column(DataTypes.createMapType(DataTypes.LongType, longs("d")))),
            column(DataTypes.createMapType(DataTypes.LongType, longs("D")))));
  }

  private static String refusal(StructType columns) {
    return assertThrows(LanceDbException.class, () -> INSENSITIVE.require(columns)).getMessage();
  }

  private static String added(Schema table, StructType added) {
    return assertThrows(LanceDbException.class, () -> INSENSITIVE.requireAdded(table, added))
        .getMessage();
  }

  private static Schema table(StructType columns) {
    return SparkToArrow.toArrow(columns, Map.of(), Optional.empty());
  }

  private static StructType column(DataType type) {
    return new StructType().add("s", type);
  }

  private static StructType longs(String... names) {
    StructType struct = new StructType();
    for (String name : names) {
      struct = struct.add(name, DataTypes.LongType);
    }
    return struct;
  }
}
