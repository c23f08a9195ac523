package io.sparklancedb.index;

import io.sparklancedb.dataset.FragmentGroups;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.error.TableErrors;
import io.sparklancedb.job.JobRunner;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.Transaction;
import org.lance.index.Index;
import org.lance.operation.CreateIndex;

/**
 * Tasks sort the values of some fragments each, one task merges what they have sorted, and the
 * driver commits. All write to the folder of the index, which no version names before. When the
 * build fails, the folder stays there for Lance's cleanup: a task may still be writing to it.
 */
record PartsBuild(JobRunner jobs) implements IndexBuild {
  /** The merge has all of them open, and takes longer the more there are. */
  private static final int MOST_PARTS = 64;

  @Override
  public void make(IndexTarget target, Dataset latest) {
    TableReference base = TableReference.of(target.address(), latest);
    List<FragmentMetadata> fragments =
        latest.getFragments().stream().map(Fragment::metadata).toList();
    int parts = Math.min(jobs.parallelism(), MOST_PARTS);
    List<PartPiece> pieces =
        FragmentGroups.of(fragments, parts).stream().map(PartPiece::new).toList();
    UUID id = UUID.randomUUID();
    IndexParts common = new IndexParts(base, target, id.toString());
    String what = "the index %s of %s".formatted(target.name(), base.address());
    PartPiece.Built built = jobs.run("Build parts of " + what, common, pieces).get(0);
    jobs.run("Merge the parts of " + what, common, List.of(new MergePiece()));
    Index index =
        Index.builder()
            .uuid(id)
            .name(target.name())
            .fields(DeclaredIndexes.fields(latest, target.column()))
            .datasetVersion(base.version())
            .fragments(fragments.stream().map(FragmentMetadata::getId).toList())
            .indexDetails(built.details())
            .indexVersion(built.indexVersion())
            .indexType(IndexParameters.type(target.index().kind()))
            .createdAt(Instant.now())
            .build();
    commit(base, latest, index);
    latest.checkoutLatest();
  }

  /** Lance refuses it when rows have moved, or the index was changed, since the base. */
  private static void commit(TableReference base, Dataset latest, Index index) {
    if (!TableLoader.isThere(base)) {
      throw TableErrors.versionGone(base.address().uri(), base.version());
    }
    List<Index> replaced =
        latest.getIndexes().stream().filter(old -> old.name().equals(index.name())).toList();
    CreateIndex operation =
        CreateIndex.builder().withNewIndices(List.of(index)).withRemovedIndices(replaced).build();
    try (Transaction transaction =
        new Transaction.Builder().readVersion(base.version()).operation(operation).build()) {
      new CommitBuilder(latest).execute(transaction).close();
    }
  }
}
