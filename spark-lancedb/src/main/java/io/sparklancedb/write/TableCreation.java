package io.sparklancedb.write;

import io.sparklancedb.dataset.Creation;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.dataset.Tables;
import io.sparklancedb.write.WrittenFragment.Holds;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.FragmentMetadata;

/** Makes the table of a write in one version, which holds its rows. */
final class TableCreation {
  private final WritePlan tasks;
  private final CommitPlan plan;

  TableCreation(WritePlan tasks, CommitPlan plan) {
    this.tasks = tasks;
    this.plan = plan;
  }

  /** Empty when another writer has made the table meanwhile; nothing was done then. */
  Optional<Committer.Result> commit(Schema columns, List<WrittenFragment> written) {
    Schema schema =
        plan.transaction()
            .map(transaction -> TableSnapshot.withApplied(columns, transaction))
            .orElse(columns);
    Changes changes =
        tasks.hasKey()
            ? Changes.insertion(written, plan.rules())
            : Changes.withoutKeys(new Deletions(), written);
    List<FragmentMetadata> fragments =
        changes.added().stream()
            .filter(fragment -> fragment.holds() == Holds.ROWS)
            .map(WrittenFragment::metadata)
            .toList();
    return fragments.isEmpty() ? empty(schema, changes) : filled(schema, fragments, changes);
  }

  private Optional<Committer.Result> empty(Schema schema, Changes changes) {
    Optional<String> storageVersion = Optional.ofNullable(tasks.storageVersion());
    return Tables.create(tasks.address(), schema, storageVersion)
        ? Optional.of(
            new Committer.Result(1, changes.counts().properties(), NextVersion.files(List.of())))
        : Optional.empty();
  }

  private Optional<Committer.Result> filled(
      Schema schema, List<FragmentMetadata> fragments, Changes changes) {
    Map<String, String> properties =
        Committer.properties(plan.mode(), changes.counts(), fragments, 0);
    Optional<TableReference> made =
        Creation.commit(tasks.address(), schema, fragments, plan.properties(), properties);
    return made.map(
        version ->
            new Committer.Result(version.version(), properties, NextVersion.files(fragments)));
  }
}
