package io.sparklancedb.key;

import io.sparklancedb.arrow.column.LongValues;
import java.io.Serializable;
import org.apache.arrow.vector.FieldVector;

/**
 * The least and the greatest key of some rows; no rows where the least is above the greatest.
 *
 * @param order what is known of the keys in between
 */
public record KeyRange(Order order, long least, long greatest) implements Serializable {
  /** How the rows' keys follow each other. */
  public enum Order {
    /** Each is greater than the one before it, so that none is there twice. */
    INCREASING,
    /** In any order. */
    NONE,
    /** They are not compared as numbers: they may be anywhere. */
    UNKNOWN
  }

  public static final KeyRange EMPTY =
      new KeyRange(Order.INCREASING, Long.MAX_VALUE, Long.MIN_VALUE);
  private static final KeyRange ANYWHERE =
      new KeyRange(Order.UNKNOWN, Long.MIN_VALUE, Long.MAX_VALUE);

  /** The range of these rows and more that follow. */
  public KeyRange with(FieldVector keys, int rows) {
    if (!LongValues.canRead(keys)) {
      return ANYWHERE;
    }
    LongValues source = LongValues.of(keys);
    long low = least;
    long high = greatest;
    boolean increasing = order == Order.INCREASING;
    for (int i = 0; i < rows; i++) {
      long key = source.at(i);
      increasing &= key > high || low > high;
      low = Math.min(low, key);
      high = Math.max(high, key);
    }
    return new KeyRange(increasing ? Order.INCREASING : Order.NONE, low, high);
  }

  public boolean isEmpty() {
    return least > greatest;
  }
}
