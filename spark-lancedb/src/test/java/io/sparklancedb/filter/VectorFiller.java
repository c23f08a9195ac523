package io.sparklancedb.filter;

import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;

/** Sets one value of any test column. */
public final class VectorFiller {
  private VectorFiller() {}

  public static void set(FieldVector vector, int row, Object value) {
    if (value instanceof Boolean flag) {
      ((BitVector) vector).setSafe(row, flag ? 1 : 0);
    } else if (value instanceof Double number) {
      ((Float8Vector) vector).setSafe(row, number);
    } else if (value instanceof Float number) {
      ((Float4Vector) vector).setSafe(row, number);
    } else if (value instanceof Decimal decimal) {
      ((DecimalVector) vector).setSafe(row, decimal.toJavaBigDecimal());
    } else if (value instanceof UTF8String text) {
      setBytes(vector, row, text.getBytes());
    } else if (value instanceof byte[] bytes) {
      setBytes(vector, row, bytes);
    } else {
      setNumber(vector, row, ((Number) value).longValue());
    }
  }

  private static void setBytes(FieldVector vector, int row, byte[] bytes) {
    switch (vector.getMinorType()) {
      case VARCHAR -> ((VarCharVector) vector).setSafe(row, bytes);
      case LARGEVARCHAR -> ((LargeVarCharVector) vector).setSafe(row, bytes);
      case VARBINARY -> ((VarBinaryVector) vector).setSafe(row, bytes);
      case LARGEVARBINARY -> ((LargeVarBinaryVector) vector).setSafe(row, bytes);
      default -> ((FixedSizeBinaryVector) vector).setSafe(row, bytes);
    }
  }

  private static void setNumber(FieldVector vector, int row, long number) {
    switch (vector.getMinorType()) {
      case TINYINT -> ((TinyIntVector) vector).setSafe(row, (byte) number);
      case SMALLINT -> ((SmallIntVector) vector).setSafe(row, (short) number);
      case INT -> ((IntVector) vector).setSafe(row, (int) number);
      case BIGINT -> ((BigIntVector) vector).setSafe(row, number);
      case UINT1 -> ((UInt1Vector) vector).setSafe(row, (byte) number);
      case UINT2 -> ((UInt2Vector) vector).setSafe(row, (char) number);
      case UINT4 -> ((UInt4Vector) vector).setSafe(row, (int) number);
      case UINT8 -> ((UInt8Vector) vector).setSafe(row, number);
      case DATEDAY -> ((DateDayVector) vector).setSafe(row, (int) number);
      case DATEMILLI -> ((DateMilliVector) vector).setSafe(row, number);
      case DURATION -> ((DurationVector) vector).setSafe(row, number);
      case TIMESEC -> ((TimeSecVector) vector).setSafe(row, (int) number);
      case TIMEMILLI -> ((TimeMilliVector) vector).setSafe(row, (int) number);
      case TIMEMICRO -> ((TimeMicroVector) vector).setSafe(row, number);
      case TIMENANO -> ((TimeNanoVector) vector).setSafe(row, number);
      default -> ((TimeStampVector) vector).setSafe(row, number);
    }
  }
}
