package io.sparklancedb.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sparklancedb.types.CaseSensitivity;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class StructMergeTest {
  /** {@code a: int, b: int, t: struct<n: int, d: int>}. */
  private static final StructType OLD = ints("a", "b").add("t", ints("n", "d"));

  private static final StructType TYPE =
      ints("a", "b").add("t", ints("n", "d", "e")).add("c", DataTypes.IntegerType);
  private static final StructType GIVEN = ints("C", "A").add("T", ints("e", "n"));

  private final StructMerge merge = new StructMerge(TYPE, GIVEN, OLD, CaseSensitivity.INSENSITIVE);

  private static StructType ints(String... names) {
    StructType type = new StructType();
    for (String name : names) {
      type = type.add(name, DataTypes.IntegerType);
    }
    return type;
  }

  private static InternalRow row(Object... values) {
    return new GenericInternalRow(values);
  }

  @Test
  void takesWhatIsGivenAndKeepsTheRest() {
    assertEquals(
        row(10, 2, row(30, 4, 50), 60),
        merge.merge(row(10, null, row(30, null, 50), 60), row(1, 2, row(3, 4))));
  }

  @Test
  void takesANewRowAsItIs() {
    InternalRow written = row(10, null, null, 60);

    assertEquals(written, merge.merge(written, null));
    assertNull(merge.merge(null, null));
  }

  @Test
  void aNullStructKeepsWhatItLacks() {
    assertEquals(row(null, 2, row(null, 4, null), null), merge.merge(null, row(1, 2, row(3, 4))));
    assertEquals(
        row(10, 2, row(null, 4, null), 60),
        merge.merge(row(10, null, null, 60), row(1, 2, row(3, 4))));
  }

  @Test
  void aNullStructIsNullWhereNothingIsKept() {
    assertNull(merge.merge(null, row(1, null, row(3, null))));
    assertEquals(
        row(10, 2, null, null), merge.merge(row(10, null, null, null), row(1, 2, row(3, null))));
  }
}
