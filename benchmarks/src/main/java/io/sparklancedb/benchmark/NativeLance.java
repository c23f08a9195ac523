package io.sparklancedb.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.Transaction;
import org.lance.index.IndexOptions;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.scalar.BTreeIndexParams;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;
import org.lance.operation.Overwrite;

/** The limit: lance-core alone, in as many threads as Spark has tasks. */
final class NativeLance {
  private final BufferAllocator allocator;
  private final ExecutorService threads;

  NativeLance(BufferAllocator allocator, ExecutorService threads) {
    this.allocator = allocator;
    this.threads = threads;
  }

  void load(BenchmarkData data, String uri) {
    List<Callable<List<FragmentMetadata>>> writes = new ArrayList<>();
    data.parts().forEach(part -> writes.add(() -> write(part, uri)));
    List<FragmentMetadata> fragments = inParallel(writes).stream().flatMap(List::stream).toList();
    Overwrite overwrite = Overwrite.builder().fragments(fragments).schema(Shape.ARROW).build();
    try (Transaction transaction =
            new Transaction.Builder().readVersion(0).operation(overwrite).build();
        Dataset made = new CommitBuilder(uri, allocator).execute(transaction)) {
      if (made.countRows() != data.rows()) {
        throw new IllegalStateException("rows were lost");
      }
    }
  }

  private List<FragmentMetadata> write(BenchmarkData.Part part, String uri) {
    try (ArrowReader batches = new Batches(part.batches(), allocator);
        ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
      Data.exportArrayStream(allocator, batches, stream);
      return Fragment.write().datasetUri(uri).allocator(allocator).data(stream).execute();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the connector does besides when it makes a table. */
  void indexKey(String uri) {
    try (Dataset dataset = Dataset.open().uri(uri).allocator(allocator).build()) {
      IndexParams params =
          IndexParams.builder().setScalarIndexParams(BTreeIndexParams.builder().build()).build();
      dataset.createIndex(
          IndexOptions.builder(List.of(Shape.KEY), IndexType.BTREE, params)
              .withIndexName("key")
              .build());
    }
  }

  /** Takes all batches of all columns and looks at nothing in them. */
  long read(String uri) {
    try (Dataset dataset = Dataset.open().uri(uri).allocator(allocator).build()) {
      List<Callable<Long>> scans = new ArrayList<>();
      dataset.getFragments().forEach(fragment -> scans.add(() -> scan(dataset, fragment)));
      return inParallel(scans).stream().mapToLong(Long::longValue).sum();
    }
  }

  private static long scan(Dataset dataset, Fragment fragment) throws Exception {
    ScanOptions options =
        new ScanOptions.Builder()
            .fragmentIds(List.of(fragment.getId()))
            .batchSize(BenchmarkData.BATCH_ROWS)
            .build();
    long rows = 0;
    try (LanceScanner scanner = dataset.newScan(options);
        ArrowReader batches = scanner.scanBatches()) {
      while (batches.loadNextBatch()) {
        rows += batches.getVectorSchemaRoot().getRowCount();
      }
    }
    return rows;
  }

  private <T> List<T> inParallel(List<Callable<T>> work) {
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(work)) {
        results.add(result.get());
      }
      return results;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
