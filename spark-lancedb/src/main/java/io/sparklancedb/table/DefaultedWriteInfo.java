package io.sparklancedb.table;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A write with options that stand where the query gives none. */
record DefaultedWriteInfo(LogicalWriteInfo info, Map<String, String> defaults)
    implements LogicalWriteInfo {
  @Override
  public CaseInsensitiveStringMap options() {
    return with(defaults, info.options());
  }

  @Override
  public String queryId() {
    return info.queryId();
  }

  @Override
  public StructType schema() {
    return info.schema();
  }

  /** Without the options, among which are secrets. */
  @Override
  public String toString() {
    return "write " + queryId();
  }

  static CaseInsensitiveStringMap with(
      Map<String, String> defaults, CaseInsensitiveStringMap options) {
    Map<String, String> all = new HashMap<>(new CaseInsensitiveStringMap(defaults));
    all.putAll(options);
    return new CaseInsensitiveStringMap(all);
  }
}
