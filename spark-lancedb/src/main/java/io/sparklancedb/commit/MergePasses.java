package io.sparklancedb.commit;

import io.sparklancedb.arrow.column.CellText;
import io.sparklancedb.arrow.column.LatestValues;
import io.sparklancedb.commit.KeyReader.Outcome;
import io.sparklancedb.commit.KeyReader.Outcome.Keys;
import io.sparklancedb.commit.WriteMode.Replaced;
import io.sparklancedb.commit.WrittenFragment.Content;
import io.sparklancedb.config.MergeRules;
import io.sparklancedb.config.MergeRules.WhenMatched;
import io.sparklancedb.config.MergeRules.WhenNotMatched;
import io.sparklancedb.config.MergeRules.WhenNotMatchedBySource;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.index.RowAddresses;
import io.sparklancedb.key.KeyLocator;
import io.sparklancedb.key.KeyLocator.Effort;
import io.sparklancedb.key.KeyPartition;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.roaringbitmap.RoaringBitmap;

/** One attempt to merge written rows with a version, in a number of passes. */
final class MergePasses {
  private final WrittenKeys written;
  private final CommitPlan plan;
  private final MergeRules rules;
  private final KeyReader reader;
  private final TableSnapshot version;
  private final DeletedRows deletions = new DeletedRows();

  /** Rows of the table that have a key of the write and stay. */
  private final DeletedRows kept = new DeletedRows();

  /** Rows of the table that go whatever key they have. */
  private final DeletedRows replacedRows = new DeletedRows();

  private final Map<Integer, RoaringBitmap> deletedPositions = new HashMap<>();
  private final Map<Integer, long[]> sourceAddresses = new HashMap<>();
  private Effort effort = Effort.NONE;
  private long updated;
  private long deletedKeys;
  private long tableRowsUpdated;

  MergePasses(WrittenKeys written, CommitPlan plan, KeyReader reader, TableSnapshot version) {
    this.written = written;
    this.plan = plan;
    this.rules = plan.rules();
    this.reader = reader;
    this.version = version;
  }

  /**
   * Merges one partition of the keys after the other.
   *
   * @return how many rows were read until a partition did not fit in memory; empty when all did
   */
  OptionalLong run(int partitions) {
    if (plan.mode().replaced() instanceof Replaced.Matching rows) {
      RowAddresses.where(version.reference(), rows.condition(), replacedRows::add);
    }
    for (int i = 0; i < partitions; i++) {
      OptionalLong readInVain = pass(new KeyPartition(i, partitions));
      if (readInVain.isPresent()) {
        return readInVain;
      }
    }
    deletions.removeAll(kept);
    deletions.addAll(replacedRows);
    return OptionalLong.empty();
  }

  private OptionalLong pass(KeyPartition partition) {
    Outcome outcome = reader.read(partition);
    if (outcome instanceof Outcome.TooMany tooMany) {
      return OptionalLong.of(tooMany.rowsRead());
    }
    Keys keys = (Keys) outcome;
    Optional<WrittenSequences> sequences =
        keys.set().size() == 0
            ? Optional.empty()
            : plan.sequence().map(column -> new WrittenSequences(written, column, version, keys));
    OptionalLong readInVain =
        sequences.map(s -> s.read(reader, partition)).orElse(OptionalLong.empty());
    if (readInVain.isEmpty()) {
      merge(keys, sequences.map(WrittenSequences::values), partition);
    }
    return readInVain;
  }

  private void merge(Keys keys, Optional<LatestValues> sequences, KeyPartition partition) {
    Field field = version.schema().findField(written.keyColumn());
    Matching matching = new Matching(keys, sequences);
    boolean wantsAll = deletesOthers() && partition.index() == 0;
    effort =
        effort.plus(KeyLocator.locate(version.reference(), field, keys.set(), wantsAll, matching));
    BitSet acting = (BitSet) matching.matched.clone();
    acting.andNot(matching.older);
    int rowsActing = acting.get(0, keys.rows()).cardinality();
    deletedKeys += acting.cardinality() - rowsActing;
    updated += rules.whenMatched() == WhenMatched.UPDATE ? rowsActing : 0;
    if (!rules.keepsAllRows() || !matching.older.isEmpty()) {
      deleteLeftOut(keys, matching);
    }
    if (plan.preservesValues() && rules.whenMatched() == WhenMatched.UPDATE && rowsActing > 0) {
      noteSources(keys, acting, matching.updatedRows);
    }
  }

