package io.sparklancedb.commit;

import io.sparklancedb.commit.WrittenFragment.Content;
import io.sparklancedb.dataset.FieldIds;
import io.sparklancedb.dataset.TableSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.FragmentMetadata;

/**
 * Drafts the transaction of a write for one version after another: gives the new fragments numbers
 * and the table's field ids, and has column files written that the version needs.
 *
 * @param planned the columns that the table had when the write was planned
 * @param added columns that the table is to have beside its own
 */
record DraftBuilder(CommitPlan plan, Schema planned, Schema added, ColumnFiles columnFiles) {
  TransactionDraft on(TableSnapshot base, ChangeSet changes) {
    requireSameColumns(base, changes);
    ColumnAddition addition = ColumnAddition.to(base, added);
    if (!plan.mode().replacesAllRows()) {
      addition.requireReadableNulls(base);
    }
    FieldIds ids =
        addition.isEmpty()
            ? base.fieldIds()
            : CommitAttempt.fieldIds(base.reference(), base.fragments(), addition.schema());
    Schema schema = plan.transaction().map(addition::withApplied).orElse(addition.schema());
    return TransactionDraft.of(
        base,
        rewritten(base, changes, addition, ids),
        changes,
        numbered(base, changes, ids, addition.schema()),
        schema);
  }

  /** The files hold the columns as they were when the write was planned. */
  private void requireSameColumns(TableSnapshot current, ChangeSet changes) {
    boolean addsRows = changes.added().stream().anyMatch(f -> f.content() == Content.ROWS);
    if (addsRows && !current.schema().equals(planned)) {
      List<Field> written =
          planned.getFields().stream()
              .filter(column -> !plan.missing().contains(column.getName()))
              .toList();
      ColumnAddition.requireAll(new Schema(written), current);
      ColumnAddition.requireNoneLacking(plannedAndAdded(), current);
    }
  }

  private Schema plannedAndAdded() {
    List<Field> fields = new ArrayList<>(planned.getFields());
    fields.addAll(added.getFields());
    return new Schema(fields);
  }

  /** The base's fragments, with files for columns whose structs get fields. */
  private List<FragmentMetadata> rewritten(
      TableSnapshot base, ChangeSet changes, ColumnAddition addition, FieldIds ids) {
    List<String> columns = ColumnsToRewrite.of(base, addition);
    return columns.isEmpty()
        ? base.fragments()
        : base.fragments().stream()
            .map(
                fragment ->
                    fragment.getNumRows() == 0 || changes.deletions().empty(fragment)
                        ? fragment
                        : columnFiles.rewrite(base, fragment, addition.schema(), ids, columns))
            .toList();
  }

  /** The new rows' fragments with the table's field ids, and ids of their own, by their places. */
  private Map<Integer, FragmentMetadata> numbered(
      TableSnapshot base, ChangeSet changes, FieldIds ids, Schema schema) {
    Map<Integer, FragmentMetadata> numbered = new TreeMap<>();
    for (int i = 0; i < changes.added().size(); i++) {
      WrittenFragment fragment = changes.added().get(i);
      if (fragment.content() == Content.ROWS) {
        int id = base.nextFragmentId() + numbered.size();
        FragmentMetadata own = ids.renumber(fragment.metadata(), fragment.columns(), id);
        long[] sources = changes.sourceAddresses().get(i);
        numbered.put(i, columnFiles.preserve(base, schema, own, sources, ids));
      }
    }
    return numbered;
  }
}
