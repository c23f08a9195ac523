package io.sparklancedb.commit;

import io.sparklancedb.commit.HashSender.Common;
import io.sparklancedb.commit.HashSender.Hashes;
import io.sparklancedb.commit.WrittenFragment.Content;
import io.sparklancedb.job.Piece;
import io.sparklancedb.job.Receiver;
import io.sparklancedb.key.LongKeySet;
import java.io.Serializable;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;

/** Finds hashes that keys of two rows have. */
record RepeatedHashes() implements Receiver<Common, Hashes, RepeatedHashes.Found> {
  /** One is enough to refuse a write, unless two keys share it. */
  private static final int MOST = 16;

  /**
   * @param all whether there are no others
   */
  record Found(Set<Long> hashes, boolean all) implements Serializable {
    Found {
      hashes = Set.copyOf(hashes);
    }
  }

  @Override
  public Found run(Common common, Iterator<Hashes> parcels) {
    Comparison comparison = new Comparison(common.spec().isStatement());
    while (parcels.hasNext()) {
      Piece.stopIfCancelled();
      comparison.add(parcels.next());
      if (comparison.repeated.size() > MOST) {
        return new Found(comparison.repeated, false);
      }
    }
    return new Found(comparison.repeated, true);
  }

  private static final class Comparison {
    private final LongKeySet rows = new LongKeySet();
    private final LongKeySet deletions;
    private final Set<Long> repeated = new TreeSet<>();

    /** A statement may give up a key several times. */
    Comparison(boolean isStatement) {
      this.deletions = isStatement ? new LongKeySet() : rows;
    }

    void add(Hashes parcel) {
      boolean areRows = parcel.content() == Content.ROWS;
      LongKeySet own = areRows ? rows : deletions;
      LongKeySet others = areRows ? deletions : rows;
      boolean apart = own != others;
      boolean once = areRows || !apart;
      for (long hash : parcel.hashes()) {
        if (!own.add(hash) && once || apart && others.contains(hash)) {
          repeated.add(hash);
        }
      }
    }
  }
}
