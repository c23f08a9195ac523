package io.sparklancedb.arrow.column;

import io.sparklancedb.types.ComparedField;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * A digest of some columns of each of some rows, to compare other rows with. Values are the same if
 * Arrow stores them alike: 0.0 is not -0.0, but NaN is NaN, and entries of maps have an order. What
 * one side lacks is null there. Not for several threads.
 */
public final class RowDigests {
  /** What a row takes. */
  public static final int BYTES_OF_A_ROW = ValueDigest.LONGS * Long.BYTES;

  private final List<ComparedField> columns;
  private final long[] digests;
  private final long[] other = new long[ValueDigest.LONGS];
  private final ValueDigest digest = new ValueDigest();

  /** As the kept rows have them. */
  private final Map<String, Field> shapes = new HashMap<>();

  public RowDigests(List<ComparedField> columns, int rows) {
    this.columns = List.copyOf(columns);
    this.digests = new long[Math.multiplyExact(rows, ValueDigest.LONGS)];
  }

  /** Rows of a batch, which may lack some of the columns. */
  public final class Batch {
    private final List<StoredValues> values;

    private Batch(VectorSchemaRoot batch) {
      values = columns.stream().map(column -> values(batch, column)).toList();
    }

    /** Keeps the digest of a row. */
    public void keep(int position, int row) {
      digest(position, digests, row * ValueDigest.LONGS);
    }

    /** Whether a row has the values of one that was kept. */
    public boolean isSame(int position, int row) {
      digest(position, other, 0);
      int at = row * ValueDigest.LONGS;
      return Arrays.equals(other, 0, ValueDigest.LONGS, digests, at, at + ValueDigest.LONGS);
    }

    private void digest(int position, long[] into, int at) {
      for (StoredValues column : values) {
        column.put(position, digest);
      }
      digest.finish(into, at);
    }
  }

  /**
   * The batches with the rows to keep come first: they tell which fields structs have.
   *
   * @param batch null for rows that have none of the columns
   */
  public Batch of(VectorSchemaRoot batch) {
    return new Batch(batch);
  }

  private StoredValues values(VectorSchemaRoot batch, ComparedField column) {
    FieldVector vector =
        batch == null
            ? null
            : batch.getFieldVectors().stream()
                .filter(own -> own.getName().equals(column.name()))
                .findFirst()
                .orElse(null);
    if (vector == null) {
      return StoredValues.of(null, column, Field.nullable(column.name(), ArrowType.Null.INSTANCE));
    }
    shapes.putIfAbsent(column.name(), vector.getField());
    return StoredValues.of(vector, column, shapes.get(column.name()));
  }
}
