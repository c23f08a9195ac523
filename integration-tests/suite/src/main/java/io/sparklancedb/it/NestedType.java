package io.sparklancedb.it;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** A type down to its leaves, and how its values come out: in Spark's own classes for them. */
sealed interface NestedType {
  /**
   * How often a value is null, and how long it is.
   *
   * @param size the most bytes of a text, the most values of a list or map
   * @param empty the share of lists and maps without values
   */
  record Habits(double isNull, int size, double empty) {
    boolean givesNull(Random random) {
      return random.nextDouble() < isNull;
    }

    int count(Random random) {
      return random.nextDouble() < empty ? 0 : random.nextInt(size + 1);
    }
  }

  Habits habits();

  DataType spark();

  ArrowType arrow();

  List<Field> children();

  /** One that is no null. */
  Object present(Random random);

  /** What stands for it where null structs above lists become structs of nulls. */
  default Object filled(Object value) {
    return value;
  }

  default boolean hasList() {
    return false;
  }

  default Object value(Random random) {
    return habits().givesNull(random) ? null : present(random);
  }

  default Field field(String name, boolean nullable) {
    return new Field(name, new FieldType(nullable, arrow(), null), children());
  }

  record Whole(Habits habits) implements NestedType {
    @Override
    public DataType spark() {
      return DataTypes.LongType;
    }

    @Override
    public ArrowType arrow() {
      return new ArrowType.Int(Long.SIZE, true);
    }

    @Override
    public List<Field> children() {
      return List.of();
    }

    @Override
    public Object present(Random random) {
      return habits.size() < 10 ? (long) random.nextInt(3) : random.nextLong();
    }
  }

  record Truth(Habits habits) implements NestedType {
    @Override
    public DataType spark() {
      return DataTypes.BooleanType;
    }

    @Override
    public ArrowType arrow() {
      return ArrowType.Bool.INSTANCE;
    }

    @Override
    public List<Field> children() {
      return List.of();
    }

    @Override
    public Object present(Random random) {
      return random.nextBoolean();
    }
  }

  record Text(Habits habits, boolean repeats) implements NestedType {
    @Override
    public DataType spark() {
      return DataTypes.StringType;
    }

    @Override
    public ArrowType arrow() {
      return ArrowType.Utf8.INSTANCE;
    }

    @Override
    public List<Field> children() {
      return List.of();
    }

