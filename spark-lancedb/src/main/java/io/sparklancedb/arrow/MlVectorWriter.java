package io.sparklancedb.arrow;

import io.sparklancedb.error.ValueErrors;
import io.sparklancedb.types.MlVectors;
import io.sparklancedb.types.VectorType;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.Platform;

/** Vectors from those of Spark ML; what a sparse one does not name is zero. */
final class MlVectorWriter extends ValueWriter {
  private final FixedSizeListVector vector;
  private final Slots slots;
  private final VectorType type;

  MlVectorWriter(String path, Field field, FixedSizeListVector vector, RowInProgress row) {
    super(path, field, row);
    this.vector = vector;
    this.slots = new Slots((BaseFixedWidthVector) vector.getDataVector());
    this.type = VectorType.of(field).orElseThrow();
  }

  @Override
  void writeValue(SpecializedGetters rowValues, int ordinal, int index) {
    InternalRow value = rowValues.getStruct(ordinal, MlVectors.FIELDS);
    int length = MlVectors.length(value);
    if (length != type.dimension()) {
      throw ValueErrors.vectorLength(path(), row.name(), length, type.dimension());
    }
    int from = Math.multiplyExact(index, length);
    vector.startNewValue(index);
    long address = slots.range(from, Math.addExact(from, length));
    ArrayData values = value.getArray(MlVectors.VALUES);
    if (MlVectors.isSparse(value)) {
      sparse(value.getArray(MlVectors.INDICES), values, address);
    } else {
      for (int i = 0; i < length; i++) {
        put(address, i, values.getDouble(i));
      }
    }
    row.addBytes((long) length * slots.width());
  }

  private void sparse(ArrayData indices, ArrayData values, long address) {
    Platform.setMemory(null, address, (long) type.dimension() * slots.width(), (byte) 0);
    for (int i = 0; i < values.numElements(); i++) {
      put(address, indices.getInt(i), values.getDouble(i));
    }
  }

  private void put(long address, int at, double value) {
    switch (type.element()) {
      case FLOAT16 -> Platform.putShort(null, address + 2L * at, HalfFloat.fromDouble(value));
      case FLOAT32 -> Platform.putFloat(null, address + 4L * at, (float) value);
      default -> Platform.putDouble(null, address + 8L * at, value);
    }
  }
}
