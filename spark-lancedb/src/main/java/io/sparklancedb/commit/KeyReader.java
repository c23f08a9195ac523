package io.sparklancedb.commit;

import io.sparklancedb.arrow.column.CellText;
import io.sparklancedb.commit.WrittenFragment.Content;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.key.KeyPartition;
import io.sparklancedb.key.KeySet;
import io.sparklancedb.key.LongKeySet;
import org.apache.arrow.vector.FieldVector;

/** Reads written keys into sets, each of a partition of the keys. */
final class KeyReader {
  private final WrittenKeys written;
  private final CommitPlan plan;

  KeyReader(WrittenKeys written, CommitPlan plan) {
    this.written = written;
    this.plan = plan;
  }

  /** What has become of the keys of a partition. */
  sealed interface Outcome {
    /**
     * All are in the set, those of rows before those to delete.
     *
     * @param rows how many are keys of rows
     */
    record Keys(KeySet set, int rows) implements Outcome {
      boolean isRow(int keyNumber) {
        return keyNumber < rows;
      }
    }

    /**
     * They take more memory than they may.
     *
     * @param rowsRead how far the reading came
     */
    record TooMany(long rowsRead) implements Outcome {}
  }

  /**
   * @throws LanceDbException when a key is in two rows
   */
  Outcome read(KeyPartition partition) {
    Reading reading = new Reading(partition);
    if (!written.read(Content.ROWS, reading.of(Content.ROWS, Integer.MAX_VALUE))) {
      return new Outcome.TooMany(reading.rowsRead);
    }
    int rows = reading.size();
    // A MERGE that only deletes may find several reasons for one row.
    int distinct = plan.mode().isStatement() ? rows : Integer.MAX_VALUE;
    if (!written.read(Content.DELETED_KEYS, reading.of(Content.DELETED_KEYS, distinct))) {
      return new Outcome.TooMany(reading.rowsRead);
    }
    return new Outcome.Keys(reading.keys == null ? new LongKeySet() : reading.keys, rows);
  }

  /** Whether this much may be held for a partition. */
  boolean fits(long bytes, KeyPartition partition) {
    return bytes <= plan.keyMemoryBytes() || partition.count() == KeyMerge.MOST_PARTITIONS;
  }

  /** The keys of one partition that were read so far. */
  private final class Reading {
    private final KeyPartition partition;
    private long rowsRead;

    /** Null as long as no row has told the type of the keys. */
    private KeySet keys;

    Reading(KeyPartition partition) {
      this.partition = partition;
    }

    int size() {
      return keys == null ? 0 : keys.size();
    }

    /**
     * @param distinct how many keys of the set, the first ones, must not be read again
     */
    WrittenKeys.Visitor of(Content content, int distinct) {
      return (fragment, first, batch) -> {
        add(content, batch, distinct);
        return fits(keys.bytes(), partition);
      };
    }

    private void add(Content content, FieldVector batch, int distinct) {
      keys = keys == null ? KeySet.of(batch) : keys;
      int duplicate = keys.addAll(batch, batch.getValueCount(), partition, distinct);
      if (duplicate != KeySet.NONE) {
        throw plan.mode()
            .duplicateKey(
                written.address().uri(),
                written.keyColumn(),
                CellText.of(batch, duplicate),
                content);
      }
      rowsRead += batch.getValueCount();
    }
  }
}
