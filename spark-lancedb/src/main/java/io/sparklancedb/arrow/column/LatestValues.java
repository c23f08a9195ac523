package io.sparklancedb.arrow.column;

import io.sparklancedb.types.ArrowToSpark;
import java.util.BitSet;
import java.util.Comparator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.TypeUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What the written rows of each key have in the column that tells which of two rows is the later
 * one, by the number of the key. They compare with the table's rows as Spark sorts: null is less
 * than all, NaN is greater than all, and 0.0 is -0.0.
 */
public sealed interface LatestValues {
  /** Those of a batch, be it of written rows or of the table's. */
  interface Batch {
    /** Keeps that of a written row for its key. */
    void keep(int position, int keyNumber);

    /** Whether a row of the table is later than the written row of its key. */
    boolean isLater(int position, int keyNumber);
  }

  Batch of(FieldVector values);

  long bytes();

  /**
   * @param field of the table
   */
  static LatestValues of(Field field, int keys) {
    return isLong(field.getType()) ? new Longs(keys) : new Objects(ArrowToSpark.type(field), keys);
  }

  /** Whether the values are in the order of the signed numbers that they are stored as. */
  private static boolean isLong(ArrowType type) {
    return switch (type.getTypeID()) {
      case Int -> ((ArrowType.Int) type).getIsSigned();
      case Bool, Date, Timestamp, Time, Duration -> true;
      default -> false;
    };
  }

  /** Numbers and times. */
  final class Longs implements LatestValues {
    private final long[] values;
    private final BitSet known;

    private Longs(int keys) {
      values = new long[keys];
      known = new BitSet(keys);
    }

    @Override
    public Batch of(FieldVector vector) {
      LongValues batch = LongValues.of(vector);
      return new Batch() {
        @Override
        public void keep(int position, int keyNumber) {
          if (!vector.isNull(position)) {
            known.set(keyNumber);
            values[keyNumber] = batch.at(position);
          }
        }

        @Override
        public boolean isLater(int position, int keyNumber) {
          return !vector.isNull(position)
              && (!known.get(keyNumber) || batch.at(position) > values[keyNumber]);
        }
      };
    }

    @Override
    public long bytes() {
      return (long) values.length * Long.BYTES;
    }
  }

  /** All other types that Spark sorts. */
  final class Objects implements LatestValues {
    /** What an object and its place take on the heap beside a text or bytes: about. */
    private static final long BYTES_OF_ONE = 64;

    private final DataType type;
    private final Comparator<Object> order;
    private final Object[] values;
    private long bytes;

    private Objects(DataType type, int keys) {
      this.type = type;
      this.order = TypeUtils.getInterpretedOrdering(type);
      this.values = new Object[keys];
    }

    @Override
    public Batch of(FieldVector vector) {
      ColumnVector[] column = {ArrowColumns.wrap(vector, type)};
      ColumnarBatch rows = new ColumnarBatch(column, vector.getValueCount());
      return new Batch() {
        @Override
        public void keep(int position, int keyNumber) {
          if (!vector.isNull(position)) {
            values[keyNumber] = InternalRow.copyValue(rows.getRow(position).get(0, type));
            bytes += BYTES_OF_ONE + length(values[keyNumber]);
          }
        }

        @Override
        public boolean isLater(int position, int keyNumber) {
          Object other = values[keyNumber];
          return !vector.isNull(position)
              && (other == null || order.compare(rows.getRow(position).get(0, type), other) > 0);
        }
      };
    }

    private static long length(Object value) {
      if (value instanceof UTF8String text) {
        return text.numBytes();
      }
      return value instanceof byte[] binary ? binary.length : 0;
    }

    @Override
    public long bytes() {
      return bytes;
    }
  }
}
