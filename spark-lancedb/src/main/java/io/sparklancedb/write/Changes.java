package io.sparklancedb.write;

import io.sparklancedb.config.MergeRules;
import io.sparklancedb.config.MergeRules.WhenNotMatched;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.write.WrittenFragment.Holds;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.roaringbitmap.RoaringBitmap;

/**
 * What a write does to one version.
 *
 * @param deletions rows of the version that are no more
 * @param added the fragments to add
 * @param hidden rows of those that are not to be seen, by the fragment's place
 * @param origins for each row of an added fragment the address of the row that it updates, or
 *     {@link #NEW}, by the fragment's place; only where columns are to be carried over
 */
record Changes(
    Deletions deletions,
    List<WrittenFragment> added,
    Map<Integer, RoaringBitmap> hidden,
    Map<Integer, long[]> origins,
    WriteCounts counts) {
  /** The origin of a row that updates none. */
  static final long NEW = -1;

  Changes {
    added = List.copyOf(added);
    hidden = Map.copyOf(hidden);
    origins = Map.copyOf(origins);
  }

  /** All rows of the version make way for the added ones. */
  static Changes replacement(TableSnapshot version, List<WrittenFragment> added) {
    WriteCounts counts = new WriteCounts(rows(added), 0, version.rows(), 0, 0, 0);
    return new Changes(Deletions.allOf(version.fragments()), added, Map.of(), Map.of(), counts);
  }

  /** What a write to a table without a primary key does. */
  static Changes withoutKeys(Deletions deletions, List<WrittenFragment> added) {
    WriteCounts counts = new WriteCounts(rows(added), 0, deletions.count(), 0, 0, 0);
    return new Changes(deletions, added, Map.of(), Map.of(), counts);
  }

  /** What a merge does to a version without rows. */
  static Changes insertion(List<WrittenFragment> added, MergeRules rules) {
    boolean inserts = rules.whenNotMatched() == WhenNotMatched.INSERT;
    long deletions = added.stream().mapToLong(WrittenFragment::rows).sum() - rows(added);
    WriteCounts counts =
        new WriteCounts(
            inserts ? rows(added) : 0, 0, 0, deletions + (inserts ? 0 : rows(added)), 0, 0);
    return new Changes(new Deletions(), inserts ? added : List.of(), Map.of(), Map.of(), counts);
  }

  private static long rows(List<WrittenFragment> fragments) {
    return fragments.stream()
        .filter(fragment -> fragment.holds() == Holds.ROWS)
        .mapToLong(WrittenFragment::rows)
        .sum();
  }

  boolean isEmpty() {
    return deletions.isEmpty()
        && IntStream.range(0, added.size()).allMatch(place -> visibleRows(place) == 0);
  }

  private long visibleRows(int place) {
    WrittenFragment fragment = added.get(place);
    if (fragment.holds() == Holds.DELETED_KEYS) {
      return 0;
    }
    RoaringBitmap mask = hidden.get(place);
    return fragment.rows() - (mask == null ? 0 : mask.getLongCardinality());
  }
}
