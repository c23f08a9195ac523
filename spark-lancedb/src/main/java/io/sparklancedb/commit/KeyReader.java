package io.sparklancedb.commit;

import io.sparklancedb.arrow.column.CellText;
import io.sparklancedb.commit.WrittenFragment.Content;
import io.sparklancedb.key.KeyPartition;
import io.sparklancedb.key.KeySet;
import io.sparklancedb.key.LongKeySet;
import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;

/** Reads written keys into sets, each of a partition of the keys. */
final class KeyReader {
  /** With this many, the keys of a partition are held whatever memory they take. */
  private static final int MOST_PARTITIONS = 1 << 10;

  private final MergeSpec spec;

  KeyReader(MergeSpec spec) {
    this.spec = spec;
  }

  /** What has become of the keys of a partition. */
  sealed interface Outcome {
    /**
     * All are in the set, those of rows before those to delete.
     *
     * @param rows how many are keys of rows
     * @param ordinals for each key the place of its row among all that were written, as {@link
     *     WrittenKeys} counts them; null when that is the number of the key
     */
    record Keys(KeySet set, int rows, int[] ordinals) implements Outcome {
      boolean isRow(int keyNumber) {
        return keyNumber < rows;
      }

      int ordinal(int keyNumber) {
        return ordinals == null ? keyNumber : ordinals[keyNumber];
      }

      long bytes() {
        return set.bytes() + (ordinals == null ? 0 : (long) ordinals.length * Integer.BYTES);
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
   * @throws io.sparklancedb.error.LanceDbException when a key is in two rows
   */
  Outcome read(KeyPartition partition) {
    Reading reading = new Reading(partition);
    if (!spec.written().read(Content.ROWS, reading.of(Content.ROWS, Integer.MAX_VALUE))) {
      return new Outcome.TooMany(reading.rowsRead);
    }
    int rows = reading.size();
    // A MERGE that only deletes may find several reasons for one row.
    int distinct = spec.isStatement() ? rows : Integer.MAX_VALUE;
    if (!spec.written().read(Content.DELETED_KEYS, reading.of(Content.DELETED_KEYS, distinct))) {
      return new Outcome.TooMany(reading.rowsRead);
    }
    return new Outcome.Keys(
        reading.keys == null ? new LongKeySet() : reading.keys, rows, reading.ordinals);
  }

  /** Whether this much may be held for a partition. */
  boolean fits(long bytes, KeyPartition partition) {
    return bytes <= spec.keyMemory().bytes() || partition.count() == MOST_PARTITIONS;
  }

  /** As many partitions as the keys seem to need that did not fit in so many. */
  int moreThan(int partitions, long rowsReadInVain) {
    long needed = partitions * ((spec.written().rows() - 1) / Math.max(1, rowsReadInVain) + 1);
    long power = Long.highestOneBit(Math.max(needed, 2L * partitions - 1)) << 1;
    return (int) Math.min(MOST_PARTITIONS, power);
  }

  /** The keys of one partition that were read so far. */
  private final class Reading {
    private final KeyPartition partition;
    private long rowsRead;

    /** Null as long as no row has told the type of the keys. */
    private KeySet keys;

    /** Null while the number of a key is the place of its row. */
    private int[] ordinals;

    Reading(KeyPartition partition) {
      this.partition = partition;
      this.ordinals = partition.count() == 1 ? null : new int[1 << 10];
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
        return fits(keys.bytes() + spec.bytesToCompare(keys.size()), partition);
      };
    }

    private void add(Content content, FieldVector batch, int distinct) {
      keys = keys == null ? KeySet.of(batch) : keys;
      int before = keys.size();
      int duplicate = keys.addAll(batch, batch.getValueCount(), partition, distinct);
      if (duplicate != KeySet.NONE) {
        throw spec.duplicateKey(CellText.of(batch, duplicate), content);
      }
      if (ordinals != null) {
        noteOrdinals(batch, before);
      }
      rowsRead += batch.getValueCount();
    }

    private void noteOrdinals(FieldVector batch, int before) {
      if (keys.size() > ordinals.length) {
        ordinals = Arrays.copyOf(ordinals, Math.max(keys.size(), 2 * ordinals.length));
      }
      int first = Math.toIntExact(rowsRead);
      keys.forEachMatch(
          batch,
          batch.getValueCount(),
          (position, number) -> {
            if (number >= before) {
              ordinals[number] = first + position;
            }
          });
    }
  }
}