    @Override
    public Object present(Random random) {
      byte[] bytes = new byte[habits.count(random)];
      byte only = (byte) ('a' + random.nextInt(26));
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = repeats ? only : (byte) (' ' + random.nextInt(95));
      }
      return UTF8String.fromBytes(bytes);
    }
  }

  /** Floats of one number, as embeddings are. */
  record Vector(Habits habits, int dimension) implements NestedType {
    @Override
    public DataType spark() {
      return DataTypes.createArrayType(DataTypes.FloatType);
    }

    @Override
    public ArrowType arrow() {
      return new ArrowType.FixedSizeList(dimension);
    }

    @Override
    public List<Field> children() {
      return List.of(
          Field.nullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)));
    }

    @Override
    public Object present(Random random) {
      return new GenericArrayData(
          IntStream.range(0, dimension).mapToObj(i -> (Object) random.nextFloat()).toArray());
    }
  }

  record Struct(Habits habits, List<NestedType> fields) implements NestedType {
    @Override
    public DataType spark() {
      StructType type = new StructType();
      for (StructField field : sparkFields()) {
        type = type.add(field);
      }
      return type;
    }

    private List<StructField> sparkFields() {
      return IntStream.range(0, fields.size())
          .mapToObj(i -> DataTypes.createStructField("f" + i, fields.get(i).spark(), true))
          .toList();
    }

    @Override
    public ArrowType arrow() {
      return ArrowType.Struct.INSTANCE;
    }

    @Override
    public List<Field> children() {
      return IntStream.range(0, fields.size())
          .mapToObj(i -> fields.get(i).field("f" + i, true))
          .toList();
    }

    @Override
    public boolean hasList() {
      return fields.stream().anyMatch(NestedType::hasList);
    }

    @Override
    public Object present(Random random) {
      return new GenericInternalRow(fields.stream().map(f -> f.value(random)).toArray());
    }

    @Override
    public Object filled(Object value) {
      if (value == null && !hasList()) {
        return null;
      }
      Object[] filled = new Object[fields.size()];
      for (int i = 0; i < filled.length; i++) {
        NestedType field = fields.get(i);
        filled[i] =
            field.filled(value == null ? null : ((GenericInternalRow) value).get(i, field.spark()));
      }
      return new GenericInternalRow(filled);
    }
  }

  record Items(Habits habits, NestedType element) implements NestedType {
    @Override
    public DataType spark() {
      return DataTypes.createArrayType(element.spark());
    }

    @Override
    public ArrowType arrow() {
      return ArrowType.List.INSTANCE;
    }

    @Override
    public List<Field> children() {
      return List.of(element.field("item", true));
    }

    @Override
    public boolean hasList() {
      return true;
    }

    @Override
    public Object present(Random random) {
      return values(element, habits.count(random), random);
    }

    @Override
    public Object filled(Object value) {
      return value == null ? null : filledAll(element, (GenericArrayData) value);
    }
  }

  record Entries(Habits habits, NestedType value) implements NestedType {
    private static final NestedType KEY = new Whole(new Habits(0, 1_000, 0));

    @Override
    public DataType spark() {
      return DataTypes.createMapType(KEY.spark(), value.spark());
    }

    @Override
    public ArrowType arrow() {
      return new ArrowType.Map(false);
    }

    @Override
    public List<Field> children() {
      List<Field> entry = List.of(KEY.field("key", false), value.field("value", true));
      return List.of(
          new Field("entries", new FieldType(false, ArrowType.Struct.INSTANCE, null), entry));
    }

    @Override
    public boolean hasList() {
      return true;
    }

    @Override
    public Object present(Random random) {
      int count = habits.count(random);
      return new ArrayBasedMapData(values(KEY, count, random), values(value, count, random));
    }

    @Override
    public Object filled(Object map) {
      return map == null
          ? null
          : new ArrayBasedMapData(
              ((ArrayBasedMapData) map).keyArray(),
              filledAll(value, (GenericArrayData) ((ArrayBasedMapData) map).valueArray()));
    }
  }

  private static GenericArrayData values(NestedType type, int count, Random random) {
    return new GenericArrayData(
        IntStream.range(0, count).mapToObj(i -> type.value(random)).toArray());
  }

  private static GenericArrayData filledAll(NestedType type, GenericArrayData values) {
    return new GenericArrayData(Arrays.stream(values.array()).map(type::filled).toArray());
  }

  /** A column's type, with at most so many levels. */
  static NestedType random(Random random, int levels, boolean withMaps) {
    Habits habits =
        new Habits(
            pick(random, 0.0, 0.02, 0.3, 0.9),
            pick(random, 1.0, 3.0, 3.0, 12.0).intValue(),
            pick(random, 0.0, 0.1, 0.5, 0.9));
    int kind = random.nextInt(levels == 1 ? 4 : 10);
    if (kind < 4) {
      return leaf(random, kind, habits);
    }
    if (kind < 7) {
      List<NestedType> fields = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        fields.add(random(random, levels - 1, withMaps));
      }
      return new Struct(habits, fields);
    }
    NestedType below = random(random, levels - 1, withMaps);
    return kind == 9 && withMaps ? new Entries(habits, below) : new Items(habits, below);
  }

  private static NestedType leaf(Random random, int kind, Habits habits) {
    int bytes = pick(random, 1.0, 30.0, 300.0, 3_000.0).intValue();
    Habits text = new Habits(habits.isNull(), bytes, habits.empty() / 3);
    return switch (kind) {
      case 0, 1 -> new Text(text, random.nextInt(4) == 0);
      case 2 -> random.nextInt(5) == 0 ? new Truth(habits) : new Whole(habits);
      default ->
          random.nextInt(3) == 0 ? new Vector(habits, 1 + bytes % 40) : new Text(text, false);
    };
  }

  private static Double pick(Random random, Double... values) {
    return values[random.nextInt(values.length)];
  }
}
