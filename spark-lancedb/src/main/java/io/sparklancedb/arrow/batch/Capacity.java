package io.sparklancedb.arrow.batch;

import io.sparklancedb.arrow.Offsets;
import java.util.List;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;

/**
 * How much of a vector a batch took, for the next batch to allocate at once instead of growing.
 *
 * @param bytesPerValue of a variable-width vector, 0 for others
 */
record Capacity(int values, double bytesPerValue, List<Capacity> children) {
  static Capacity of(FieldVector vector) {
    List<Capacity> children = vector.getChildrenFromFields().stream().map(Capacity::of).toList();
    return new Capacity(vector.getValueCount(), bytesPerValue(vector), children);
  }

  private static double bytesPerValue(FieldVector vector) {
    int count = vector.getValueCount();
    if (count == 0) {
      return 0;
    }
    if (vector instanceof BaseVariableWidthVector) {
      return (double) Offsets.small(vector).start(count) / count;
    }
    return vector instanceof BaseLargeVariableWidthVector
        ? (double) Offsets.large(vector).start(count) / count
        : 0;
  }

  void allocate(FieldVector vector) {
    prepare(vector);
    vector.allocateNew();
  }

  private void prepare(FieldVector vector) {
    int count = Math.max(1, values);
    if (vector instanceof BaseVariableWidthVector variable) {
      variable.setInitialCapacity(count, bytesPerValue);
    } else if (vector instanceof BaseLargeVariableWidthVector variable) {
      variable.setInitialCapacity(count, bytesPerValue);
    } else {
      vector.setInitialCapacity(count);
    }
    for (int i = 0; i < children.size(); i++) {
      children.get(i).prepare(vector.getChildrenFromFields().get(i));
    }
  }
}
