package io.sparklancedb.commit;

import io.sparklancedb.arrow.column.CellText;
import io.sparklancedb.arrow.column.LatestValues;
import io.sparklancedb.commit.KeyReader.Outcome.Keys;
import io.sparklancedb.config.MergeRules.WhenMatched;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.job.Piece;
import io.sparklancedb.key.KeyLocator;
import io.sparklancedb.key.KeyLocator.Effort;
import java.util.BitSet;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.RoaringBitmapWriter;

/** Decides what becomes of each row of the table that has one of the keys. */
final class KeyMatcher implements KeyLocator.Visitor {
  private final MergeSpec spec;
  private final Keys keys;
  private final Optional<LatestValues> sequences;
  private final BitSet matched;

  /** Keys of which the table has a later row. */
  private final BitSet older = new BitSet();

  /** Keys of which the table has a row as the written one. */
  private final BitSet unchanged = new BitSet();

  /** Rows of the table that are to be compared with the written ones. */
  private final UpdatedRows candidates = new UpdatedRows();

  private final DeletedRows deleted = new DeletedRows();
  private final DeletedRows kept = new DeletedRows();

  /** Empty when nobody asks. */
  private final UpdatedRows updates = new UpdatedRows();

  private LatestValues.Batch sequence;
  private long updatedRows;

  KeyMatcher(MergeSpec spec, Keys keys, Optional<LatestValues> sequences) {
    this.spec = spec;
    this.keys = keys;
    this.sequences = sequences;
    this.matched = new BitSet(keys.set().size());
  }

  @Override
  public String column() {
    return sequences.isPresent() ? spec.sequence() : null;
  }

  @Override
  public void batch(VectorSchemaRoot batch) {
    Piece.stopIfCancelled();
    sequence = sequences.map(s -> s.of(batch.getVector(column()))).orElse(null);
  }

  @Override
  public void rows(long[] addresses) {
    for (long address : addresses) {
      deleted.add(address);
    }
  }

  @Override
  public void match(long address, int number, FieldVector batch, int position) {
    matched.set(number);
    if (keys.isRow(number) && spec.rules().whenMatched() == WhenMatched.FAIL) {
      throw WriteErrors.keyIsThere(spec.written().keyColumn(), CellText.of(batch, position));
    }
    if (sequence != null && sequence.isLater(position, number)) {
      older.set(number);
      kept.add(address);
    } else if (!keys.isRow(number)) {
      deleted.add(address);
    } else if (spec.rules().whenMatched() == WhenMatched.IGNORE) {
      kept.add(address);
    } else if (spec.rules().comparesRows()) {
      candidates.add(number, address);
    } else {
      update(address, number);
    }
  }

  /** Decides of rows of which the key alone cannot tell, after all were found. */
  void compare(TableReference table) {
    if (candidates.size() == 0) {
      return;
    }
    RowComparison comparison = RowComparison.of(spec, table, keys, candidates);
    for (int i = 0; i < candidates.size(); i++) {
      long address = candidates.address(i);
      int number = candidates.keyNumber(i);
      if (comparison.isSame(address)) {
        unchanged.set(number);
        kept.add(address);
      } else {
        update(address, number);
      }
    }
  }

  private void update(long address, int number) {
    updatedRows++;
    deleted.add(address);
    if (spec.preservesValues()) {
      updates.add(number, address);
    }
  }

  /** After all rows. */
  Matches matches(Effort effort) {
    return new Matches(
        byOrdinal(matched),
        byOrdinal(older),
        byOrdinal(unchanged),
        deleted,
        kept,
        updatedRows,
        updates.updates(keys),
        effort);
  }

  private RoaringBitmap byOrdinal(BitSet numbers) {
    RoaringBitmapWriter<RoaringBitmap> ordinals = RoaringBitmapWriter.writer().get();
    for (int i = numbers.nextSetBit(0); i >= 0; i = numbers.nextSetBit(i + 1)) {
      ordinals.add(keys.ordinal(i));
    }
    return ordinals.get();
  }
}
