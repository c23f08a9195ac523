package io.sparklancedb.dataset;

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
  public List<FragmentMetadata> write(List<Hidden> hidden) {
    Predicate<Hidden> isUnusual = one -> one.isNew() || one.isAll();
    List<Hidden> unusual = hidden.stream().filter(isUnusual).toList();
    try (DatasetLease lease = Tables.lease(base)) {
      if (unusual.isEmpty()) {
        return hidden.stream().map(one -> delete(lease.dataset(), one)).toList();
      }
      try (Dataset detached = detached(lease.dataset(), unusual)) {
        return hidden.stream()
            .map(one -> delete(isUnusual.test(one) ? detached : lease.dataset(), one))
            .toList();
      }
    } catch (Exception e) {
      throw Tables.unwritable(base.address(), e);
    }
  }

  /** lance-core has no way to remove one: they stay for Lance's cleanup. */
  @Override
  public void discard(List<FragmentMetadata> written) {}

  private Dataset detached(Dataset dataset, List<Hidden> unusual) {
    var byAge = unusual.stream().collect(Collectors.partitioningBy(Hidden::isNew));
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

  private static List<FragmentMetadata> larger(List<Hidden> hidden) {
    return hidden.stream()
        .map(one -> Fragments.withRows(one.fragment(), one.fragment().getPhysicalRows() + 1))
        .toList();
  }

  private static FragmentMetadata delete(Dataset dataset, Hidden hidden) {
    List<Integer> positions = new ArrayList<>(hidden.rows().getCardinality());
    hidden.rows().forEach((IntConsumer) positions::add);
    FragmentMetadata changed =
        new Fragment(dataset, hidden.fragment().getId()).deleteRows(positions);
    return Fragments.with(hidden.fragment(), changed.getDeletionFile());
  }
}
