package io.sparklancedb.commit;

import io.sparklancedb.commit.WrittenFragment.Content;
import io.sparklancedb.config.VersionSelector;
import io.sparklancedb.dataset.NativeFailure;
import io.sparklancedb.dataset.TableChanges;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.OutcomeUnknownException;
import io.sparklancedb.error.TableErrors;
import io.sparklancedb.index.DeclaredIndexes;
import io.sparklancedb.job.JobRunner;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.FragmentMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the files that the tasks of a write have staged, in one version. A write that fails
 * leaves no file in the table. If the outcome of a commit is unknown, its files are kept.
 */
public final class WriteCommit {
  private static final Logger LOG = LoggerFactory.getLogger(WriteCommit.class);

  private final CommitPlan plan;
  private final StagedWrite write;
  private final ColumnFiles columnFiles;
  private final JobRunner jobs;

  /**
   * @param jobs does what is too much for the driver
   */
  public WriteCommit(CommitPlan plan, StagedWrite write, ColumnFiles columnFiles, JobRunner jobs) {
    this.plan = plan;
    this.write = write;
    this.columnFiles = columnFiles;
    this.jobs = jobs;
  }

  /**
   * Changes the table of the plan's base.
   *
   * @param added columns, and columns with fields of structs, that the table is to have beside its
   *     own
   * @throws LanceDbException when other writers came first too often, or the rows cannot be written
   *     to the newest version; nothing is changed then
   * @throws OutcomeUnknownException when it is not known whether the version was made
   */
  public CommitResult change(Schema added) {
    if (plan.mode().replacesAllRows()) {
      requireDistinct();
    }
    return publish(published -> committer(published, added).commit(plan.base().orElseThrow()));
  }

  /**
   * Creates the table with its rows in its first version. When another writer creates it first, the
   * rows are merged into that table.
   *
   * @param storageVersion Lance's file version; empty for the library's own choice
   * @throws LanceDbException as {@link #change}
   */
  public CommitResult create(Schema columns, Optional<String> storageVersion) {
    requireDistinct();
    return publish(
        published ->
            created(columns, storageVersion, published)
                .orElseGet(() -> changeOther(columns, published)));
  }

  /**
   * Gives the table other columns and rows, in a version after all that it had.
   *
   * @throws LanceDbException as {@link #change}; also when another writer has replaced all rows
   *     since the table was read. Rows that others have written meanwhile are replaced like the
   *     rest.
   */
  public CommitResult replaceTable(Schema columns) {
    requireDistinct();
    return publish(published -> TableReplacement.commit(plan, columns, published.fragments()));
  }

  private void requireDistinct() {
    DistinctKeys.require(write, WrittenKeys.staged(write), plan, jobs);
  }

  private Committer committer(StagedWrite published, Schema added) {
    return new Committer(
        plan, published, added, columnFiles, new WriteChanges(plan, published, jobs));
  }

  /** Empty when another writer has created the table meanwhile; nothing was done then. */
  private Optional<CommitResult> created(
      Schema columns, Optional<String> storageVersion, StagedWrite published) {
    Schema schema =
        plan.transaction()
            .map(transaction -> TableSnapshot.withApplied(columns, transaction))
            .orElse(columns);
    ChangeSet changes =
        published.keyColumn().isPresent()
            ? ChangeSet.insertion(published.fragments(), plan.rules())
            : ChangeSet.withoutKeys(new DeletedRows(), published.fragments());
    List<FragmentMetadata> fragments = WrittenFragment.ofNewTable(columns, changes.added());
    return fragments.isEmpty()
        ? createdEmpty(schema, storageVersion, changes)
        : createdWith(schema, fragments, changes);
  }

  private Optional<CommitResult> createdEmpty(
      Schema schema, Optional<String> storageVersion, ChangeSet changes) {
    return FirstVersion.empty(write.address(), schema, storageVersion)
        ? Optional.of(CommitResult.of(1, changes.counts().properties(), List.of()))
        : Optional.empty();
  }

  private Optional<CommitResult> createdWith(
      Schema schema, List<FragmentMetadata> fragments, ChangeSet changes) {
    Map<String, String> properties =
        TransactionDraft.properties(plan, changes.counts(), fragments, 0);
    Optional<TableReference> created =
        FirstVersion.of(write.address(), schema, fragments, plan.properties(), properties);
    return created.map(version -> CommitResult.of(version.version(), properties, fragments));
  }

  private CommitResult changeOther(Schema columns, StagedWrite published) {
    LOG.info("Table {} was created by another writer meanwhile.", write.address());
    TableSnapshot table =
        TableLoader.load(write.address(), new VersionSelector.Latest())
            .orElseThrow(() -> TableErrors.notFound(write.address().uri()));
    ColumnAddition.requireAll(columns, table);
    ColumnAddition.requireNoneLacking(columns, table);
    return committer(published, new Schema(List.of())).commit(table);
  }

  /** The rows' files go to the table first; keys to delete are read where the tasks left them. */
  private CommitResult publish(Function<StagedWrite, CommitResult> commit) {
    StagedWrite published = write.with(publishedFragments());
    CommitResult result;
    try {
      result = commit.apply(published);
      LOG.info(
          "Table {} is at version {}: {}", write.address(), result.version(), result.properties());
    } catch (OutcomeUnknownException e) {
      TableChanges.announce(write.address());
      published
          .fragments()
          .forEach(
              f ->
                  f.metadata()
                      .getFiles()
                      .forEach(
                          file ->
                              LOG.warn(
                                  "Kept file {}: the outcome of its commit is unknown.", file)));
      throw e;
    } catch (RuntimeException e) {
      removeUnnamed(published, Set.of());
      throw e;
    }
    removeUnnamed(published, result.files());
    buildIndexes();
    TableChanges.announce(write.address());
    return result;
  }

  /** The rows are committed by now. So a failure is logged only. */
  private void declareIndexes() {
    try {
      Alterations.declareIndexes(write.address(), plan.indexes());
    } catch (RuntimeException e) {
      LOG.warn(
          "Could not keep in table {} which indexes are declared on {}: {}. Write with these options again, be it without rows.",
          write.address(),
          plan.indexes().keySet(),
          NativeFailure.of(e, write.address().storage()).reason());
    }
  }

  private List<WrittenFragment> publishedFragments() {
    Iterator<FragmentMetadata> rows = write.staging().publish(write.rowFragments()).iterator();
    List<WrittenFragment> published = new ArrayList<>();
    for (WrittenFragment fragment : write.fragments()) {
      published.add(fragment.content() == Content.ROWS ? fragment.with(rows.next()) : fragment);
    }
    return published;
  }

  private void removeUnnamed(StagedWrite published, Set<String> named) {
    List<FragmentMetadata> unnamed =
        published.rowFragments().stream()
            .filter(f -> f.getFiles().stream().noneMatch(file -> named.contains(file.getPath())))
            .toList();
    DataFiles.remove(write.address(), unnamed);
  }

  private void buildIndexes() {
    if (!write.isLast()) {
      DeclaredIndexes.buildForWriting(write.address(), write.keyColumn(), jobs);
      return;
    }
    if (!plan.indexes().isEmpty()) {
      declareIndexes();
    }
    if (plan.mode().replacesRows()) {
      DeclaredIndexes.rebuild(write.address(), write.keyColumn(), jobs);
    } else {
      DeclaredIndexes.buildMissing(write.address(), write.keyColumn(), jobs);
    }
  }
}
