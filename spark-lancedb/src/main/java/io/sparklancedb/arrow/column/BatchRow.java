package io.sparklancedb.arrow.column;

import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGettersReader;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * One row after the other of a batch, in place: a row is valid until the next. It differs from
 * Spark's own view of a batch in that lists of numbers that are read whole are in Spark's layout,
 * which Spark copies as memory and not number by number.
 */
public final class BatchRow extends InternalRow {
  private final ColumnVector[] columns;
  private final NumberArray[] numberArrays;
  private final ElementReads[] reads;
  private final int rows;
  private int row = -1;

  /** Whether Spark copies rows of these columns faster from here than from a batch. */
  public static boolean isFasterFor(StructType columns) {
    return Arrays.stream(columns.fields())
        .anyMatch(
            column ->
                column.dataType() instanceof ArrayType lists
                    && lists.elementType() instanceof NumericType);
  }

  public BatchRow(ColumnarBatch batch) {
    this(batch, reads(batch.numCols()));
  }

  private BatchRow(ColumnarBatch batch, ElementReads[] reads) {
    this.reads = reads;
    this.rows = batch.numRows();
    this.columns = new ColumnVector[batch.numCols()];
    this.numberArrays = new NumberArray[columns.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = batch.column(i);
      if (columns[i] instanceof ArrayColumn lists
          && lists.getChild(0) instanceof NumberColumn numbers) {
        numberArrays[i] = new NumberArray(lists, numbers, reads[i]);
      }
    }
  }

  private static ElementReads[] reads(int columns) {
    ElementReads[] reads = new ElementReads[columns];
    Arrays.setAll(reads, column -> new ElementReads());
    return reads;
  }

  /** The rows of the next batch of the same scan, whose lists are read as those of this one. */
  public BatchRow of(ColumnarBatch next) {
    return new BatchRow(next, reads);
  }

  /**
   * @return false when there is none
   */
  public boolean next() {
    return ++row < rows;
  }

  @Override
  public int numFields() {
    return columns.length;
  }

  @Override
  public boolean isNullAt(int ordinal) {
    return columns[ordinal].isNullAt(row);
  }

  @Override
  public boolean getBoolean(int ordinal) {
    return columns[ordinal].getBoolean(row);
  }

  @Override
  public byte getByte(int ordinal) {
    return columns[ordinal].getByte(row);
  }

  @Override
  public short getShort(int ordinal) {
    return columns[ordinal].getShort(row);
  }

  @Override
  public int getInt(int ordinal) {
    return columns[ordinal].getInt(row);
  }

  @Override
  public long getLong(int ordinal) {
    return columns[ordinal].getLong(row);
  }

  @Override
  public float getFloat(int ordinal) {
    return columns[ordinal].getFloat(row);
  }

  @Override
  public double getDouble(int ordinal) {
    return columns[ordinal].getDouble(row);
  }

  @Override
  public Decimal getDecimal(int ordinal, int precision, int scale) {
    return columns[ordinal].getDecimal(row, precision, scale);
  }

  @Override
  public UTF8String getUTF8String(int ordinal) {
    return columns[ordinal].getUTF8String(row);
  }

  @Override
  public byte[] getBinary(int ordinal) {
    return columns[ordinal].getBinary(row);
  }

  @Override
  public CalendarInterval getInterval(int ordinal) {
    return columns[ordinal].getInterval(row);
  }

  @Override
  public InternalRow getStruct(int ordinal, int fields) {
    return columns[ordinal].getStruct(row);
  }

  @Override
  public ArrayData getArray(int ordinal) {
    return numberArrays[ordinal] == null
        ? columns[ordinal].getArray(row)
        : numberArrays[ordinal].of(row);
  }

  @Override
  public MapData getMap(int ordinal) {
    return columns[ordinal].getMap(row);
  }

  @Override
  public Object get(int ordinal, DataType type) {
    return SpecializedGettersReader.read(this, ordinal, type, true, true);
  }

  @Override
  public InternalRow copy() {
    Object[] values = new Object[columns.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = InternalRow.copyValue(get(i, columns[i].dataType()));
    }
    return new GenericInternalRow(values);
  }

  @Override
  public void setNullAt(int ordinal) {
    throw readOnly();
  }

  @Override
  public void update(int ordinal, Object value) {
    throw readOnly();
  }

  private static UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException("a row of a scan cannot be changed");
  }
}
