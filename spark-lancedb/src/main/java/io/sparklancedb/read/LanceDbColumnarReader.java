package io.sparklancedb.read;

import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.dataset.FieldIds;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.layout.LanceLayout;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.lance.Dataset;
import org.lance.file.LanceFileReader;
import org.lance.ipc.LanceScanner;
import org.lance.util.Range;

/**
 * Hands Lance's Arrow batches to Spark as they are. A batch is valid until the next one is asked
 * for.
 */
final class LanceDbColumnarReader implements PartitionReader<ColumnarBatch> {
  private final ScanPlan plan;
  private final LanceDbInputPartition partition;
  private final BatchSource source = new BatchSource();
  private final TaskMetrics metrics = new TaskMetrics();
  private final Deque<ScanRequest> toScan = new ArrayDeque<>();
  private Dataset dataset;
  private ScanRequest scanned;
  private ColumnarBatch current;

  private LanceDbColumnarReader(ScanPlan plan, LanceDbInputPartition partition) {
    this.plan = plan;
    this.partition = partition;
  }

  static LanceDbColumnarReader open(ScanPlan plan, LanceDbInputPartition partition)
      throws IOException {
    LanceDbColumnarReader reader = new LanceDbColumnarReader(plan, partition);
    try {
      reader.open();
      return reader;
    } catch (Exception e) {
      reader.closeAfter(e);
      throw TableLoader.unreachable(plan.source().table().address(), e);
    }
  }

  private void closeAfter(Exception failure) {
    try {
      close();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }

  private void open() throws IOException {
    dataset = source.own(TableLoader.lease(plan.source().table())).dataset();
    boolean isOpen = partition.readPath() instanceof FragmentFile file && openFile(file);
    if (!isOpen) {
      toScan.addAll(plan.requests(partition));
      scan(toScan.remove());
    }
  }

  private void scan(ScanRequest request) throws IOException {
    scanned = request;
    LanceScanner scanner = source.own(dataset.newScan(request.options(dataset)));
    metrics.watch(scanner);
    source.read(scanner.scanBatches());
  }

  /**
   * Lance's scanner reads lists of structs as a whole; its file reader reads only the leaves that
   * it is asked for, by the names that they had when the file was written.
   *
   * @return false when the file has other columns or names than the table
   */
  private boolean openFile(FragmentFile file) throws IOException {
    BufferAllocator allocator = source.own(ArrowMemory.newChild("lancedb file"));
    String uri = LanceLayout.dataFile(plan.source().table().address().uri(), file.path());
    LanceFileReader reader =
        source.own(
            LanceFileReader.open(
                uri, plan.source().table().address().storage().values(), allocator));
    Schema table = dataset.getSchema();
    Optional<List<String>> paths = NestedColumns.paths(table, plan.columns());
    if (paths.isEmpty() || !isNamedAs(file, reader.schema())) {
      return false;
    }
    source.read(reader.readAll(paths.get(), rowsOfFile(), partition.batchRows()));
    return true;
  }

  /** Null for all of them; no row of the file is deleted. */
  private List<Range> rowsOfFile() {
    if (partition.rows() instanceof RowSelection.LiveRows live) {
      return List.of(range(live.skipped(), live.skipped() + live.count()));
    }
    return partition.rows() instanceof RowSelection.Positions positions
        ? List.of(range(positions.from(), positions.to()))
        : null;
  }

  private static Range range(long from, long to) {
    return Range.of(Math.toIntExact(from), Math.toIntExact(to));
  }

  /** Whether every field of the file still has its name, and the file all that the scan needs. */
  private boolean isNamedAs(FragmentFile file, Schema written) {
    FieldIds ids = new FieldIds(dataset.getLanceSchema());
    List<String> leaves = NestedColumns.leaves(written);
    Schema needed = new Schema(ScanColumns.fields(dataset.getSchema(), plan.columns()));
    return ids.named(file.leaves()).equals(leaves)
        && Set.copyOf(leaves).containsAll(NestedColumns.leaves(needed));
  }

  @Override
  public boolean next() throws IOException {
    while (loadNextBatch()) {
      VectorSchemaRoot root = source.batches().getVectorSchemaRoot();
      if (root.getRowCount() > 0) {
        current = new ColumnarBatch(vectors(root), root.getRowCount());
        metrics.count(root);
        return true;
      }
    }
    metrics.end();
    return false;
  }

  private ColumnVector[] vectors(VectorSchemaRoot root) {
    return scanned == null ? ScanColumns.vectors(plan.columns(), root) : scanned.vectors(root);
  }

  private boolean loadNextBatch() {
    try {
      while (!source.batches().loadNextBatch()) {
        if (toScan.isEmpty()) {
          return false;
        }
        scan(toScan.remove());
      }
      return true;
    } catch (IOException | RuntimeException e) {
      throw TableLoader.unreachable(plan.source().table().address(), e);
    }
  }

  @Override
  public ColumnarBatch get() {
    return current;
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return metrics.values();
  }

  @Override
  public void close() throws IOException {
    try {
      source.close();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
