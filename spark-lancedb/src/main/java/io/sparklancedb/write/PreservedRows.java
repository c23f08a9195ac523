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
 * @param ownType of the merged columns as the fragment has them
 * @param sourceAddresses of the fragment's rows
 * @param stream takes the batches that are full
 */
record PreservedRows(
    InternalRow absent,
    int missing,
    List<StructMerge> merges,
    StructType oldType,
    StructType ownType,
    long[] sourceAddresses,
    BatchBuilder batch,
    FragmentEncoder stream) {
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
   * @param written the fragment's own values of the merged columns; null when there are none
   * @return the bytes of the values
   */
  long append(ArrowReader taken, ArrowReader written, int from, int to)
      throws IOException, InterruptedException {
    ArrowRows old = taken == null ? null : new ArrowRows(taken, oldType);
    ArrowRows own = written == null ? null : new ArrowRows(written, ownType);
    long bytes = 0;
    for (int i = from; i < to; i++) {
      long before = batch.bytes();
      batch.append(
          row(
              sourceAddresses[i] == ChangeSet.NEW ? null : old.next(),
              own == null ? null : own.next()));
      bytes += batch.bytes() - before;
      if (batch.isFull()) {
        flush();
      }
    }
    return bytes;
  }

  void flush() throws InterruptedException {
    if (batch.rows() > 0) {
      stream.put(batch.finish());
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
