package io.sparklancedb.arrow.column;

import io.sparklancedb.arrow.Offsets;
import io.sparklancedb.arrow.Utf8;
import io.sparklancedb.error.TypeErrors;
import io.sparklancedb.types.StorageType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * Arrow vectors as Spark's column vectors, without copying. They are views: they read the vectors'
 * buffers until the owner of the vectors frees or refills them, and closing them frees nothing.
 */
public final class ArrowColumns {
  private ArrowColumns() {}

  /**
   * @param columns what Spark wants, by name; structs in it may lack fields of the vectors
   */
  public static ColumnarBatch batch(VectorSchemaRoot root, StructType columns) {
    ColumnVector[] wrapped = children(root.getFieldVectors(), columns);
    return new ColumnarBatch(wrapped, root.getRowCount());
  }

  /**
   * @param sparkType the type that {@code ArrowToSpark} gives the vector's field, or, for structs
   *     in it, one with fewer fields
   */
  public static ColumnVector wrap(FieldVector vector, DataType sparkType) {
    FieldVector storage =
        vector instanceof ExtensionTypeVector<?> extension
            ? (FieldVector) extension.getUnderlyingVector()
            : vector;
    if (storage.getField().getDictionary() != null) {
      throw TypeErrors.noSparkType(storage.getName(), "a dictionary");
    }
    ArrowType type = StorageType.of(storage.getField());
    return switch (type.getTypeID()) {
      case Null -> new NullColumn(storage, sparkType);
      case Bool -> new BooleanColumn(storage, sparkType);
      case Utf8, Binary -> new BytesColumn(storage, Offsets.small(storage), sparkType);
      case LargeUtf8, LargeBinary -> new BytesColumn(storage, Offsets.large(storage), sparkType);
      case FixedSizeBinary ->
          new FixedSizeBinaryColumn(
              storage, ((ArrowType.FixedSizeBinary) type).getByteWidth(), sparkType);
      case List -> list(storage, Offsets.small(storage), sparkType);
      case LargeList -> list(storage, Offsets.large(storage), sparkType);
      case FixedSizeList ->
          new FixedSizeListColumn(
              storage,
              ((ArrowType.FixedSizeList) type).getListSize(),
              elements(storage, sparkType),
              sparkType);
      case Struct ->
          new StructColumn(
              storage,
              children(storage.getChildrenFromFields(), (StructType) sparkType),
              sparkType);
      case Map -> map(storage, (MapType) sparkType);
      default -> fixedWidth(storage, type, sparkType);
    };
  }

  /**
   * Structs of which none is null.
   *
   * @param fields views of them, in the type's order
   */
  public static ColumnVector struct(ColumnVector[] fields, StructType type) {
    return new StructColumn(fields, type);
  }

  private static ColumnVector list(FieldVector vector, Offsets offsets, DataType sparkType) {
    return new ListColumn(vector, offsets, elements(vector, sparkType), sparkType);
  }

  private static ColumnVector elements(FieldVector vector, DataType sparkType) {
    return wrap(vector.getChildrenFromFields().get(0), ((ArrayType) sparkType).elementType());
  }

  private static ColumnVector map(FieldVector vector, MapType sparkType) {
    List<FieldVector> entries = vector.getChildrenFromFields().get(0).getChildrenFromFields();
    return new MapColumn(
        vector,
        wrap(entries.get(0), sparkType.keyType()),
        wrap(entries.get(1), sparkType.valueType()),
        sparkType);
  }

  private static ColumnVector[] children(List<FieldVector> vectors, StructType struct) {
    Map<String, FieldVector> byName = new HashMap<>();
    vectors.forEach(vector -> byName.put(vector.getName(), vector));
    StructField[] fields = struct.fields();
    ColumnVector[] children = new ColumnVector[fields.length];
    for (int i = 0; i < fields.length; i++) {
      children[i] = wrap(byName.get(fields[i].name()), fields[i].dataType());
    }
    return children;
  }

  private static ColumnVector fixedWidth(FieldVector vector, ArrowType type, DataType sparkType) {
    if (type instanceof ArrowType.Int integer) {
      return integer(vector, integer, sparkType);
    }
    if (type instanceof ArrowType.FloatingPoint floating) {
      return floating.getPrecision() == FloatingPointPrecision.HALF
          ? new HalfFloatColumn(vector, sparkType)
          : new FloatingColumn(vector, sparkType);
    }
    if (type instanceof ArrowType.Decimal decimal) {
      int bytes = decimal.getBitWidth() / Byte.SIZE;
      return new DecimalColumn(vector, bytes, false, sparkType);
    }
    if (type instanceof ArrowType.Date date) {
      return date.getUnit() == DateUnit.DAY
          ? new IntegerColumn(vector, sparkType)
          : new MillisDateColumn(vector, sparkType);
    }
    if (type instanceof ArrowType.Time time) {
      return micros(vector, time.getBitWidth() == Long.SIZE, time.getUnit(), sparkType);
    }
    if (type instanceof ArrowType.Timestamp timestamp) {
      return micros(vector, true, timestamp.getUnit(), sparkType);
    }
    return micros(vector, true, ((ArrowType.Duration) type).getUnit(), sparkType);
  }

  private static ColumnVector integer(FieldVector vector, ArrowType.Int type, DataType sparkType) {
    if (type.getIsSigned()) {
      return new IntegerColumn(vector, sparkType);
    }
    return type.getBitWidth() == Long.SIZE
        ? new DecimalColumn(vector, Long.BYTES, true, sparkType)
        : new UnsignedColumn(vector, sparkType);
  }

  /** Microseconds are the longs that Spark wants, copied as memory where it asks for many. */
  private static ColumnVector micros(
      FieldVector vector, boolean isLong, TimeUnit unit, DataType sparkType) {
    return unit == TimeUnit.MICROSECOND
        ? new IntegerColumn(vector, sparkType)
        : new MicrosColumn(vector, isLong, unit, sparkType);
  }
}
