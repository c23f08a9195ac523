package io.sparklancedb.write;

import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Optional;
import org.lance.FragmentMetadata;
import org.roaringbitmap.RoaringBitmap;

/** Rows to delete: positions in fragments, and fragments as a whole. */
final class Deletions implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashMap<Integer, RoaringBitmap> rows = new HashMap<>();
  private final HashSet<Integer> whole = new HashSet<>();

  /** Every row of the fragments. */
  static Deletions allOf(Collection<FragmentMetadata> fragments) {
    Deletions all = new Deletions();
    fragments.forEach(fragment -> all.whole.add(fragment.getId()));
    return all;
  }

  void add(long rowAddress) {
    rows.computeIfAbsent((int) (rowAddress >>> Integer.SIZE), fragment -> new RoaringBitmap())
        .add((int) rowAddress);
  }

  void addAll(Deletions others) {
    others.rows.forEach(
        (fragment, positions) ->
            rows.computeIfAbsent(fragment, f -> new RoaringBitmap()).or(positions));
    whole.addAll(others.whole);
  }

  /** Whether no live row of the fragment stays. The rows in here are all alive. */
  boolean empty(FragmentMetadata fragment) {
    RoaringBitmap positions = rows.get(fragment.getId());
    return whole.contains(fragment.getId())
        || positions != null && positions.getLongCardinality() == fragment.getNumRows();
  }

  /** The rows to delete of a fragment that is not emptied. */
  Optional<RoaringBitmap> of(FragmentMetadata fragment) {
    return Optional.ofNullable(rows.get(fragment.getId()));
  }
}
