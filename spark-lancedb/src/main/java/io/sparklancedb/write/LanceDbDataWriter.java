package io.sparklancedb.write;

import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.arrow.BatchBuilder;
import io.sparklancedb.arrow.BatchSize;
import io.sparklancedb.dataset.DataFiles;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.types.ColumnMapping;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/**
 * Writes the rows of one partition as fragments that nobody sees, notes their keys, and at the end
 * finds the rows of the table that have them.
 */
final class LanceDbDataWriter implements DataWriter<InternalRow> {
  private static final BatchSize BATCH = new BatchSize(8_192, 16 << 20);

  private final WritePlan plan;
  private final int partition;
  private final BufferAllocator allocator;
  private final Map<String, Integer> dimensions = new HashMap<>();
  private final List<WrittenFragment> written = new ArrayList<>();

  /** Vector columns of which no row has had a value yet, with their places in a row. */
  private final Map<String, Integer> undimensioned = new HashMap<>();

  private Schema schema;
  private BatchBuilder builder;
  private FragmentStream stream;
  private KeySet keys;
  private long rows;

  LanceDbDataWriter(WritePlan plan, int partition) {
    this.plan = plan;
    this.partition = partition;
    this.allocator = ArrowMemory.newChild("lancedb write " + partition);
    for (String column : plan.target().undimensioned()) {
      undimensioned.put(column, plan.rowType().fieldIndex(column));
    }
  }

  @Override
  public void write(InternalRow row) throws IOException {
    if (row.isNullAt(plan.keyOrdinal())) {
      throw WriteErrors.nullKey(plan.keyColumn(), rows, partition);
    }
    if (!undimensioned.isEmpty()) {
      takeDimensions(row);
    }
    if (builder == null) {
      open();
    }
    builder.append(row);
    rows++;
    if (builder.isFull()) {
      flush();
    }
  }

  /** Rows before the first vector of a column go to a fragment without that column. */
  private void takeDimensions(InternalRow row) throws IOException {
    for (String column : Set.copyOf(undimensioned.keySet())) {
      int ordinal = undimensioned.get(column);
      if (!row.isNullAt(ordinal)) {
        finishFragments();
        dimensions.put(column, row.getArray(ordinal).numElements());
        undimensioned.remove(column);
      }
    }
  }

  private void open() {
    schema = plan.target().with(dimensions);
    Set<String> left = new TreeSet<>(undimensioned.keySet());
    builder =
        new BatchBuilder(
            schema,
            plan.rowType(),
            ColumnMapping.of(schema, plan.rowType(), left, plan.names()),
            OptionalInt.of(plan.keyOrdinal()),
            BATCH,
            allocator);
  }

  private void flush() throws IOException {
    if (builder == null || builder.rows() == 0) {
      return;
    }
    VectorSchemaRoot batch = builder.finish();
    try {
      note(batch.getVector(plan.keyColumn()), batch.getRowCount());
    } catch (Throwable e) {
      batch.close();
      throw e;
    }
    if (stream == null) {
      stream = FragmentStream.open(plan, schema, allocator);
    }
    try {
      stream.put(batch);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private void note(FieldVector batchKeys, int count) {
    if (keys == null) {
      keys = KeySet.of(batchKeys);
    }
    int duplicate = keys.addAll(batchKeys, count);
    if (duplicate != KeySet.NONE) {
      throw WriteErrors.duplicateKey(plan.keyColumn(), KeyText.of(batchKeys, duplicate));
    }
  }

  private void finishFragments() throws IOException {
    flush();
    if (builder != null) {
      builder.close();
      builder = null;
    }
    if (stream != null) {
      try {
        written.addAll(stream.finish());
      } catch (InterruptedException e) {
        throw interrupted();
      }
      stream.close();
      stream = null;
    }
  }

  @Override
  public WriterCommitMessage commit() throws IOException {
    finishFragments();
    long stored = written.stream().mapToLong(f -> f.metadata().getPhysicalRows()).sum();
    if (stored != rows) {
      throw WriteErrors.rowsLost(rows, stored);
    }
    Deletions replaced = locate();
    requireWanted();
    return new TaskCommitMessage(
        new TaskResult(written, rows, replaced, KeyRange.of(keys), dimensions));
  }

  /** Nobody hears of a task that ends after its job has failed: it must not leave its files. */
  private static void requireWanted() throws IOException {
    TaskContext task = TaskContext.get();
    if (task != null && task.isInterrupted()) {
      throw new InterruptedIOException("The task was killed before it could commit.");
    }
  }

  private Deletions locate() {
    if (plan.located() == null || keys == null) {
      return new Deletions();
    }
    Field key = schema.findField(plan.keyColumn());
    return KeyLocator.locate(plan.located(), key, keys);
  }

  @Override
  public void abort() {
    closeStream();
    DataFiles.remove(plan.address(), written.stream().map(WrittenFragment::metadata).toList());
  }

  @Override
  public void close() {
    closeStream();
    allocator.close();
  }

  private void closeStream() {
    if (builder != null) {
      builder.close();
      builder = null;
    }
    if (stream != null) {
      stream.close();
      stream = null;
    }
  }

  private static IOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("The task was interrupted while it wrote.");
  }
}
