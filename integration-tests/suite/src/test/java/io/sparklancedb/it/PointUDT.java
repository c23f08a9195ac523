package io.sparklancedb.it;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.SQLUserDefinedType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;

/** A user-defined type of Spark that is no vector. */
public final class PointUDT extends UserDefinedType<PointUDT.Point> {
  private static final long serialVersionUID = 1L;

  /** A point. */
  @SQLUserDefinedType(udt = PointUDT.class)
  public record Point(int x, int y) {}

  @Override
  public DataType sqlType() {
    return new StructType().add("x", DataTypes.IntegerType).add("y", DataTypes.IntegerType);
  }

  @Override
  public InternalRow serialize(Point point) {
    return new GenericInternalRow(new Object[] {point.x(), point.y()});
  }

  @Override
  public Point deserialize(Object stored) {
    throw new UnsupportedOperationException("The tests only write.");
  }

  @Override
  public Class<Point> userClass() {
    return Point.class;
  }
}
