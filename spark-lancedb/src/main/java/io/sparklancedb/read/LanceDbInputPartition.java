package io.sparklancedb.read;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * The part of a table that one task reads: whole fragments, or a slice of one.
 *
 * @param fragments ids, in the table's order
 * @param slice of the only fragment; null for whole fragments, since an Optional cannot travel
 * @param file of the only fragment, for reading parts of nested columns from it; null where Lance's
 *     scanner is to read
 */
record LanceDbInputPartition(List<Integer> fragments, Slice slice, FragmentFile file)
    implements InputPartition {
  /** Positions in a fragment, deleted rows counted. */
  record Slice(long from, long to) implements Serializable {}

  LanceDbInputPartition {
    fragments = List.copyOf(fragments);
  }

  LanceDbInputPartition(List<Integer> fragments, Slice slice) {
    this(fragments, slice, null);
  }

  LanceDbInputPartition with(FragmentFile fragmentFile) {
    return new LanceDbInputPartition(fragments, slice, fragmentFile);
  }
}
