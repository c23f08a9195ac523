package io.sparklancedb.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.error.LanceDbException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorDistanceTest {
  private static final DataType FLOATS = DataTypes.createArrayType(DataTypes.FloatType);
  private static final DataType DOUBLES = DataTypes.createArrayType(DataTypes.DoubleType);

  private static VectorDistance distance(String metric, DataType left, DataType right) {
    StructType arguments = new StructType().add("a", left).add("b", right);
    return (VectorDistance) new DistanceFunction(Metric.valueOf(metric)).bind(arguments);
  }

  private static Object[] numbers(String text, boolean isFloat) {
    return Stream.of(text.split(" "))
        .filter(number -> !number.isEmpty())
        .map(number -> isFloat ? (Object) Float.valueOf(number) : Double.valueOf(number))
        .toArray();
  }

  private static ArrayData array(String text, boolean isFloat) {
    return new GenericArrayData(numbers(text, isFloat));
  }

  @ParameterizedTest
  @CsvSource({
    "L2, 1 2, 1 2, 0",
    "L2, 1 2, 3 4, 8",
    "L2, 0.5, -0.5, 1",
    "L2, 1 2 3 4 5 6 7 8 9, 0 0 0 0 0 0 0 0 0, 285",
    "L2, NaN 1, 1 1, NaN",
    "L2, Infinity 1, 1 1, Infinity",
    "L2, Infinity 1, Infinity 1, NaN",
    "L2, 1e30 0, 0 0, Infinity",
    "L2, '', '', 0",
    "COSINE, 1 2, 1 2, 0",
    "COSINE, 1 2, 2 4, 0",
    "COSINE, 1 0, 0 1, 1",
    "COSINE, 1 2, -1 -2, 2",
    "COSINE, 1 2, 3 4, 0.01613009",
    "COSINE, 0.1 0.2 0.3, 0.1 0.2 0.3, 0",
    "COSINE, 1e-30 1e-30, 1e30 1e30, 0",
    "COSINE, 0 0, 1 2, NaN",
    "COSINE, 0 0, 0 0, NaN",
    "COSINE, NaN 1, 1 2, NaN",
    "COSINE, Infinity 1, 1 2, NaN",
    "COSINE, '', '', NaN",
    "DOT, 1 2, 3 4, -10",
    "DOT, 1 2, 0 0, 1",
    "DOT, 1 0, 1 0, 0",
    "DOT, NaN 1, 1 1, NaN",
    "DOT, Infinity 1, 1 1, -Infinity",
    "DOT, '', '', 1"
  })
  void isTheSameForFloatsAndDoubles(String metric, String a, String b, float expected) {
    for (boolean left : new boolean[] {true, false}) {
      for (boolean right : new boolean[] {true, false}) {
        VectorDistance distance =
            distance(metric, left ? FLOATS : DOUBLES, right ? FLOATS : DOUBLES);
        assertEquals(expected, distance.invoke(array(a, left), array(b, right)));
        assertEquals(expected, distance.invoke(array(b, left), array(a, right)));
      }
    }
  }

  @Test
  void aDoubleBesideFloatsIsAFloat() {
    assertEquals(
        0f, distance("L2", FLOATS, DOUBLES).invoke(array("0.1", true), array("0.1", false)));
    assertNotEquals(
        0f,
        distance("L2", DOUBLES, DOUBLES).invoke(array("0.1000000015", false), array("0.1", false)));
  }

  @Test
  void readsArraysOfEveryClass() {
    VectorDistance distance = distance("L2", FLOATS, FLOATS);
    ArrayData query = array("1 2 3", true);
    OnHeapColumnVector lists = new OnHeapColumnVector(2, FLOATS);
    lists.getChild(0).reserve(6);
    for (int i = 0; i < 6; i++) {
      lists.getChild(0).putFloat(i, i);
    }
    lists.putArray(1, 3, 3);

    assertEquals(12f, distance.invoke(lists.getArray(1), query));
    assertEquals(
        12f, distance.invoke(UnsafeArrayData.fromPrimitiveArray(new float[] {3, 4, 5}), query));
    lists.getChild(0).putNull(4);
    assertNull(distance.invoke(lists.getArray(1), query));
  }

  @Test
  void isNullWhenAVectorOrAnElementIs() {
    VectorDistance distance = distance("DOT", FLOATS, FLOATS);
    ArrayData vector = array("1 2", true);
    ArrayData holed = new GenericArrayData(new Object[] {1f, null});
    UnsafeArrayData unsafe = UnsafeArrayData.fromPrimitiveArray(new float[] {1, 2});
    unsafe.setNullAt(1);

    for (ArrayData isNull : Arrays.asList(null, holed, unsafe)) {
      assertNull(distance.invoke(isNull, vector));
      assertNull(distance.invoke(vector, isNull));
    }
  }

  @Test
  void refusesVectorsOfDifferentLengthsEvenWithANull() {
    VectorDistance distance = distance("COSINE", FLOATS, FLOATS);
    ArrayData holed = new GenericArrayData(new Object[] {1f, null});
    var refusal =
        assertThrows(LanceDbException.class, () -> distance.invoke(holed, array("1 2 3", true)));

    assertEquals(
        "Cannot compute cosine_distance: the first vector has 2 values, and the second 3. Compare vectors of one length.",
        refusal.getMessage());
  }

  /** What is neither float nor double takes the type of the other, and Spark casts it. */
  @ParameterizedTest
  @CsvSource({
    "array<float>, array<float>, array<float>, array<float>",
    "array<float>, array<double>, array<float>, array<double>",
    "array<float>, 'array<decimal(2,1)>', array<float>, array<float>",
    "array<int>, array<float>, array<float>, array<float>",
    "array<double>, array<int>, array<double>, array<double>",
    "array<int>, 'array<decimal(2,1)>', array<double>, array<double>",
    "void, array<float>, array<float>, array<float>",
    "array<void>, array<double>, array<double>, array<double>",
    "void, void, array<double>, array<double>"
  })
  void takesArraysOfNumbers(String left, String right, String takenLeft, String takenRight) {
    VectorDistance distance = distance("L2", type(left), type(right));

    assertEquals(
        List.of(takenLeft, takenRight),
        Stream.of(distance.inputTypes()).map(DataType::catalogString).toList());
    assertEquals(distance("L2", type(left), type(right)), distance);
  }

  private static DataType type(String text) {
    return DataType.fromDDL(text);
  }

  @Test
  void asksForNullsOnlyWhereTheTypeMayHoldThem() {
    ArrayType without = DataTypes.createArrayType(DataTypes.FloatType, false);
    VectorDistance distance = distance("L2", FLOATS, without);

    assertEquals(List.of(FLOATS, without), List.of(distance.inputTypes()));
  }

  @ParameterizedTest
  @CsvSource({
    "'a array<float>', array<float>",
    "'a array<float>, b string', 'array<float>, string'",
    "'a array<string>, b array<float>', 'array<string>, array<float>'",
    "'a array<array<float>>, b array<float>', 'array<array<float>>, array<float>'",
    "'a array<float>, b array<float>, c int', 'array<float>, array<float>, int'"
  })
  void refusesOtherArguments(String arguments, String types) {
    DistanceFunction function = new DistanceFunction(Metric.L2);
    var refusal =
        assertThrows(
            UnsupportedOperationException.class,
            () -> function.bind(StructType.fromDDL(arguments)));

    assertEquals(
        "Cannot call l2_distance("
            + types
            + "): it takes two vectors, such as l2_distance(embedding, array(0.1, 0.2))",
        refusal.getMessage());
  }

  @Test
  void travelsToTheExecutors() throws Exception {
    VectorDistance distance = distance("COSINE", FLOATS, DOUBLES);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(distance);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertEquals(distance, in.readObject());
    }
  }
}
