package io.sparklancedb.arrow.batch;

import io.sparklancedb.error.ValueErrors;
import io.sparklancedb.types.VectorType;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.unsafe.Platform;

/** Vectors: arrays of one length without nulls, copied as memory where the widths agree. */
final class VectorWriter extends ValueWriter {
  private final FixedSizeListVector vector;
  private final FixedWidthBuffer slots;
  private final int dimension;
  private final VectorType.Element to;
  private final NumberSource source;
  private final VectorElements elements;

  VectorWriter(
      String path, Field field, FixedSizeListVector vector, ArrayType from, RowContext row) {
    super(path, field, row);
    this.vector = vector;
    this.slots = new FixedWidthBuffer((BaseFixedWidthVector) vector.getDataVector());
    VectorType type = VectorType.of(field).orElseThrow();
    this.dimension = type.dimension();
    this.to = type.element();
    this.source = NumberSource.of(from.elementType());
    this.elements = new VectorElements(path, to, row);
  }

  @Override
  void writeValue(SpecializedGetters values, int ordinal, int index) {
    ArrayData array = values.getArray(ordinal);
    if (array.numElements() != dimension) {
      throw ValueErrors.vectorLength(path(), row.name(), array.numElements(), dimension);
    }
    requireNoNull(array);
    int from = Math.multiplyExact(index, dimension);
    vector.startNewValue(index);
    long address = slots.range(from, Math.addExact(from, dimension));
    if (array instanceof UnsafeArrayData unsafe && sameWidth()) {
      long valuesOffset =
          unsafe.getBaseOffset() + UnsafeArrayData.calculateHeaderPortionInBytes((long) dimension);
      Platform.copyMemory(
          unsafe.getBaseObject(), valuesOffset, null, address, (long) dimension * slots.width());
    } else {
      convert(array, address);
    }
    row.addBytes((long) dimension * slots.width());
  }

  private boolean sameWidth() {
    return switch (source) {
      case FLOAT -> to == VectorType.Element.FLOAT32;
      case DOUBLE -> to == VectorType.Element.FLOAT64;
      case BYTE, SHORT, INT -> false;
    };
  }

  private void requireNoNull(ArrayData array) {
    if (array instanceof UnsafeArrayData unsafe && !anyNullBit(unsafe)) {
      return;
    }
    for (int i = 0; i < dimension; i++) {
      if (array.isNullAt(i)) {
        throw ValueErrors.nullInVector(path(), row.name(), i + 1);
      }
    }
  }

  /** The words of null bits stand between the count of elements and the elements. */
  private boolean anyNullBit(UnsafeArrayData array) {
    long bits = 0;
    int headerBytes = UnsafeArrayData.calculateHeaderPortionInBytes(dimension);
    for (int at = Long.BYTES; at < headerBytes; at += Long.BYTES) {
      bits |= Platform.getLong(array.getBaseObject(), array.getBaseOffset() + at);
    }
    return bits != 0;
  }

  private void convert(ArrayData array, long address) {
    for (int i = 0; i < dimension; i++) {
      elements.put(address, i, source.read(array, i));
    }
  }
}
