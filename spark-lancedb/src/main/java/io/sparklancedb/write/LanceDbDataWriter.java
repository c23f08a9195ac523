package io.sparklancedb.write;

import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.arrow.ValueText;
import io.sparklancedb.commit.TaskMatches;
import io.sparklancedb.commit.TaskMerge;
import io.sparklancedb.commit.WrittenFragment;
import io.sparklancedb.commit.WrittenFragment.Content;
import io.sparklancedb.error.ValueErrors;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.types.MlVectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.types.DataType;

/**
 * Writes the rows of one partition as fragments that nobody sees: rows for the table, and keys to
 * delete.
 */
final class LanceDbDataWriter implements DataWriter<InternalRow> {
  private final TaskPlan plan;
  private final Optional<TaskMerge> merge;
  private final int partition;
  private final BufferAllocator allocator;
  private final FragmentWriter rows;
  private final FragmentWriter deletedKeys;
  private final KeyDeduplicator last;
  private final Map<String, Integer> dimensions = new HashMap<>();

  /** Vector columns of which no row has had a value yet, with their places in a row. */
  private final Map<String, Integer> undimensioned = new HashMap<>();

  private long received;

  /** After a row that is not for the table nothing is written; else null. */
  private RefusedRow refused;

  /**
   * @param merge looks for the task's keys; empty when the driver does
   */
  LanceDbDataWriter(TaskPlan plan, Optional<TaskMerge> merge, int partition) {
    this.plan = plan;
    this.merge = merge;
    this.partition = partition;
    this.allocator = ArrowMemory.newChild("lancedb write " + partition);
    this.rows = new FragmentWriter(plan, Content.ROWS, allocator);
    this.deletedKeys = new FragmentWriter(plan, Content.DELETED_KEYS, allocator);
    this.last = plan.control().sequence().picksLast() ? new KeyDeduplicator(plan) : null;
    for (String column : plan.target().undimensioned()) {
      undimensioned.put(column, plan.rowType().fieldIndex(column));
    }
  }

  @Override
  public void write(InternalRow row) throws IOException {
    if (refused != null) {
      refused.passOver();
      return;
    }
    try {
      accept(row);
    } catch (RefusedRow e) {
      refused = e;
      abort();
    }
  }

  private void accept(InternalRow row) throws IOException {
    if (plan.hasKey() && row.isNullAt(plan.keyOrdinal())) {
      throw new RefusedRow(ValueErrors.nullKey(plan.keyColumn(), received, partition));
    }
    received++;
    if (last != null && !last.isNext(row)) {
      return;
    }
    if (isDeletion(row)) {
      delete(row);
    } else {
      store(row);
    }
  }

  private boolean isDeletion(InternalRow row) {
    int at = plan.control().delete();
    return plan.control().hasDelete() && !row.isNullAt(at) && row.getBoolean(at);
  }

  private void delete(InternalRow row) throws IOException {
    if (!deletedKeys.isOpen()) {
      String[] names = plan.rowType().fieldNames();
      Set<String> others = new HashSet<>(Arrays.asList(names));
      List<Field> fields = new ArrayList<>(List.of(rowId()));
      others.remove(names[plan.rowIdOrdinal()]);
      if (plan.control().sequence().isStored()
          && others.remove(names[plan.control().sequence().ordinal()])) {
        fields.add(sequence());
      }
      deletedKeys.open(new Schema(fields), others);
    }
    deletedKeys.append(row);
  }

  /** A row that deletes may have none, in whatever column. */
  private Field sequence() {
    Field own = plan.target().with(dimensions).findField(plan.control().sequence().stored());
    return new Field(
        own.getName(),
        new FieldType(true, own.getType(), own.getDictionary(), own.getMetadata()),
        own.getChildren());
  }

  private Field rowId() {
    return plan.hasKey()
        ? plan.target().with(dimensions).findField(plan.keyColumn())
        : Field.notNullable(plan.rowIdColumn(), new ArrowType.Int(Long.SIZE, true));
  }

  private void store(InternalRow row) throws IOException {
    if (!plan.lacking().isEmpty()) {
      throw new RefusedRow(WriteErrors.canOnlyDelete(keyText(row), plan.lacking()));
    }
    if (!undimensioned.isEmpty()) {
      takeDimensions(row);
    }
    if (!rows.isOpen()) {
      Set<String> left = new HashSet<>(undimensioned.keySet());
      left.addAll(plan.notStored());
      rows.open(plan.target().with(dimensions), left);
    }
    rows.append(row);
  }

  /** For messages. */
  private String name(InternalRow row) {
    return plan.hasKey() ? "key '%s'".formatted(keyText(row)) : "row " + received;
  }

  private String keyText(InternalRow row) {
    DataType type = plan.rowType().fields()[plan.keyOrdinal()].dataType();
    return ValueText.of(row.get(plan.keyOrdinal(), type), type);
  }

  /** Rows before the first vector of a column go to a fragment without that column. */
  private void takeDimensions(InternalRow row) throws IOException {
    for (String column : Set.copyOf(undimensioned.keySet())) {
      int ordinal = undimensioned.get(column);
      if (!row.isNullAt(ordinal)) {
        int length = length(row, ordinal);
        if (length == 0) {
          throw new RefusedRow(ValueErrors.emptyVector(column, name(row)));
        }
        rows.finish();
        dimensions.put(column, length);
        undimensioned.remove(column);
      }
    }
  }

  private int length(InternalRow row, int ordinal) {
    return MlVectors.is(plan.rowType().fields()[ordinal].dataType())
        ? MlVectors.length(row.getStruct(ordinal, MlVectors.FIELDS))
        : row.getArray(ordinal).numElements();
  }

  @Override
  public WriterCommitMessage commit() throws IOException {
    if (refused != null) {
      WriteMetrics.report(rows, deletedKeys);
      return refused.message();
    }
    List<WrittenFragment> fragments = new ArrayList<>();
    for (FragmentWriter sink : List.of(rows, deletedKeys)) {
      sink.finish();
      sink.requireAll();
      fragments.addAll(sink.finished());
    }
    if (!plan.staging().isOpen()) {
      throw WriteErrors.writeHasEnded(plan.address().uri());
    }
    WriteMetrics.report(rows, deletedKeys);
    return TaskCommitMessage.of(
        new TaskResult(fragments, rows.keys(), deletedKeys.keys(), dimensions, matches(fragments)),
        TaskContext.get().stageId());
  }

  /** Null when the driver has to look for the keys. */
  private TaskMatches matches(List<WrittenFragment> fragments) {
    return fragments.isEmpty() ? null : merge.flatMap(m -> m.match(fragments)).orElse(null);
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return WriteMetrics.of(rows, deletedKeys);
  }

  @Override
  public void abort() {
    rows.discard();
    deletedKeys.discard();
  }

  @Override
  public void close() {
    rows.close();
    deletedKeys.close();
    allocator.close();
  }
}
