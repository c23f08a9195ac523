package io.sparklancedb.arrow.batch;

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
  private final FixedWidthBuffer slots;
  private final VectorType type;
  private final VectorElements elements;

  MlVectorWriter(String path, Field field, FixedSizeListVector vector, RowContext row) {
    super(path, field, row);
    this.vector = vector;
    this.slots = new FixedWidthBuffer((BaseFixedWidthVector) vector.getDataVector());
    this.type = VectorType.of(field).orElseThrow();
    this.elements = new VectorElements(path, type.element(), row);
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
        elements.put(address, i, values.getDouble(i));
      }
    }
    row.addBytes((long) length * slots.width());
  }

  private void sparse(ArrayData indices, ArrayData values, long address) {
    Platform.setMemory(null, address, (long) type.dimension() * slots.width(), (byte) 0);
    for (int i = 0; i < values.numElements(); i++) {
      elements.put(address, indices.getInt(i), values.getDouble(i));
    }
  }
}
