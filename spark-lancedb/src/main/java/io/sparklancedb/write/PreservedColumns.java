package io.sparklancedb.write;

import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.arrow.batch.BatchBuilder;
import io.sparklancedb.commit.ChangeSet;
import io.sparklancedb.commit.DataFiles;
import io.sparklancedb.commit.WrittenFragment;
import io.sparklancedb.commit.WrittenFragment.Content;
import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.types.ArrowToSpark;
import io.sparklancedb.types.CaseSensitivity;
import io.sparklancedb.types.ColumnMapping;
import io.sparklancedb.types.ColumnMatching;
import io.sparklancedb.types.NullStructs;
import io.sparklancedb.types.StringLength;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.StructType;
import org.lance.Dataset;
import org.lance.FragmentMetadata;

/**
 * Columns of the table that the DataFrame lacks, and those of whose structs it lacks fields. Rows
 * that update others keep those values: they are read from the old rows and written to a second
 * file of the new fragment, on the driver, for the version that is committed on. New rows have
 * none: that reads as null, and is written where a null is not stored.
 */
final class PreservedColumns {
  static final PreservedColumns NONE = new PreservedColumns(null, List.of(), List.of());

  private final TaskPlan plan;
  private final List<String> missing;
  private final List<String> incomplete;
  private final List<String> columns;
  private final List<FragmentMetadata> published = new ArrayList<>();

  /**
   * @param missing columns that the written rows have not
   * @param incomplete columns of whose structs they lack fields
   */
  PreservedColumns(TaskPlan plan, List<String> missing, List<String> incomplete) {
    this.plan = plan;
    this.missing = List.copyOf(missing);
    this.incomplete = List.copyOf(incomplete);
    this.columns = Stream.of(missing, incomplete).flatMap(List::stream).toList();
  }

  /**
   * Where the rows of a fragment have their values from; null when nothing is to be written of it.
   *
   * @param sources null when all its rows are new
   */
  long[] sources(TableSnapshot base, long[] sources, long rows) {
    boolean takesNulls =
        columnsOf(base.schema(), missing).getFields().stream().noneMatch(NullStructs::isUnreadable);
    if (sources != null || takesNulls) {
      return sources;
    }
    long[] none = new long[Math.toIntExact(rows)];
    Arrays.fill(none, ChangeSet.NEW);
    return none;
  }

  /**
   * Writes the columns of one new fragment.
   *
   * @param next the columns of the table with what the write adds
   * @param fragment of the written rows, with its files where versions name them
   * @param sourceAddresses for each of its rows the address of the row that it updates, or {@link
   *     ChangeSet#NEW}
   */
  WrittenFragment write(
      TableSnapshot base, Schema next, FragmentMetadata fragment, long[] sourceAddresses) {
    Schema old = columnsOf(base.schema(), columns);
    Schema target = columnsOf(next, columns);
    try (DatasetLease lease = TableLoader.lease(base.reference());
        BufferAllocator allocator = ArrowMemory.newChild("lancedb preserved columns");
        FragmentEncoder stream = FragmentEncoder.open(plan, target, allocator);
        WrittenColumns written =
            new WrittenColumns(plan.address(), fragment, incomplete, allocator);
        BatchBuilder batch = builder(target, allocator)) {
      PreservedRows rows =
          new PreservedRows(
              StructNulls.absent(target.getFields()),
              missing.size(),
              merges(old, target),
              ArrowToSpark.toSpark(old),
              ArrowToSpark.toSpark(columnsOf(next, incomplete)),
              sourceAddresses,
              batch,
              stream);
      RowsAtOnce atOnce =
          new RowsAtOnce(base.schema(), columns, base.fragments(), written.bytesOfRow());
      int to;
      for (int from = 0; from < sourceAddresses.length; from = to) {
        to = atOnce.end(sourceAddresses, from);
        atOnce.hasRead(append(lease.dataset(), rows, written, from, to));
      }
      rows.flush();
      return publish(stream.finish(Content.ROWS));
    } catch (LanceDbException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while columns were carried over.", e);
    } catch (Exception e) {
      throw TableLoader.unreachable(plan.address(), e);
    }
  }

  private Schema columnsOf(Schema schema, List<String> names) {
    List<Field> fields = new ArrayList<>();
    for (String column : names) {
      fields.add(
          schema.getFields().stream()
              .filter(field -> field.getName().equals(column))
              .findFirst()
              .orElseThrow(() -> WriteErrors.schemaChanged(plan.address().uri(), column)));
    }
    return new Schema(fields);
  }

  private BatchBuilder builder(Schema target, BufferAllocator allocator) {
    StructType rows = ArrowToSpark.toSpark(target);
    ColumnMapping mapping =
        ColumnMapping.of(
            target,
            rows,
            Set.of(),
            ColumnMatching.exactly(plan.address().uri(), CaseSensitivity.SENSITIVE));
    return new BatchBuilder(
        StringLength.ignoredIn(target),
        rows,
        mapping,
        OptionalInt.empty(),
        plan.nullStructs(),
        RowsAtOnce.BATCH,
        allocator);
  }

  /** One for each of the incomplete columns. */
  private List<StructMerge> merges(Schema old, Schema target) {
    return incomplete.stream()
        .map(
            column ->
                StructMerge.ofColumn(
                    column,
                    ArrowToSpark.toSpark(target),
                    plan.rowType(),
                    ArrowToSpark.toSpark(old),
                    plan.names()))
        .toList();
  }

  private long append(Dataset dataset, PreservedRows rows, WrittenColumns written, int from, int to)
      throws Exception {
    List<Long> addresses = rows.addresses(from, to);
    // Lance takes no empty list.
    try (ArrowReader own = written.read(from, to);
        ArrowReader taken = addresses.isEmpty() ? null : dataset.takeRows(addresses, columns)) {
      return rows.append(taken, own, from, to);
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
