package io.sparklancedb.arrow.batch;

import io.sparklancedb.types.ColumnMapping;
import io.sparklancedb.types.ColumnPath;
import io.sparklancedb.types.Conversion;
import io.sparklancedb.types.StorageType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/** Chooses the writer for each vector, down to the leaves. */
final class WriterFactory {
  private final RowContext row;

  WriterFactory(RowContext row) {
    this.row = row;
  }

  FieldWriters fields(
      String path,
      List<Field> fields,
      List<FieldVector> vectors,
      StructType rows,
      ColumnMapping mapping) {
    List<ValueWriter> writers = new ArrayList<>();
    for (int i = 0; i < vectors.size(); i++) {
      Field field = fields.get(i);
      int ordinal = mapping.ordinals().get(i);
      DataType type =
          ordinal == ColumnMapping.ABSENT ? DataTypes.NullType : rows.fields()[ordinal].dataType();
      writers.add(
          writer(ColumnPath.field(path, field.getName()), field, vectors.get(i), type, mapping));
    }
    return new FieldWriters(writers, mapping);
  }

  private ValueWriter writer(
      String path, Field field, FieldVector vector, DataType from, ColumnMapping names) {
    return switch (Conversion.of(from, field).orElseThrow()) {
      case NULLS -> new NullWriter(path, field, vector, row);
      case BOOLEAN -> new BooleanWriter(path, (BitVector) vector, row);
      case STRING -> new BytesWriter(path, field, vector, true, row);
      case BINARY -> new BytesWriter(path, field, vector, false, row);
      case FIXED_SIZE_BINARY ->
          new FixedSizeBinaryWriter(path, field, (FixedSizeBinaryVector) vector, false, row);
      case UUID ->
          new FixedSizeBinaryWriter(path, field, (FixedSizeBinaryVector) vector, true, row);
      case VECTOR ->
          new VectorWriter(path, field, (FixedSizeListVector) vector, (ArrayType) from, row);
      case ML_VECTOR -> new MlVectorWriter(path, field, (FixedSizeListVector) vector, row);
      case LIST, FIXED_SIZE_LIST -> list(path, field, vector, (ArrayType) from, names);
      case STRUCT -> struct(path, field, (StructVector) vector, (StructType) from, names);
      case MAP -> map(path, field, (MapVector) vector, (MapType) from, names);
      default -> fixedWidth(path, field, (BaseFixedWidthVector) vector, from);
    };
  }

  private ValueWriter fixedWidth(
      String path, Field field, BaseFixedWidthVector vector, DataType from) {
    ArrowType to = StorageType.of(field);
    if (to instanceof ArrowType.Int integer) {
      return from instanceof DecimalType decimal
          ? new UnsignedLongWriter(path, field, vector, decimal, row)
          : new IntegerWriter(path, field, vector, integer, from, row);
    }
    if (to instanceof ArrowType.FloatingPoint floating) {
      return floating.getPrecision() == FloatingPointPrecision.HALF
          ? new HalfFloatWriter(path, field, vector, from, row)
          : new FloatingWriter(path, field, vector, from, row);
    }
    if (to instanceof ArrowType.Decimal decimal) {
      return new DecimalWriter(path, field, vector, decimal, from, row);
    }
    return to instanceof ArrowType.Date
        ? new DateWriter(path, field, vector, row)
        : new MicrosWriter(path, field, vector, unit(to), row);
  }

  private static TimeUnit unit(ArrowType type) {
    if (type instanceof ArrowType.Timestamp timestamp) {
      return timestamp.getUnit();
    }
    return type instanceof ArrowType.Time time
        ? time.getUnit()
        : ((ArrowType.Duration) type).getUnit();
  }

  private ValueWriter list(
      String path, Field field, FieldVector vector, ArrayType from, ColumnMapping names) {
    Field item = field.getChildren().get(0);
    FieldVector items = vector.getChildrenFromFields().get(0);
    ValueWriter element = writer(ColumnPath.element(path), item, items, from.elementType(), names);
    if (vector instanceof FixedSizeListVector fixed) {
      return new FixedSizeListWriter(path, field, fixed, element, row);
    }
    return vector instanceof LargeListVector large
        ? new LargeListWriter(path, field, large, element, row)
        : new ListWriter(path, field, (ListVector) vector, element, row);
  }

  private ValueWriter struct(
      String path, Field field, StructVector vector, StructType from, ColumnMapping names) {
    List<Field> children = field.getChildren();
    ColumnMapping mapping = names.nested(path, children, from);
    FieldWriters fields = fields(path, children, vector.getChildrenFromFields(), from, mapping);
    return new StructWriter(path, field, vector, from.fields().length, fields, row);
  }

  private ValueWriter map(
      String path, Field field, MapVector vector, MapType from, ColumnMapping names) {
    List<Field> entries = field.getChildren().get(0).getChildren();
    List<FieldVector> vectors = vector.getDataVector().getChildrenFromFields();
    ValueWriter keys =
        writer(ColumnPath.key(path), entries.get(0), vectors.get(0), from.keyType(), names);
    ValueWriter values =
        writer(ColumnPath.value(path), entries.get(1), vectors.get(1), from.valueType(), names);
    return new MapWriter(path, field, vector, keys, values, row);
  }
}
