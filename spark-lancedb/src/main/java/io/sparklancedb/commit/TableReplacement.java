package io.sparklancedb.commit;

import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.WriteErrors;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.FragmentMetadata;
import org.lance.operation.Overwrite;

/** Gives a table other columns and rows in one version, which comes after all that it had. */
final class TableReplacement {
  private TableReplacement() {}

  static CommitResult commit(CommitPlan plan, Schema schema, List<WrittenFragment> written) {
    TableSnapshot base = plan.base().orElseThrow();
    List<FragmentMetadata> fragments = WrittenFragment.ofNewTable(schema, written);
    Overwrite operation = Overwrite.builder().fragments(fragments).schema(schema).build();
    WriteCounts counts = ChangeSet.replacement(base, written).counts();
    Map<String, String> properties = TransactionDraft.properties(plan, counts, fragments, 0);
    CommitOutcome outcome = CommitAttempt.attempt(base.reference(), operation, properties);
    if (outcome instanceof CommitOutcome.Conflict conflict) {
      throw WriteErrors.changedSinceRead(
          base.reference().address().uri(), plan.mode().toString(), conflict.reason());
    }
    TableReference version = ((CommitOutcome.Committed) outcome).version();
    return CommitResult.of(version.version(), properties, fragments);
  }
}
