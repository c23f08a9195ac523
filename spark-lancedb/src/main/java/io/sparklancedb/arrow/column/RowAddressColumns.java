package io.sparklancedb.arrow.column;

import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.Platform;

/**
 * Lance's row ids and addresses, unsigned 64-bit numbers that stay below 2^63, as Spark's longs.
 * Views like those of {@link ArrowColumns}.
 */
public final class RowAddressColumns {
  private RowAddressColumns() {}

  public static ColumnVector number(FieldVector numbers) {
    return new IntegerColumn(numbers, DataTypes.LongType);
  }

  /** The upper half of an address. */
  public static ColumnVector fragment(FieldVector addresses) {
    return new FragmentColumn(addresses);
  }

  private static final class FragmentColumn extends ArrowColumn {
    private final long addresses;

    private FragmentColumn(FieldVector vector) {
      super(vector, DataTypes.IntegerType);
      this.addresses = vector.getDataBufferAddress();
    }

    @Override
    public int getInt(int row) {
      return (int) (Platform.getLong(null, addresses + (long) row * Long.BYTES) >>> Integer.SIZE);
    }
  }
}
