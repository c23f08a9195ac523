package io.sparklancedb.read;

import io.sparklancedb.dataset.TableReference;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/**
 * What every task of a scan does.
 *
 * @param columns what Spark asked for, metadata columns among them, in its order
 * @param projection the table's columns that Lance is told to read; null for all of them
 * @param filters Lance SQL; the rows to return are exactly those for which all hold
 * @param limit the most rows that one task need return; {@link #NO_LIMIT} for all
 * @param batchRows the most rows of one batch
 */
record ScanPlan(
    TableReference table,
    StructType columns,
    List<String> projection,
    List<String> filters,
    int limit,
    int batchRows)
    implements Serializable {
  static final int NO_LIMIT = Integer.MAX_VALUE;

  ScanPlan {
    filters = List.copyOf(filters);
  }

  boolean hasLimit() {
    return limit != NO_LIMIT;
  }
}
