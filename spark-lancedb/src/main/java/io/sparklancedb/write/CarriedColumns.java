package io.sparklancedb.write;

import io.sparklancedb.arrow.ArrowColumns;
import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.arrow.BatchBuilder;
import io.sparklancedb.arrow.BatchSize;
import io.sparklancedb.dataset.DataFiles;
import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.dataset.Tables;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.types.ArrowToSpark;
import io.sparklancedb.types.CaseSensitivity;
import io.sparklancedb.types.ColumnMapping;
import io.sparklancedb.write.WrittenFragment.Holds;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.lance.Dataset;
import org.lance.FragmentMetadata;

/**
 * Columns of the table that the DataFrame lacks. Rows that update others keep their values: they
 * are read from those and written to a second file of the new fragment, on the driver, for the
 * version that is committed on. New rows have none, which reads as null.
 */
final class CarriedColumns {
  static final CarriedColumns NONE = new CarriedColumns(null, List.of());

  private static final BatchSize BATCH = new BatchSize(8_192, 16 << 20);

  private final WritePlan plan;
  private final List<String> columns;
  private final List<FragmentMetadata> published = new ArrayList<>();

  CarriedColumns(WritePlan plan, List<String> columns) {
    this.plan = plan;
    this.columns = List.copyOf(columns);
  }

  /**
   * Writes the columns of one new fragment.
   *
   * @param origins for each of its rows the address of the row that it updates, or {@link
   *     Changes#NEW}
   */
  WrittenFragment write(TableSnapshot base, long[] origins) {
    List<Field> fields = new ArrayList<>();
    for (String column : columns) {
      fields.add(
          base.schema().getFields().stream()
              .filter(field -> field.getName().equals(column))
              .findFirst()
              .orElseThrow(() -> WriteErrors.schemaChanged(plan.address().uri(), column)));
    }
    try (DatasetLease lease = Tables.lease(base.reference());
        BufferAllocator allocator = ArrowMemory.newChild("lancedb carried columns")) {
      return write(lease.dataset(), new Schema(fields), origins, allocator);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while columns were carried over.", e);
    } catch (Exception e) {
      throw Tables.unreachable(plan.address(), e);
    }
  }

  private WrittenFragment write(
      Dataset dataset, Schema schema, long[] origins, BufferAllocator allocator) throws Exception {
    StructType rows = ArrowToSpark.toSpark(schema);
    ColumnMapping mapping = ColumnMapping.of(schema, rows, Set.of(), CaseSensitivity.SENSITIVE);
    try (FragmentStream stream = FragmentStream.open(plan, schema, allocator);
        BatchBuilder batch =
            new BatchBuilder(schema, rows, mapping, OptionalInt.empty(), BATCH, allocator)) {
      for (int from = 0; from < origins.length; from += BATCH.maxRows()) {
        int to = Math.min(origins.length, from + BATCH.maxRows());
        append(dataset, rows, origins, from, to, batch);
        stream.put(batch.finish());
      }
      return publish(stream.finish(Holds.ROWS));
    }
  }

  private void append(
      Dataset dataset, StructType rows, long[] origins, int from, int to, BatchBuilder batch)
      throws Exception {
    List<Long> addresses = new ArrayList<>();
    for (int i = from; i < to; i++) {
      if (origins[i] != Changes.NEW) {
        addresses.add(origins[i]);
      }
    }
    InternalRow nulls = new GenericInternalRow(columns.size());
    try (ArrowReader taken = dataset.takeRows(addresses, columns)) {
      Iterator<InternalRow> next = List.<InternalRow>of().iterator();
      for (int i = from; i < to; i++) {
        if (origins[i] == Changes.NEW) {
          batch.append(nulls);
          continue;
        }
        while (!next.hasNext() && taken.loadNextBatch()) {
          next = ArrowColumns.batch(taken.getVectorSchemaRoot(), rows).rowIterator();
        }
        batch.append(next.next());
      }
    }
  }

  private WrittenFragment publish(List<WrittenFragment> written) {
    List<FragmentMetadata> named =
        plan.staging().publish(written.stream().map(WrittenFragment::metadata).toList());
    published.addAll(named);
    return written.get(0).with(named.get(0));
  }

  /** Removes what was written for a version that it is certain was not committed. */
  void discard() {
    if (!published.isEmpty()) {
      DataFiles.remove(plan.address(), published);
      published.clear();
    }
  }
}
