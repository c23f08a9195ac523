package io.sparklancedb.write;

import io.sparklancedb.arrow.batch.BatchBuilder;
import io.sparklancedb.arrow.batch.BatchSize;
import io.sparklancedb.commit.WrittenFragment;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.key.KeyRange;
import io.sparklancedb.types.ColumnMapping;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.catalyst.InternalRow;
import org.lance.fragment.DataFile;

/** Takes the rows of one task for one purpose, and leaves them in staged fragments. */
final class FragmentWriter implements AutoCloseable {
  private static final BatchSize BATCH = new BatchSize(8_192, 16 << 20);

  private final TaskPlan plan;
  private final WrittenFragment.Content content;
  private final BufferAllocator allocator;
  private final List<WrittenFragment> written = new ArrayList<>();

  private Schema schema;
  private BatchBuilder builder;
  private FragmentEncoder stream;
  private KeyRange keys = KeyRange.EMPTY;
  private long rows;

  /** Of the batches that Lance has, of fragments that are not finished. */
  private long bytesHandedOver;

  FragmentWriter(TaskPlan plan, WrittenFragment.Content content, BufferAllocator allocator) {
    this.plan = plan;
    this.content = content;
    this.allocator = allocator;
  }

  boolean isOpen() {
    return builder != null;
  }

  /**
   * The columns of the rows to come.
   *
   * @param notStored columns of the rows that go nowhere
   */
  void open(Schema columns, Set<String> notStored) {
    schema = columns;
    builder =
        new BatchBuilder(
            schema,
            plan.rowType(),
            ColumnMapping.of(schema, plan.rowType(), notStored, plan.matching()),
            plan.hasKey() ? OptionalInt.of(plan.keyOrdinal()) : OptionalInt.empty(),
            plan.nullStructs(),
            BATCH,
            allocator);
  }

  /**
   * @throws RefusedRow when a value is not for its column
   */
  void append(InternalRow row) throws IOException {
    try {
      builder.append(row);
    } catch (LanceDbException e) {
      throw new RefusedRow(e);
    }
    rows++;
    if (builder.isFull()) {
      flush();
    }
  }

  private void flush() throws IOException {
    if (builder == null || builder.rows() == 0) {
      return;
    }
    if (stream == null) {
      stream = FragmentEncoder.open(plan, schema, allocator);
    }
    bytesHandedOver += builder.bytes();
    VectorSchemaRoot batch = builder.finish();
    if (plan.hasKey()) {
      keys = keys.with(batch.getVector(plan.keyColumn()), batch.getRowCount());
    }
    try {
      stream.put(batch);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** Ends the fragment; other columns may be opened afterwards. */
  void finish() throws IOException {
    flush();
    if (builder != null) {
      builder.close();
      builder = null;
    }
    if (stream != null) {
      try {
        written.addAll(stream.finish(content));
      } catch (InterruptedException e) {
        throw interrupted();
      }
      stream.close();
      stream = null;
      bytesHandedOver = 0;
    }
  }

  /** Of all rows so far. */
  KeyRange keys() {
    return keys;
  }

  long rows() {
    return rows;
  }

  /** Of the finished files, and of the rows that are in none yet. */
  long bytes() {
    long finished =
        written.stream()
            .flatMap(fragment -> fragment.metadata().getFiles().stream())
            .mapToLong(DataFile::getFileSizeBytes)
            .sum();
    return finished + bytesHandedOver + (builder == null ? 0 : builder.bytes());
  }

  List<WrittenFragment> finished() {
    return written;
  }

  /** Fails if Lance has not written all rows. */
  void requireAll() {
    long stored = written.stream().mapToLong(WrittenFragment::rows).sum();
    if (stored != rows) {
      throw WriteErrors.rowsLost(rows, stored);
    }
  }

  /** Removes what was written, as if there had been no rows. */
  void discard() {
    close();
    plan.staging().discard(written.stream().map(WrittenFragment::metadata).toList());
    written.clear();
    rows = 0;
    bytesHandedOver = 0;
    keys = KeyRange.EMPTY;
  }

  @Override
  public void close() {
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
