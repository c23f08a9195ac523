package io.sparklancedb.arrow.batch;

import io.sparklancedb.arrow.Validity;
import org.apache.arrow.vector.BaseFixedWidthVector;

/**
 * The memory of a fixed-width vector that is being filled. Addresses are kept between growths, so
 * that a value costs one store and one bit.
 */
final class FixedWidthBuffer {
  private final BaseFixedWidthVector vector;
  private final int width;
  private long values;
  private long validity;
  private int capacity;

  FixedWidthBuffer(BaseFixedWidthVector vector) {
    this.vector = vector;
    this.width = vector.getTypeWidth();
    locate();
  }

  /** The address for the value of this index, which is marked as not null. */
  long slot(int index) {
    if (index >= capacity) {
      grow(index + 1);
    }
    Validity.set(validity, index);
    return values + (long) index * width;
  }

  /** The same for the values of {@code from} up to, not including, {@code to}. */
  long range(int from, int to) {
    if (to > capacity) {
      grow(to);
    }
    Validity.set(validity, from, to);
    return values + (long) from * width;
  }

  int width() {
    return width;
  }

  private void grow(int count) {
    while (vector.getValueCapacity() < count) {
      vector.reAlloc();
    }
    locate();
  }

  private void locate() {
    capacity = vector.getValueCapacity();
    values = capacity == 0 ? 0 : vector.getDataBufferAddress();
    validity = capacity == 0 ? 0 : vector.getValidityBufferAddress();
  }
}
