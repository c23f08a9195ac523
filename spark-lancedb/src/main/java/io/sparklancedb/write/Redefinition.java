package io.sparklancedb.write;

import io.sparklancedb.dataset.CommitOutcome;
import io.sparklancedb.dataset.Commits;
import io.sparklancedb.dataset.FieldIds;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.write.WrittenFragment.Holds;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.FragmentMetadata;
import org.lance.operation.Overwrite;

/** Gives a table other columns and rows in one version, which comes after all that it had. */
final class Redefinition {
  private Redefinition() {}

  static Committer.Result commit(CommitPlan plan, Schema schema, List<WrittenFragment> written) {
    TableSnapshot base = plan.base().orElseThrow();
    // A fragment whose rows have no vector may lack columns before others.
    FieldIds ids = FieldIds.ofNew(schema);
    List<FragmentMetadata> fragments =
        written.stream()
            .filter(fragment -> fragment.holds() == Holds.ROWS)
            .map(f -> ids.renumber(f.metadata(), f.columns(), f.metadata().getId()))
            .toList();
    Overwrite operation = Overwrite.builder().fragments(fragments).schema(schema).build();
    WriteCounts counts = Changes.replacement(base, written).counts();
    Map<String, String> properties = Committer.properties(plan.mode(), counts, fragments, 0);
    CommitOutcome outcome = Commits.attempt(base.reference(), operation, properties);
    if (outcome instanceof CommitOutcome.Conflict conflict) {
      throw WriteErrors.changedSinceRead(
          base.reference().address().uri(), plan.mode().toString(), conflict.reason());
    }
    TableReference version = ((CommitOutcome.Committed) outcome).version();
    return new Committer.Result(version.version(), properties, NextVersion.files(fragments));
  }
}
