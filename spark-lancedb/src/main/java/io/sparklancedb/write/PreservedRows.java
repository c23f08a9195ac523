package io.sparklancedb.write;

import io.sparklancedb.arrow.batch.BatchBuilder;
import io.sparklancedb.commit.ChangeSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * Puts the values that rows of a fragment keep together, row by row.
 *
 * @param absent what a row has that updates none
 * @param missing how many columns are taken over as they were; the merged ones follow
 * @param merges one for each merged column
 * @param oldType of the rows that are updated
 * @param sourceAddresses of the fragment's rows
 */
record PreservedRows(
    InternalRow absent,
    int missing,
    List<StructMerge> merges,
    StructType oldType,
    long[] sourceAddresses,
    BatchBuilder batch) {
  /** The rows that some rows of the fragment update. */
  List<Long> addresses(int from, int to) {
    List<Long> addresses = new ArrayList<>();
    for (int i = from; i < to; i++) {
      if (sourceAddresses[i] != ChangeSet.NEW) {
        addresses.add(sourceAddresses[i]);
      }
    }
    return addresses;
  }

  /**
   * @param taken the rows of those addresses; null for none
   * @param written the fragment's own values of the merged columns, from {@code from} on; null when
   *     there are none
   */
  void append(ArrowReader taken, ArrowRows written, int from, int to) throws IOException {
    ArrowRows old = taken == null ? null : new ArrowRows(taken, oldType);
    for (int i = from; i < to; i++) {
      InternalRow own = written == null ? null : written.next();
      batch.append(row(sourceAddresses[i] == ChangeSet.NEW ? null : old.next(), own));
    }
  }

  private InternalRow row(InternalRow old, InternalRow own) {
    Object[] values = new Object[missing + merges.size()];
    InternalRow kept = old == null ? absent : old;
    for (int i = 0; i < missing; i++) {
      values[i] = kept.isNullAt(i) ? null : kept.get(i, oldType.fields()[i].dataType());
    }
    for (int i = 0; i < merges.size(); i++) {
      values[missing + i] = merges.get(i).column(own, i, old, missing + i);
    }
    return new GenericInternalRow(values);
  }
}
