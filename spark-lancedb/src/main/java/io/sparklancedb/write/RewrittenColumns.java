package io.sparklancedb.write;

import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.arrow.batch.BatchBuilder;
import io.sparklancedb.arrow.batch.NullStructStorage;
import io.sparklancedb.arrow.column.ArrowColumns;
import io.sparklancedb.commit.DataFiles;
import io.sparklancedb.commit.Staging;
import io.sparklancedb.commit.WrittenFragment;
import io.sparklancedb.commit.WrittenFragment.Content;
import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.FieldIds;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.layout.LanceLayout;
import io.sparklancedb.types.ArrowToSpark;
import io.sparklancedb.types.CaseSensitivity;
import io.sparklancedb.types.ColumnMapping;
import io.sparklancedb.types.ColumnMatching;
import io.sparklancedb.types.ScannableColumns;
import io.sparklancedb.types.StringLength;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.lance.Dataset;
import org.lance.FragmentMetadata;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/**
 * Rewrites, on the driver, columns of existing rows whose structs get fields. {@code
 * ColumnsToRewrite} tells which columns need it.
 */
final class RewrittenColumns {
  private final Staging staging;
  private final NullStructStorage nullStructs;
  private final List<FragmentMetadata> published = new ArrayList<>();

  /**
   * @param staging is open
   */
  RewrittenColumns(Staging staging, NullStructStorage nullStructs) {
    this.staging = staging;
    this.nullStructs = nullStructs;
  }

  /**
   * Writes some columns of a fragment that has rows.
   *
   * @param grown the table's columns with what they are to get
   * @param ids of the grown columns
   * @return the fragment with a file of its own for them
   */
  FragmentMetadata write(
      TableSnapshot base,
      FragmentMetadata fragment,
      Schema grown,
      FieldIds ids,
      List<String> columns) {
    List<Field> from = named(base.schema(), columns);
    ScannableColumns.require(from);
    Schema to = new Schema(named(grown, columns));
    try (DatasetLease lease = TableLoader.lease(base.reference());
        BufferAllocator allocator = ArrowMemory.newChild("lancedb grown columns");
        Copy copy =
            new Copy(base, fragment, ArrowToSpark.toSpark(new Schema(from)), to, allocator)) {
      int rowsAtOnce = RowsAtOnce.of(base.schema(), columns, fragment);
      WrittenFragment written = publish(copy.run(lease.dataset(), columns, rowsAtOnce));
      return ids.replaced(
          fragment, ids.renumber(written.metadata(), columns, fragment.getId()), columns);
    } catch (LanceDbException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while columns were written once more.", e);
    } catch (Exception e) {
      throw TableLoader.unreachable(staging.address(), e);
    }
  }

  private static List<Field> named(Schema schema, List<String> columns) {
    return schema.getFields().stream().filter(f -> columns.contains(f.getName())).toList();
  }

  private WrittenFragment publish(WrittenFragment written) {
    List<FragmentMetadata> named = staging.publish(List.of(written.metadata()));
    published.addAll(named);
    return written.with(named.get(0));
  }

  /** Removes what was written for a version that it is certain was not committed. */
  void discard() {
    if (!published.isEmpty()) {
      DataFiles.remove(staging.address(), published);
      published.clear();
    }
  }

  /** The rows of one fragment, deleted ones among them, of which any value will do. */
  private final class Copy implements AutoCloseable {
    private final FragmentMetadata fragment;
    private final StructType rows;
    private final BatchBuilder batch;
    private final FragmentEncoder stream;
    private long position;
    private long seen;

    Copy(
        TableSnapshot base,
        FragmentMetadata fragment,
        StructType rows,
        Schema to,
        BufferAllocator allocator) {
      this.fragment = fragment;
      this.rows = rows;
      ColumnMatching matching =
          new ColumnMatching(
              staging.address().uri(), CaseSensitivity.SENSITIVE, ColumnMatching.Absent.NULL);
      ColumnMapping mapping = ColumnMapping.of(to, rows, Set.of(), matching);
      batch =
          new BatchBuilder(
              StringLength.ignoredIn(to),
              rows,
              mapping,
              OptionalInt.empty(),
              nullStructs,
              RowsAtOnce.BATCH,
              allocator);
      stream =
          FragmentEncoder.open(
              staging,
              base.storageVersion(),
              Math.toIntExact(fragment.getPhysicalRows()),
              to,
              allocator);
    }

    WrittenFragment run(Dataset dataset, List<String> columns, int rowsAtOnce) throws Exception {
      ScanOptions scan =
          new ScanOptions.Builder()
              .fragmentIds(List.of(fragment.getId()))
              .columns(columns)
              .withRowAddress(true)
              .batchSize(rowsAtOnce)
              .batchReadahead(1)
              .build();
      try (LanceScanner scanner = dataset.newScan(scan);
          ArrowReader batches = scanner.scanBatches()) {
        while (batches.loadNextBatch()) {
          append(batches.getVectorSchemaRoot());
        }
      }
      if (position != fragment.getPhysicalRows()) {
        throw WriteErrors.rowsLost(fragment.getPhysicalRows(), position);
      }
      stream.put(batch.finish());
      return stream.finish(Content.ROWS).get(0);
    }

    private void append(VectorSchemaRoot root) throws InterruptedException {
      ArrowBuf addresses = root.getVector(LanceLayout.ROW_ADDRESS).getDataBuffer();
      ColumnarBatch values = ArrowColumns.batch(root, rows);
      for (int i = 0; i < root.getRowCount(); i++) {
        seen++;
        boolean isLast = seen == fragment.getNumRows();
        long end =
            isLast
                ? fragment.getPhysicalRows()
                : (int) addresses.getLong((long) i * Long.BYTES) + 1L;
        InternalRow row = values.getRow(i);
        for (; position < end; position++) {
          batch.append(row);
          if (batch.isFull()) {
            stream.put(batch.finish());
          }
        }
      }
    }

    @Override
    public void close() {
      batch.close();
      stream.close();
    }
  }
}
