package io.sparklancedb.read;

import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * The part of a table that one task reads.
 *
 * @param fragments ids, in the table's order
 * @param rows of these fragments
 * @param readPath Lance's scanner, or the file of the only fragment
 * @param batchRows the most rows of one batch
 * @param useIndex whether Lance may evaluate filters by indexes
 * @param runtimeFilters Lance SQL that became known when other parts of the query had run; to be
 *     held beside the plan's own
 */
record LanceDbInputPartition(
    List<Integer> fragments,
    RowSelection rows,
    ReadPath readPath,
    int batchRows,
    boolean useIndex,
    List<String> runtimeFilters)
    implements InputPartition {
  LanceDbInputPartition {
    fragments = List.copyOf(fragments);
    runtimeFilters = List.copyOf(runtimeFilters);
  }
}
