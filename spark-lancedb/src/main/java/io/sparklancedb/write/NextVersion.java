package io.sparklancedb.write;

import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.dataset.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.operation.Merge;
import org.lance.operation.Operation;
import org.lance.operation.Update;
import org.roaringbitmap.IntConsumer;
import org.roaringbitmap.RoaringBitmap;

/**
 * The fragments of a table after a write: those that stay as they are, those that lose rows, those
 * that are gone, and the new ones.
 */
final class NextVersion {
  private final TableSnapshot base;
  private final List<FragmentMetadata> unchanged = new ArrayList<>();
  private final List<FragmentMetadata> changed = new ArrayList<>();
  private final List<Long> removed = new ArrayList<>();
  private final List<FragmentMetadata> added;

  private NextVersion(TableSnapshot base, List<FragmentMetadata> added) {
    this.base = base;
    this.added = added;
  }

  /** Writes the deletion files. */
  static NextVersion of(TableSnapshot base, Deletions deletions, List<FragmentMetadata> added) {
    NextVersion next = new NextVersion(base, added);
    try (DatasetLease lease = Tables.lease(base.reference())) {
      for (FragmentMetadata fragment : base.fragments()) {
        Optional<RoaringBitmap> rows = deletions.of(fragment);
        if (deletions.empty(fragment)) {
          next.removed.add((long) fragment.getId());
        } else if (rows.isPresent()) {
          next.changed.add(delete(new Fragment(lease.dataset(), fragment), rows.get()));
        } else {
          next.unchanged.add(fragment);
        }
      }
    } catch (RuntimeException e) {
      throw Tables.unreachable(base.reference().address(), e);
    }
    return next;
  }

  private static FragmentMetadata delete(Fragment fragment, RoaringBitmap rows) {
    List<Integer> positions = new ArrayList<>(rows.getCardinality());
    rows.forEach((IntConsumer) positions::add);
    return fragment.deleteRows(positions);
  }

  /**
   * The transaction that gets there. Lance holds two of its updates to be compatible when both only
   * insert, and would commit the same new keys twice. Its merge, which names all fragments of the
   * table, is compatible with no other change of rows: whoever comes second has to try again. Where
   * a merge cannot be had, since it cannot drop a fragment nor give out stable row ids, the update
   * names the table's first fragment as changed, so that at least the writes of this connector
   * meet.
   */
  Operation operation() {
    boolean canMerge = removed.isEmpty() && base.rowIds() == TableSnapshot.RowIds.ADDRESSES;
    return canMerge ? merge() : update();
  }

  private Operation merge() {
    List<FragmentMetadata> all = new ArrayList<>(unchanged);
    all.addAll(changed);
    all.addAll(added);
    return Merge.builder().fragments(all).schema(base.schema()).build();
  }

  private Operation update() {
    List<FragmentMetadata> touched = new ArrayList<>(changed);
    if (!unchanged.isEmpty() && unchanged.get(0).equals(base.fragments().get(0))) {
      touched.add(unchanged.get(0));
    }
    return Update.builder()
        .newFragments(added)
        .updatedFragments(touched)
        .removedFragmentIds(removed)
        .updateMode(Optional.of(Update.UpdateMode.RewriteRows))
        .build();
  }
}
