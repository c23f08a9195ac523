package io.sparklancedb.commit;

import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.Fragments;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.Transaction;
import org.lance.operation.Update;
import org.roaringbitmap.IntConsumer;

/**
 * Deletion files as lance-core writes them, in any store. lance-core writes a deletion file only
 * for a fragment of a version, and only if a row of the fragment is left. Two kinds of fragments
 * need more: new ones, and those that lose all rows. For them a detached version is made first. It
 * holds the new fragments, and each of these fragments counts one row more than it has. No reader
 * finds a detached version.
 */
record NativeDeletionFiles(TableReference base) implements DeletionFiles {
  @Override
  public List<FragmentMetadata> write(List<DeletionVector> vectors) {
    Predicate<DeletionVector> isUnusual = one -> one.isNew() || one.isAll();
    List<DeletionVector> unusual = vectors.stream().filter(isUnusual).toList();
    try (DatasetLease lease = TableLoader.lease(base)) {
      if (unusual.isEmpty()) {
        return vectors.stream().map(one -> delete(lease.dataset(), one)).toList();
      }
      try (Dataset detached = detached(lease.dataset(), unusual)) {
        return vectors.stream()
            .map(one -> delete(isUnusual.test(one) ? detached : lease.dataset(), one))
            .toList();
      }
    } catch (Exception e) {
      throw TableLoader.unwritable(base.address(), e);
    }
  }

  /** lance-core has no way to remove one: they stay for Lance's cleanup. */
  @Override
  public void discard(List<FragmentMetadata> written) {}

  private Dataset detached(Dataset dataset, List<DeletionVector> unusual) {
    var byAge = unusual.stream().collect(Collectors.partitioningBy(DeletionVector::isNew));
    Update update =
        Update.builder()
            .newFragments(larger(byAge.get(true)))
            .updatedFragments(larger(byAge.get(false)))
            .removedFragmentIds(List.of())
            .updateMode(Optional.of(Update.UpdateMode.RewriteRows))
            .build();
    try (Transaction transaction =
        new Transaction.Builder().readVersion(base.version()).operation(update).build()) {
      return new CommitBuilder(dataset).detached(true).execute(transaction);
    }
  }

  private static List<FragmentMetadata> larger(List<DeletionVector> vectors) {
    return vectors.stream()
        .map(one -> Fragments.withRows(one.fragment(), one.fragment().getPhysicalRows() + 1))
        .toList();
  }

  private static FragmentMetadata delete(Dataset dataset, DeletionVector vector) {
    List<Integer> positions = new ArrayList<>(vector.rows().getCardinality());
    vector.rows().forEach((IntConsumer) positions::add);
    FragmentMetadata changed =
        new Fragment(dataset, vector.fragment().getId()).deleteRows(positions);
    return Fragments.with(vector.fragment(), changed.getDeletionFile());
  }
}
