package io.sparklancedb.write;

import io.sparklancedb.config.MergeRules;
import io.sparklancedb.config.MergeRules.WhenMatched;
import io.sparklancedb.config.MergeRules.WhenNotMatched;
import io.sparklancedb.config.MergeRules.WhenNotMatchedBySource;
import io.sparklancedb.dataset.RowAddresses;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.types.StorageType;
import io.sparklancedb.write.KeyLocator.Effort;
import io.sparklancedb.write.WrittenFragment.Holds;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.roaringbitmap.RoaringBitmap;

/**
 * What written rows do to a version of the table: a function of their keys and the version. Keys
 * that do not fit in memory are merged in several passes, each of a part of them.
 */
final class KeyMerge {
  /** With this many, the keys of a part are held whatever memory they take. */
  private static final int MOST_PARTS = 1 << 10;

  private final WrittenKeys written;
  private final CommitPlan plan;
  private final MergeRules rules;
  private final boolean wantsOrigins;

  /** How far the last attempt came whose keys did not fit in memory. */
  private long rowsReadInVain;

  KeyMerge(WrittenKeys written, CommitPlan plan) {
    this.written = written;
    this.plan = plan;
    this.rules = plan.rules();
    this.wantsOrigins = plan.keepsValues();
  }

  /**
   * @throws LanceDbException when a key is there twice, or is in the version and must not be
   */
  Changes in(TableSnapshot version) {
    for (int parts = 1; ; parts = moreThan(parts)) {
      Optional<Changes> changes = new Passes(version, parts).run();
      if (changes.isPresent()) {
        return changes.get();
      }
    }
  }

  /** As many as the keys seem to need that did not fit in so many parts. */
  private int moreThan(int parts) {
    long rows = written.count(Holds.ROWS) + written.count(Holds.DELETED_KEYS);
    long needed = parts * ((rows - 1) / Math.max(1, rowsReadInVain) + 1);
    long power = Long.highestOneBit(Math.max(needed, 2L * parts - 1)) << 1;
    return (int) Math.min(MOST_PARTS, power);
  }

  /** Refuses keys that are there twice. */
  void requireDistinct() {
    for (int parts = 1; ; parts = moreThan(parts)) {
      boolean fits = true;
      for (int i = 0; i < parts && fits; i++) {
        fits = keys(new KeyPart(i, parts)).isPresent();
      }
      if (fits) {
        return;
      }
    }
  }

  /**
   * The keys of a part, those of rows before those to delete.
   *
   * @param rows how many are keys of rows
   */
  private record Keys(KeySet set, int rows) {}

  /** Takes the place of a written row and the number of its key. */
  private interface RowVisitor {
    void row(int fragment, int position, int keyNumber);
  }

  /** Empty when they do not fit in memory. */
  private Optional<Keys> keys(KeyPart part) {
    KeySet[] keys = new KeySet[1];
    rowsReadInVain = 0;
    if (!written.read(Holds.ROWS, adding(Holds.ROWS, keys, part, Integer.MAX_VALUE))) {
      return Optional.empty();
    }
    int rows = keys[0] == null ? 0 : keys[0].size();
    // A MERGE that only deletes may find several reasons for one row.
    int distinct = plan.mode() instanceof WriteMode.RowLevel ? rows : Integer.MAX_VALUE;
    if (!written.read(Holds.DELETED_KEYS, adding(Holds.DELETED_KEYS, keys, part, distinct))) {
      return Optional.empty();
    }
    return Optional.of(new Keys(keys[0] == null ? new LongKeySet() : keys[0], rows));
  }

