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
 * Deletion files as lance-core writes them, in any store. It does so for fragments of a version,
 * and keeps at least one row of each. For new fragments, and for those that lose all rows, a
 * detached version is made that has the former, and the latter as if they had one row more; nobody
 * is led to such a version.
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
