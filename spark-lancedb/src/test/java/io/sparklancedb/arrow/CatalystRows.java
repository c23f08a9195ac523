package io.sparklancedb.arrow;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;

/** Spark's two kinds of row for the same values. */
public final class CatalystRows {
  private CatalystRows() {}

  public static List<InternalRow> generic(StructType type, List<Row> rows) {
    var converter = CatalystTypeConverters.createToCatalystConverter(type);
    return rows.stream().map(row -> (InternalRow) converter.apply(row)).toList();
  }

  public static List<UnsafeRow> unsafe(StructType type, List<Row> rows) {
    return unsafeOf(type, generic(type, rows));
  }

  static List<UnsafeRow> unsafeOf(StructType type, List<? extends InternalRow> rows) {
    UnsafeProjection projection = UnsafeProjection.create(type);
    return rows.stream().map(row -> projection.apply(row).copy()).toList();
  }
}
