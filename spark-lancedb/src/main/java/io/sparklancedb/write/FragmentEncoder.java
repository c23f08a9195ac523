package io.sparklancedb.write;

import io.sparklancedb.arrow.batch.BatchStream;
import io.sparklancedb.commit.Staging;
import io.sparklancedb.commit.WrittenFragment;
import io.sparklancedb.dataset.NativeLibrary;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.error.LanceDbException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.WriteFragmentBuilder;

/**
 * Streams batches into new fragments. Lance encodes in a thread of its own while the caller fills
 * the next batch. A stream that is closed before it was finished leaves no file behind.
 */
final class FragmentEncoder implements AutoCloseable {
  /** Lance's own default. */
  private static final int MAX_ROWS = 1 << 20;

  private final Staging staging;
  private final String storageVersion;
  private final int maxRows;
  private final List<String> columns;
  private final BatchStream batches;
  private final CompletableFuture<List<FragmentMetadata>> fragments = new CompletableFuture<>();
  private boolean finished;

  private FragmentEncoder(
      Staging staging,
      String storageVersion,
      int maxRows,
      Schema schema,
      BufferAllocator allocator) {
    this.staging = staging;
    this.storageVersion = storageVersion;
    this.maxRows = maxRows;
    this.columns = TargetSchema.names(schema);
    this.batches = new BatchStream(schema, allocator);
  }

  static FragmentEncoder open(TaskPlan plan, Schema schema, BufferAllocator allocator) {
    return open(plan.staging(), plan.storageVersion(), MAX_ROWS, schema, allocator);
  }

  /**
   * @param storageVersion Lance's file version; null for the library's own choice
   * @param maxRows of a fragment
   */
  static FragmentEncoder open(
      Staging staging,
      String storageVersion,
      int maxRows,
      Schema schema,
      BufferAllocator allocator) {
    NativeLibrary.load();
    FragmentEncoder stream =
        new FragmentEncoder(staging, storageVersion, maxRows, schema, allocator);
    Thread thread =
        new Thread(() -> stream.run(allocator), Thread.currentThread().getName() + " lance write");
    thread.setDaemon(true);
    thread.start();
    return stream;
  }

  private void run(BufferAllocator allocator) {
    try {
      // All memory is given back before anybody who waits goes on.
      fragments.complete(write(allocator));
    } catch (Throwable e) {
      fragments.completeExceptionally(e);
    }
  }

  private List<FragmentMetadata> write(BufferAllocator allocator) {
    try (batches;
        ArrowArrayStream exported = ArrowArrayStream.allocateNew(allocator)) {
      Data.exportArrayStream(allocator, batches, exported);
      WriteFragmentBuilder builder =
          Fragment.write()
              .datasetUri(staging.uri())
              .allocator(allocator)
              .storageOptions(staging.address().storage().values())
              .maxRowsPerFile(maxRows)
              .data(exported);
      if (storageVersion != null) {
        builder.dataStorageVersion(storageVersion);
      }
      return builder.execute();
    }
  }

  /** Takes the batch over. */
  void put(VectorSchemaRoot batch) throws InterruptedException {
    if (!batches.put(batch)) {
      try {
        fragments.join();
      } catch (CompletionException e) {
        throw failure(e.getCause());
      }
    }
  }

  /** Ends the stream and returns what was written; the files are the caller's from then on. */
  List<WrittenFragment> finish(WrittenFragment.Content content) throws InterruptedException {
    batches.finish();
    try {
      List<FragmentMetadata> written = fragments.get();
      finished = true;
      return written.stream()
          .map(fragment -> new WrittenFragment(fragment, columns, content))
          .toList();
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  private LanceDbException failure(Throwable e) {
    return TableLoader.unwritable(staging.address(), e);
  }

  /** Lets the stream end as if it were complete: only then does Lance say which files it wrote. */
  @Override
  public void close() {
    if (!finished) {
      finished = true;
      batches.finish();
      fragments
          .handle((written, failure) -> written == null ? List.<FragmentMetadata>of() : written)
          .thenAccept(staging::discard)
          .join();
    }
  }
}
