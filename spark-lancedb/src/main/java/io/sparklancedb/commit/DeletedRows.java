package io.sparklancedb.commit;

import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lance.FragmentMetadata;
import org.roaringbitmap.RoaringBitmap;

/** Visible rows to delete: positions in fragments, and fragments as a whole. */
final class DeletedRows implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Map<Integer, RoaringBitmap> rows = new HashMap<>();
  private final Set<Integer> whole = new HashSet<>();

  /** Every row of the fragments. */
  static DeletedRows allOf(Collection<FragmentMetadata> fragments) {
    DeletedRows all = new DeletedRows();
    fragments.forEach(fragment -> all.whole.add(fragment.getId()));
    return all;
  }

  void add(long rowAddress) {
    rows.computeIfAbsent((int) (rowAddress >>> Integer.SIZE), fragment -> new RoaringBitmap())
        .add((int) rowAddress);
  }

  boolean contains(long rowAddress) {
    RoaringBitmap positions = rows.get((int) (rowAddress >>> Integer.SIZE));
    return positions != null && positions.contains((int) rowAddress);
  }

  /** Adds the rows of another set, in which no fragment is deleted as a whole. */
  void addAll(DeletedRows others) {
    others.rows.forEach(
        (fragment, positions) ->
            rows.computeIfAbsent(fragment, f -> new RoaringBitmap()).or(positions));
  }

  void removeAll(DeletedRows others) {
    others.rows.forEach(
        (fragment, positions) -> rows.getOrDefault(fragment, positions).andNot(positions));
  }

  /** Leaves out what is not in these fragments. */
  void retain(Set<Integer> fragments) {
    rows.keySet().retainAll(fragments);
    whole.retainAll(fragments);
  }

  boolean isEmpty() {
    return whole.isEmpty() && rows.values().stream().allMatch(RoaringBitmap::isEmpty);
  }

  /** How many rows are deleted, in a set in which no fragment is deleted as a whole. */
  long count() {
    return rows.values().stream().mapToLong(RoaringBitmap::getLongCardinality).sum();
  }

  /** Whether no visible row of the fragment stays. */
  boolean empty(FragmentMetadata fragment) {
    RoaringBitmap positions = rows.get(fragment.getId());
    return whole.contains(fragment.getId())
        || positions != null && positions.getLongCardinality() == fragment.getNumRows();
  }

  /** The rows to delete of a fragment that is not deleted as a whole. */
  Optional<RoaringBitmap> of(FragmentMetadata fragment) {
    return Optional.ofNullable(rows.get(fragment.getId())).filter(bitmap -> !bitmap.isEmpty());
  }
}
