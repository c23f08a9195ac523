package io.sparklancedb.arrow.column;

import io.sparklancedb.arrow.Validity;
import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * An Arrow vector as Spark reads it, in place: valid as long as the vector keeps its buffers.
 * Closing it frees nothing; the vector's owner does.
 */
abstract class ArrowColumn extends ColumnVector {
  private final int nulls;
  private final long validity;

  ArrowColumn(FieldVector vector, DataType type) {
    super(type);
    this.nulls = vector.getNullCount();
    this.validity = nulls == 0 ? 0 : vector.getValidityBufferAddress();
  }

  /** For a column without a bitmap, all or none of whose values are null. */
  ArrowColumn(int nulls, DataType type) {
    super(type);
    this.nulls = nulls;
    this.validity = 0;
  }

  @Override
  public final boolean hasNull() {
    return nulls > 0;
  }

  @Override
  public final int numNulls() {
    return nulls;
  }

  @Override
  public boolean isNullAt(int row) {
    return nulls > 0 && !Validity.isSet(validity, row);
  }

  @Override
  public void close() {}

  @Override
  public boolean getBoolean(int row) {
    throw notOfThisType();
  }

  @Override
  public byte getByte(int row) {
    throw notOfThisType();
  }

  @Override
  public short getShort(int row) {
    throw notOfThisType();
  }

  @Override
  public int getInt(int row) {
    throw notOfThisType();
  }

  @Override
  public long getLong(int row) {
    throw notOfThisType();
  }

  @Override
  public float getFloat(int row) {
    throw notOfThisType();
  }

  @Override
  public double getDouble(int row) {
    throw notOfThisType();
  }

  @Override
  public ColumnarArray getArray(int row) {
    throw notOfThisType();
  }

  @Override
  public ColumnarMap getMap(int row) {
    throw notOfThisType();
  }

  @Override
  public Decimal getDecimal(int row, int precision, int scale) {
    throw notOfThisType();
  }

  @Override
  public UTF8String getUTF8String(int row) {
    throw notOfThisType();
  }

  @Override
  public byte[] getBinary(int row) {
    throw notOfThisType();
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    throw notOfThisType();
  }

  private UnsupportedOperationException notOfThisType() {
    return new UnsupportedOperationException("a column of " + type.sql());
  }
}
