package io.sparklancedb.commit;

import io.sparklancedb.config.TableAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.lance.FragmentMetadata;

/**
 * What the tasks of a write have written, before anything of it is in a version.
 *
 * @param staging where the files are
 * @param keyColumn the table's primary key; empty for a table without one
 * @param rowIdColumn what names rows to delete: the primary key, or a column of addresses
 * @param fragments in the order of the tasks
 * @param mayRepeat the places of the fragments that may have a key of another row
 * @param matches what each task that has written something has found out about its keys, in the
 *     order of the tasks; empty when not all have
 * @param expectedInserts how many rows must have a key that the table has not; empty when any
 *     number may
 * @param isLast whether no more of the same write is to come, in another commit
 */
public record StagedWrite(
    Staging staging,
    Optional<String> keyColumn,
    Optional<String> rowIdColumn,
    List<WrittenFragment> fragments,
    Set<Integer> mayRepeat,
    List<TaskMatches> matches,
    OptionalLong expectedInserts,
    boolean isLast) {
  public StagedWrite {
    fragments = List.copyOf(fragments);
    mayRepeat = Collections.unmodifiableSet(new TreeSet<>(mayRepeat));
    matches = List.copyOf(matches);
  }

  /** Whether a key may be in two rows, so that somebody has to look. */
  boolean mayRepeatKeys() {
    return !mayRepeat.isEmpty();
  }

  TableAddress address() {
    return staging.address();
  }

  long rows() {
    return fragments.stream().mapToLong(WrittenFragment::rows).sum();
  }

  /** Those with rows for the table. */
  List<FragmentMetadata> rowFragments() {
    return fragments.stream()
        .filter(fragment -> fragment.content() == WrittenFragment.Content.ROWS)
        .map(WrittenFragment::metadata)
        .toList();
  }

  /** The same with its rows' files where versions name them. */
  StagedWrite with(List<WrittenFragment> published) {
    return new StagedWrite(
        staging, keyColumn, rowIdColumn, published, mayRepeat, matches, expectedInserts, isLast);
  }
}