  private WrittenKeys.Visitor adding(Holds holds, KeySet[] keys, KeyPart part, int distinct) {
    return (fragment, first, batch) -> {
      keys[0] = keys[0] == null ? KeySet.of(batch) : keys[0];
      int duplicate = keys[0].addAll(batch, batch.getValueCount(), part, distinct);
      if (duplicate != KeySet.NONE) {
        throw twice(holds, KeyText.of(batch, duplicate));
      }
      rowsReadInVain += batch.getValueCount();
      return keys[0].bytes() <= plan.keyMemoryBytes() || part.count() == MOST_PARTS;
    };
  }

  private LanceDbException twice(Holds holds, String key) {
    String column = written.keyColumn();
    if (!(plan.mode() instanceof WriteMode.RowLevel)) {
      return WriteErrors.duplicateKey(column, key);
    }
    String uri = written.staging().address().uri();
    String statement = plan.mode().toString();
    return holds == Holds.ROWS
        ? WriteErrors.keyOfTwoRows(uri, column, key, statement)
        : WriteErrors.keyGivenUp(uri, column, key, statement);
  }

  /** One attempt with a number of parts. */
  private final class Passes {
    private final TableSnapshot version;
    private final int parts;
    private final Deletions deletions = new Deletions();

    /** Rows of the table that have a key of the DataFrame and stay. */
    private final Deletions kept = new Deletions();

    /** Rows that make way whatever key they have. */
    private final Deletions replacedRows = new Deletions();

    private final Map<Integer, RoaringBitmap> hidden = new HashMap<>();
    private final Map<Integer, long[]> origins = new HashMap<>();
    private Effort effort = Effort.NONE;
    private long updated;
    private long deletedKeys;
    private long tableRowsUpdated;

    Passes(TableSnapshot version, int parts) {
      this.version = version;
      this.parts = parts;
    }

    Optional<Changes> run() {
      plan.replaced()
          .ifPresent(where -> RowAddresses.where(version.reference(), where, replacedRows::add));
      for (int i = 0; i < parts; i++) {
        KeyPart part = new KeyPart(i, parts);
        Optional<Keys> keys = keys(part);
        if (keys.isEmpty()) {
          return Optional.empty();
        }
        Optional<Sequences> sequences = sequences(keys.get());
        if (sequences.isPresent() && !keep(sequences.get(), keys.get(), part)) {
          return Optional.empty();
        }
        merge(keys.get(), sequences, part);
      }
      deletions.removeAll(kept);
      deletions.addAll(replacedRows);
      return Optional.of(changes());
    }

    /** Empty when nothing is to be compared. */
    private Optional<Sequences> sequences(Keys keys) {
      return keys.set().size() == 0
          ? Optional.empty()
          : plan.sequence().map(this::sequenceField).map(f -> Sequences.of(f, keys.set().size()));
    }

    private Field sequenceField(String column) {
      return version.schema().getFields().stream()
          .filter(field -> field.getName().equals(column))
          .findFirst()
          .orElseThrow(() -> WriteErrors.schemaChanged(uri(), column));
    }

    private String uri() {
      return version.reference().address().uri();
    }

    /**
     * @return whether they fit in memory beside the keys
     */
    private boolean keep(Sequences sequences, Keys keys, KeyPart part) {
      String column = plan.sequence().orElseThrow();
      ArrowType type = StorageType.of(sequenceField(column));
      rowsReadInVain = 0;
      return written.readWith(
          column,
          (keyValues, values) -> {
            if (!StorageType.of(values.getField()).equals(type)) {
              throw WriteErrors.schemaChanged(uri(), column);
            }
            Sequences.Batch batch = sequences.of(values);
            keys.set().forEachMatch(keyValues, keyValues.getValueCount(), batch::keep);
            rowsReadInVain += keyValues.getValueCount();
            return keys.set().bytes() + sequences.bytes() <= plan.keyMemoryBytes()
                || part.count() == MOST_PARTS;
          });
    }

