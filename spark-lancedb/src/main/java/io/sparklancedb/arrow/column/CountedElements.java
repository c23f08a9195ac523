package io.sparklancedb.arrow.column;

import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;

/** The numbers of lists in place. Counts those that are read one by one. */
final class CountedElements extends ColumnVector {
  private final NumberColumn numbers;
  private final ElementReads reads;

  CountedElements(NumberColumn numbers, ElementReads reads) {
    super(numbers.dataType());
    this.numbers = numbers;
    this.reads = reads;
  }

  @Override
  public void close() {}

  @Override
  public boolean hasNull() {
    return numbers.hasNull();
  }

  @Override
  public int numNulls() {
    return numbers.numNulls();
  }

  @Override
  public boolean isNullAt(int row) {
    return numbers.isNullAt(row);
  }

  @Override
  public boolean getBoolean(int row) {
    return numbers.getBoolean(row);
  }

  @Override
  public byte getByte(int row) {
    reads.one();
    return numbers.getByte(row);
  }

  @Override
  public short getShort(int row) {
    reads.one();
    return numbers.getShort(row);
  }

  @Override
  public int getInt(int row) {
    reads.one();
    return numbers.getInt(row);
  }

  @Override
  public long getLong(int row) {
    reads.one();
    return numbers.getLong(row);
  }

  @Override
  public float getFloat(int row) {
    reads.one();
    return numbers.getFloat(row);
  }

  @Override
  public double getDouble(int row) {
    reads.one();
    return numbers.getDouble(row);
  }

  @Override
  public int[] getInts(int row, int count) {
    return numbers.getInts(row, count);
  }

  @Override
  public float[] getFloats(int row, int count) {
    return numbers.getFloats(row, count);
  }

  @Override
  public double[] getDoubles(int row, int count) {
    return numbers.getDoubles(row, count);
  }

  @Override
  public Decimal getDecimal(int row, int precision, int scale) {
    return numbers.getDecimal(row, precision, scale);
  }

  @Override
  public UTF8String getUTF8String(int row) {
    return numbers.getUTF8String(row);
  }

  @Override
  public byte[] getBinary(int row) {
    return numbers.getBinary(row);
  }

  @Override
  public ColumnarArray getArray(int row) {
    return numbers.getArray(row);
  }

  @Override
  public ColumnarMap getMap(int row) {
    return numbers.getMap(row);
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    return numbers.getChild(ordinal);
  }
}