  private boolean deletesOthers() {
    return rules.whenNotMatchedBySource() == WhenNotMatchedBySource.DELETE;
  }

  /** What becomes of the table's rows that have one of the keys. */
  private final class Matching implements KeyLocator.Visitor {
    private final Keys keys;
    private final Optional<LatestValues> sequences;
    private final BitSet matched;

    /** Keys of which the table has a later row. */
    private final BitSet older = new BitSet();

    private final long[] updatedRows;
    private LatestValues.Batch sequence;

    Matching(Keys keys, Optional<LatestValues> sequences) {
      this.keys = keys;
      this.sequences = sequences;
      this.matched = new BitSet(keys.set().size());
      this.updatedRows = new long[plan.preservesValues() ? keys.rows() : 0];
    }

    @Override
    public String column() {
      return sequences.isPresent() ? plan.sequence().orElseThrow() : null;
    }

    @Override
    public void batch(VectorSchemaRoot batch) {
      sequence = sequences.map(s -> s.of(batch.getVector(column()))).orElse(null);
    }

    @Override
    public void rows(long[] addresses) {
      for (long address : addresses) {
        deletions.add(address);
      }
    }

    @Override
    public void match(long address, int number, FieldVector batch, int position) {
      matched.set(number);
      if (keys.isRow(number) && rules.whenMatched() == WhenMatched.FAIL) {
        throw WriteErrors.keyIsThere(written.keyColumn(), CellText.of(batch, position));
      }
      if (sequence != null
          && sequence.isLater(position, number)
          && !replacedRows.contains(address)) {
        older.set(number);
        kept.add(address);
      } else if (!keys.isRow(number)) {
        deletions.add(address);
      } else {
        update(address, number);
      }
    }

    private void update(long address, int number) {
      if (rules.whenMatched() == WhenMatched.IGNORE) {
        kept.add(address);
        return;
      }
      tableRowsUpdated++;
      deletions.add(address);
      if (plan.preservesValues()) {
        updatedRows[number] = address;
      }
    }
  }

  /** Rows that the rules leave out were written before that was known. */
  private void deleteLeftOut(Keys keys, Matching matching) {
    boolean leavesOutMatched = rules.whenMatched() == WhenMatched.IGNORE;
    boolean leavesOutOthers = rules.whenNotMatched() == WhenNotMatched.IGNORE;
    forEachRow(
        keys,
        (fragment, position, number) -> {
          boolean leftOut = matching.matched.get(number) ? leavesOutMatched : leavesOutOthers;
          if (leftOut || matching.older.get(number)) {
            deletedPositions.computeIfAbsent(fragment, f -> new RoaringBitmap()).add(position);
          }
        });
  }

  /** Notes the rows of the table that the written rows update. */
  private void noteSources(Keys keys, BitSet acting, long[] updatedRows) {
    forEachRow(
        keys,
        (fragment, position, number) -> {
          if (acting.get(number)) {
            sourceAddresses.computeIfAbsent(fragment, this::allNew)[position] = updatedRows[number];
          }
        });
  }

  /** Takes the place of a written row and the number of its key. */
  private interface RowVisitor {
    void row(int fragment, int position, int keyNumber);
  }

  private void forEachRow(Keys keys, RowVisitor visitor) {
    written.read(
        Content.ROWS,
        (fragment, first, batch) -> {
          keys.set()
              .forEachMatch(
                  batch,
                  batch.getValueCount(),
                  (position, number) -> visitor.row(fragment, first + position, number));
          return true;
        });
  }

  private long[] allNew(int fragment) {
    long[] none = new long[Math.toIntExact(written.fragments().get(fragment).rows())];
    Arrays.fill(none, ChangeSet.NEW);
    return none;
  }

  /** After all passes. */
  ChangeSet changes() {
    long leftOut =
        deletedPositions.values().stream().mapToLong(RoaringBitmap::getLongCardinality).sum();
    long rows = written.count(Content.ROWS) - leftOut;
    long unmatchedDeletions = written.count(Content.DELETED_KEYS) - deletedKeys;
    return new ChangeSet(
        deletions,
        written.fragments(),
        deletedPositions,
        sourceAddresses,
        new WriteCounts(
            rows - updated,
            updated,
            deletions.count() - tableRowsUpdated,
            leftOut + unmatchedDeletions,
            effort.probedKeys(),
            effort.scannedRows()));
  }
}