    private void merge(Keys keys, Optional<Sequences> sequences, KeyPart part) {
      Field field = version.schema().findField(written.keyColumn());
      Matching matching = new Matching(keys, sequences);
      boolean wantsAll = deletesOthers() && part.index() == 0;
      effort =
          effort.plus(
              KeyLocator.locate(version.reference(), field, keys.set(), wantsAll, matching));
      BitSet acting = (BitSet) matching.matched.clone();
      acting.andNot(matching.older);
      int rowsActing = acting.get(0, keys.rows()).cardinality();
      deletedKeys += acting.cardinality() - rowsActing;
      updated += rules.whenMatched() == WhenMatched.UPDATE ? rowsActing : 0;
      if (!rules.keepsAllRows() || !matching.older.isEmpty()) {
        hide(keys, matching);
      }
      if (wantsOrigins && rules.whenMatched() == WhenMatched.UPDATE && rowsActing > 0) {
        trace(keys, acting, matching.updatedRows);
      }
    }

    /** What becomes of the table's rows that have one of the keys. */
    private final class Matching implements KeyLocator.Visitor {
      private final Keys keys;
      private final Optional<Sequences> sequences;
      private final BitSet matched;

      /** Keys of which the table has a later row. */
      private final BitSet older = new BitSet();

      private final long[] updatedRows;
      private Sequences.Batch sequence;

      Matching(Keys keys, Optional<Sequences> sequences) {
        this.keys = keys;
        this.sequences = sequences;
        this.matched = new BitSet(keys.set().size());
        this.updatedRows = new long[wantsOrigins ? keys.rows() : 0];
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
        if (number < keys.rows() && rules.whenMatched() == WhenMatched.FAIL) {
          throw WriteErrors.keyIsThere(written.keyColumn(), KeyText.of(batch, position));
        }
        if (sequence != null
            && sequence.isLater(position, number)
            && !replacedRows.contains(address)) {
          older.set(number);
          kept.add(address);
        } else if (number >= keys.rows()) {
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
        if (wantsOrigins) {
          updatedRows[number] = address;
        }
      }
    }

    private boolean deletesOthers() {
      return rules.whenNotMatchedBySource() == WhenNotMatchedBySource.DELETE;
    }

    /** Rows that the rules leave out were written before anybody knew. */
    private void hide(Keys keys, Matching matching) {
      boolean hidesMatched = rules.whenMatched() == WhenMatched.IGNORE;
      boolean hidesOthers = rules.whenNotMatched() == WhenNotMatched.IGNORE;
      forEachRow(
          keys,
          (fragment, position, number) -> {
            boolean hides = matching.matched.get(number) ? hidesMatched : hidesOthers;
            if (hides || matching.older.get(number)) {
              hidden.computeIfAbsent(fragment, f -> new RoaringBitmap()).add(position);
            }
          });
    }

    /** Notes where the rows that are updated are. */
    private void trace(Keys keys, BitSet acting, long[] updatedRows) {
      forEachRow(
          keys,
          (fragment, position, number) -> {
            if (acting.get(number)) {
              origins.computeIfAbsent(fragment, this::allNew)[position] = updatedRows[number];
            }
          });
    }

    /** Tells where the written rows have the keys. */
    private void forEachRow(Keys keys, RowVisitor visitor) {
      written.read(
          Holds.ROWS,
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
      Arrays.fill(none, Changes.NEW);
      return none;
    }

    private Changes changes() {
      List<WrittenFragment> fragments = written.fragments();
      long hiddenRows = hidden.values().stream().mapToLong(RoaringBitmap::getLongCardinality).sum();
      long rows = written.count(Holds.ROWS) - hiddenRows;
      long unmatchedDeletions = written.count(Holds.DELETED_KEYS) - deletedKeys;
      return new Changes(
          deletions,
          fragments,
          hidden,
          origins,
          new WriteCounts(
              rows - updated,
              updated,
              deletions.count() - tableRowsUpdated,
              hiddenRows + unmatchedDeletions,
              effort.probedKeys(),
              effort.scannedRows()));
    }
  }
}
