package io.sparklancedb.commit;

import io.sparklancedb.arrow.column.CellText;
import io.sparklancedb.arrow.column.LatestValues;
import io.sparklancedb.commit.KeyReader.Outcome.Keys;
import io.sparklancedb.commit.Matches.Updates;
import io.sparklancedb.config.MergeRules.WhenMatched;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.key.KeyLocator;
import io.sparklancedb.key.KeyLocator.Effort;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.RoaringBitmapWriter;

/** Decides what becomes of each row of the table that has one of the keys. */
final class KeyMatcher implements KeyLocator.Visitor {
  private static final long NONE = -1;

  private final MergeSpec spec;
  private final Keys keys;
  private final Optional<LatestValues> sequences;
  private final BitSet matched;

  /** Keys of which the table has a later row. */
  private final BitSet older = new BitSet();

  private final DeletedRows deleted = new DeletedRows();
  private final DeletedRows kept = new DeletedRows();

  /** By the number of the key; empty when nobody asks. */
  private final long[] sources;

  private LatestValues.Batch sequence;
  private long updatedRows;

  KeyMatcher(MergeSpec spec, Keys keys, Optional<LatestValues> sequences) {
    this.spec = spec;
    this.keys = keys;
    this.sequences = sequences;
    this.matched = new BitSet(keys.set().size());
    this.sources = new long[spec.preservesValues() ? keys.rows() : 0];
    Arrays.fill(sources, NONE);
  }

  @Override
  public String column() {
    return sequences.isPresent() ? spec.sequence() : null;
  }

  @Override
  public void batch(VectorSchemaRoot batch) {
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
    } else {
      update(address, number);
    }
  }

  private void update(long address, int number) {
    if (spec.rules().whenMatched() == WhenMatched.IGNORE) {
      kept.add(address);
      return;
    }
    updatedRows++;
    deleted.add(address);
    if (spec.preservesValues()) {
      sources[number] = address;
    }
  }

  /** After all rows. */
  Matches matches(Effort effort) {
    return new Matches(
        byOrdinal(matched), byOrdinal(older), deleted, kept, updatedRows, updates(), effort);
  }

  private RoaringBitmap byOrdinal(BitSet numbers) {
    RoaringBitmapWriter<RoaringBitmap> ordinals = RoaringBitmapWriter.writer().get();
    for (int i = numbers.nextSetBit(0); i >= 0; i = numbers.nextSetBit(i + 1)) {
      ordinals.add(keys.ordinal(i));
    }
    return ordinals.get();
  }

  private Updates updates() {
    if (!spec.preservesValues()) {
      return Updates.NONE;
    }
    int count = (int) Arrays.stream(sources).filter(address -> address != NONE).count();
    int[] ordinals = new int[count];
    long[] addresses = new long[count];
    int next = 0;
    for (int number = 0; number < sources.length; number++) {
      if (sources[number] != NONE) {
        ordinals[next] = keys.ordinal(number);
        addresses[next++] = sources[number];
      }
    }
    return new Updates(ordinals, addresses);
  }
}
