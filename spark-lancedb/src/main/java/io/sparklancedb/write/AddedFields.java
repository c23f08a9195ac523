package io.sparklancedb.write;

import io.sparklancedb.commit.ColumnAddition;
import io.sparklancedb.commit.ColumnsToRewrite;
import io.sparklancedb.commit.CommitAttempt;
import io.sparklancedb.commit.CommitOutcome;
import io.sparklancedb.commit.Staging;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VersionSelector;
import io.sparklancedb.config.WriteConfig;
import io.sparklancedb.dataset.FieldIds;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.OutcomeUnknownException;
import io.sparklancedb.error.TableErrors;
import io.sparklancedb.error.WriteErrors;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.FragmentMetadata;
import org.lance.operation.Merge;

/** Fields of structs that a table gets by itself: null in all rows, in one version. */
public final class AddedFields {
  private static final int ATTEMPTS = 5;

  private final Staging staging;
  private final RewrittenColumns grown;

  private AddedFields(Staging staging, StructNulls structNulls) {
    this.staging = staging;
    this.grown = new RewrittenColumns(staging, structNulls.storage());
  }

  /**
   * @param config what holds for writes to the table
   * @param addition from a schema to that with the additions
   */
  public static void add(TableAddress table, WriteConfig config, UnaryOperator<Schema> addition) {
    Staging staging = Staging.of(table);
    staging.open();
    try {
      new AddedFields(staging, StructNulls.of(config)).run(addition);
    } finally {
      staging.close();
    }
  }

  private void run(UnaryOperator<Schema> addition) {
    String reason = "";
    for (int i = 0; i < ATTEMPTS; i++) {
      CommitOutcome outcome = attempt(addition);
      if (outcome instanceof CommitOutcome.Committed) {
        return;
      }
      grown.discard();
      reason = ((CommitOutcome.Conflict) outcome).reason();
    }
    throw WriteErrors.changedMeanwhile(staging.address().uri(), ATTEMPTS, reason);
  }

  private CommitOutcome attempt(UnaryOperator<Schema> addition) {
    TableSnapshot base =
        TableLoader.load(staging.address(), new VersionSelector.Latest())
            .orElseThrow(() -> TableErrors.notFound(staging.address().uri()));
    Schema schema = addition.apply(base.schema());
    new ColumnAddition(schema, false).requireReadableNulls(base);
    try {
      Merge merge = Merge.builder().fragments(fragments(base, schema)).schema(schema).build();
      return CommitAttempt.change(base.reference(), merge, Map.of("operation", "add fields"));
    } catch (OutcomeUnknownException e) {
      throw e;
    } catch (RuntimeException e) {
      grown.discard();
      throw e;
    }
  }

  private List<FragmentMetadata> fragments(TableSnapshot base, Schema schema) {
    ColumnAddition addition = new ColumnAddition(schema, false);
    List<String> columns = ColumnsToRewrite.of(base, addition);
    if (columns.isEmpty()) {
      return base.fragments();
    }
    FieldIds ids = CommitAttempt.fieldIds(base.reference(), base.fragments(), schema);
    return base.fragments().stream()
        .map(
            fragment ->
                fragment.getNumRows() == 0
                    ? fragment
                    : grown.write(base, fragment, schema, ids, columns))
        .toList();
  }
}
