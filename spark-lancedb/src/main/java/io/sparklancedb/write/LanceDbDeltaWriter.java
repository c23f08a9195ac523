package io.sparklancedb.write;

import java.io.IOException;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.DeltaWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.types.DataType;

/** Writes what a row-level operation does to single rows, which their key or address names. */
final class LanceDbDeltaWriter implements DeltaWriter<InternalRow> {
  private final TaskPlan plan;
  private final LanceDbDataWriter rows;
  private final int idOrdinal;
  private final DataType idType;

  /** A row without values but, when it names a row to delete, that one's key. */
  private final GenericInternalRow nothing;

  private final GenericInternalRow control;
  private final JoinedRow joined = new JoinedRow();
  private long inserted;

  LanceDbDeltaWriter(TaskPlan plan, LanceDbDataWriter rows) {
    this.plan = plan;
    this.rows = rows;
    this.idOrdinal = plan.rowIdOrdinal();
    this.idType = plan.rowType().fields()[idOrdinal].dataType();
    int columns = plan.control().hasAddress() ? 2 : 1;
    this.control = new GenericInternalRow(columns);
    this.nothing = new GenericInternalRow(plan.rowType().size() - columns);
  }

  @Override
  public void insert(InternalRow row) throws IOException {
    inserted++;
    store(row);
  }

  private void store(InternalRow row) throws IOException {
    control.update(0, false);
    rows.write(joined.apply(row, control));
  }

  @Override
  public void delete(InternalRow metadata, InternalRow id) throws IOException {
    Object value = id.get(0, idType);
    if (plan.hasKey()) {
      nothing.update(idOrdinal, value);
    } else {
      control.update(idOrdinal - nothing.numFields(), value);
    }
    control.update(0, true);
    rows.write(joined.apply(nothing, control));
  }

  /** With another key a row makes way for a new one, as it does without a key. */
  @Override
  public void update(InternalRow metadata, InternalRow id, InternalRow row) throws IOException {
    boolean keepsKey =
        plan.hasKey()
            && !row.isNullAt(idOrdinal)
            && Objects.deepEquals(id.get(0, idType), row.get(idOrdinal, idType));
    if (keepsKey) {
      store(row);
    } else {
      delete(metadata, id);
      insert(row);
    }
  }

  @Override
  public WriterCommitMessage commit() throws IOException {
    return new LanceDbDeltaBatchWrite.Message(rows.commit(), inserted);
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return rows.currentMetricsValues();
  }

  @Override
  public void abort() {
    rows.abort();
  }

  @Override
  public void close() {
    rows.close();
  }
}
