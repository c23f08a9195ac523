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

/** Writes what a row-level operation does to single rows, which their key names. */
final class RowLevelWriter implements DeltaWriter<InternalRow> {
  private static final InternalRow STAYS = new GenericInternalRow(new Object[] {false});
  private static final InternalRow GOES = new GenericInternalRow(new Object[] {true});

  private final LanceDbDataWriter rows;
  private final int key;
  private final DataType keyType;
  private final GenericInternalRow keyAlone;
  private final JoinedRow joined = new JoinedRow();
  private long inserted;

  RowLevelWriter(WritePlan plan, LanceDbDataWriter rows) {
    this.rows = rows;
    this.key = plan.keyOrdinal();
    this.keyType = plan.rowType().fields()[key].dataType();
    this.keyAlone = new GenericInternalRow(plan.rowType().size() - 1);
  }

  @Override
  public void insert(InternalRow row) throws IOException {
    inserted++;
    rows.write(joined.apply(row, STAYS));
  }

  @Override
  public void delete(InternalRow metadata, InternalRow id) throws IOException {
    keyAlone.update(key, id.get(0, keyType));
    rows.write(joined.apply(keyAlone, GOES));
  }

  /** With another key a row makes way for a new one. */
  @Override
  public void update(InternalRow metadata, InternalRow id, InternalRow row) throws IOException {
    boolean keepsKey =
        !row.isNullAt(key) && Objects.deepEquals(id.get(0, keyType), row.get(key, keyType));
    if (keepsKey) {
      rows.write(joined.apply(row, STAYS));
    } else {
      delete(metadata, id);
      insert(row);
    }
  }

  @Override
  public WriterCommitMessage commit() throws IOException {
    return new RowLevelBatchWrite.Message(rows.commit(), inserted);
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
