package io.sparklancedb.benchmark;

import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns of the benchmark, as Spark and as Arrow name them. */
final class Shape {
  static final String KEY = "id";
  static final int TEXT_BYTES = 60;
  static final int DIMENSION = 128;

  static final StructType SPARK =
      new StructType()
          .add(KEY, DataTypes.LongType, false)
          .add("text", DataTypes.StringType, false)
          .add("number", DataTypes.IntegerType, false)
          .add("time", DataTypes.TimestampType, false)
          .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false), false);

  static final Schema ARROW =
      new Schema(
          List.of(
              required(KEY, new ArrowType.Int(Long.SIZE, true)),
              required("text", ArrowType.Utf8.INSTANCE),
              required("number", new ArrowType.Int(Integer.SIZE, true)),
              required("time", new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")),
              required(
                  "embedding",
                  new ArrowType.FixedSizeList(DIMENSION),
                  Field.nullable(
                      "item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)))));

  private Shape() {}

  private static Field required(String name, ArrowType type, Field... children) {
    return new Field(name, FieldType.notNullable(type), List.of(children));
  }
}
