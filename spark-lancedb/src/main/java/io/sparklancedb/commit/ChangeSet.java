package io.sparklancedb.commit;

import io.sparklancedb.commit.WrittenFragment.Content;
import io.sparklancedb.config.MergeRules;
import io.sparklancedb.config.MergeRules.WhenNotMatched;
import io.sparklancedb.dataset.TableSnapshot;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.roaringbitmap.RoaringBitmap;

/**
 * What a write does to one version.
 *
 * @param deletions rows of the version that are deleted
 * @param added the fragments to add
 * @param deletedPositions rows of the added fragments that are deleted from the start, by the
 *     fragment's place
 * @param sourceAddresses for each row of an added fragment the address of the row that it updates,
 *     or {@link #NEW}, by the fragment's place; only where columns are to be carried over
 */
public record ChangeSet(
    DeletedRows deletions,
    List<WrittenFragment> added,
    Map<Integer, RoaringBitmap> deletedPositions,
    Map<Integer, long[]> sourceAddresses,
    WriteCounts counts) {
  /** The origin of a row that updates none. */
  public static final long NEW = -1;

  public ChangeSet {
    added = List.copyOf(added);
    deletedPositions = Map.copyOf(deletedPositions);
    sourceAddresses = Map.copyOf(sourceAddresses);
  }

  /** Deletes all rows of the version, and adds the new ones. */
  static ChangeSet replacement(TableSnapshot version, List<WrittenFragment> added) {
    WriteCounts counts = new WriteCounts(rows(added), 0, version.rows(), 0, KeySearch.NONE);
    return new ChangeSet(DeletedRows.allOf(version.fragments()), added, Map.of(), Map.of(), counts);
  }

  /** What a write to a table without a primary key does. */
  static ChangeSet withoutKeys(DeletedRows deletions, List<WrittenFragment> added) {
    WriteCounts counts = new WriteCounts(rows(added), 0, deletions.count(), 0, KeySearch.NONE);
    return new ChangeSet(deletions, added, Map.of(), Map.of(), counts);
  }

  /** What a merge does to a version without rows. */
  static ChangeSet insertion(List<WrittenFragment> added, MergeRules rules) {
    boolean inserts = rules.whenNotMatched() == WhenNotMatched.INSERT;
    long deletions = added.stream().mapToLong(WrittenFragment::rows).sum() - rows(added);
    WriteCounts counts =
        new WriteCounts(
            inserts ? rows(added) : 0,
            0,
            0,
            deletions + (inserts ? 0 : rows(added)),
            KeySearch.NONE);
    return new ChangeSet(
        new DeletedRows(), inserts ? added : List.of(), Map.of(), Map.of(), counts);
  }

  private static long rows(List<WrittenFragment> fragments) {
    return fragments.stream()
        .filter(fragment -> fragment.content() == Content.ROWS)
        .mapToLong(WrittenFragment::rows)
        .sum();
  }

  boolean isEmpty() {
    return deletions.isEmpty()
        && IntStream.range(0, added.size()).allMatch(place -> visibleRows(place) == 0);
  }

  private long visibleRows(int place) {
    WrittenFragment fragment = added.get(place);
    if (fragment.content() == Content.DELETED_KEYS) {
      return 0;
    }
    RoaringBitmap mask = deletedPositions.get(place);
    return fragment.rows() - (mask == null ? 0 : mask.getLongCardinality());
  }
}
