package io.sparklancedb.read;

import io.sparklancedb.arrow.BatchRow;
import io.sparklancedb.dataset.TableReference;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/**
 * What every task of a scan does.
 *
 * @param columns what Spark gets, in its order; metadata columns among them
 * @param projection the table's columns that Lance is told to read; null for all of them
 * @param structFields how to read fields of structs without the rest; null where whole columns are
 *     needed
 * @param filters Lance SQL; the rows to return are exactly those for which all hold
 * @param unanswered those of the filters that hold for rows given by id only when evaluated
 * @param limit the most rows that one task need return; {@link #NO_LIMIT} for all
 * @param offset rows of the table that are left out, as its partitions say
 * @param top the rows to return of each task; null for all, since an Optional cannot travel
 * @param aggregate what to return in place of rows; null for rows
 */
record ScanPlan(
    TableReference table,
    StructType columns,
    List<String> projection,
    StructFieldProjection structFields,
    List<String> filters,
    List<String> unanswered,
    int limit,
    int offset,
    TopRows top,
    PushedAggregate aggregate)
    implements Serializable {
  static final int NO_LIMIT = Integer.MAX_VALUE;

  ScanPlan {
    filters = List.copyOf(filters);
    unanswered = List.copyOf(unanswered);
  }

  boolean readsRows() {
    return BatchRow.isFasterFor(columns);
  }

  boolean hasLimit() {
    return limit != NO_LIMIT;
  }
}
