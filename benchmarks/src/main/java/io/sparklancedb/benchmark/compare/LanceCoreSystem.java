package io.sparklancedb.benchmark.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;
import org.lance.merge.MergeInsertParams;
import org.lance.merge.MergeInsertResult;

/**
 * The native library without Spark: its own merge in one call, and scans in as many threads as
 * Spark has tasks. The tables are those that the connector makes; the rows to merge are in a Lance
 * table beforehand, so that reading Parquet is no part of its time.
 */
final class LanceCoreSystem implements TableSystem {
  private static final String TO_MERGE = "to-merge";
  private static final int BATCH_ROWS = 8_192;

  private final LanceDbSystem connector;
  private final Path database;
  private final BufferAllocator allocator = new RootAllocator();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          Session.THREADS,
          work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
          });

  LanceCoreSystem(LanceDbSystem connector, Path database) {
    this.connector = connector;
    this.database = database;
  }

  @Override
  public Set<Phase> measured() {
    return Set.of(Phase.UPSERT, Phase.READ);
  }

  @Override
  public Path folder(String table) {
    return connector.folder(table);
  }

  @Override
  public void load(Path source, String table) {
    connector.load(source, table);
  }

  @Override
  public void prepareUpsert(Path source) {
    Folders.delete(folder(TO_MERGE));
    connector.load(source, TO_MERGE);
  }

  @Override
  public void upsert(Path source, String table) {
    MergeInsertParams upsert =
        new MergeInsertParams(List.of(SourceRows.KEY))
            .withMatchedUpdateAll()
            .withNotMatched(MergeInsertParams.WhenNotMatched.InsertAll);
    try (Dataset rows = open(TO_MERGE);
        LanceScanner scanner = rows.newScan();
        ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator);
        Dataset target = open(table)) {
      // The merge consumes the stream and closes the batches with it.
      Data.exportArrayStream(allocator, scanner.scanBatches(), stream);
      MergeInsertResult result = target.mergeInsert(upsert, stream);
      result.dataset().close();
    } catch (Exception e) {
      throw new IllegalStateException("Cannot merge into '%s'.".formatted(table), e);
    }
  }

  /** So that the scans are of what the connector writes, and their times its limit. */
  @Override
  public void upsertToRead(Path source, String table) {
    connector.upsert(source, table);
  }

  @Override
  public boolean readsItsOwnUpserts() {
    return false;
  }

  @Override
  public Checksum checksum(String table) {
    return connector.checksum(table);
  }

  @Override
  public boolean answers(ReadQuery query) {
    return true;
  }

  @Override
  public long read(ReadQuery query, String table, Source source, long keyNumber) {
    try (Dataset dataset = open(table)) {
      return switch (query) {
        case ALL, ALL_BATCHES ->
            scan(dataset, new ScanOptions.Builder(), VectorSchemaRoot::getRowCount);
        case VECTORS, VECTOR_BATCHES ->
            scan(dataset, columns(SourceRows.VECTOR), VectorSchemaRoot::getRowCount);
        case TWO_COLUMNS ->
            scan(dataset, columns(SourceRows.KEY, SourceRows.TEXT), VectorSchemaRoot::getRowCount);
        case FILTER ->
            scan(
                dataset,
                new ScanOptions.Builder().filter(ReadQuery.FILTER_SQL),
                VectorSchemaRoot::getRowCount);
        case LOOKUP -> lookup(dataset, ReadQuery.lookupSql(source, keyNumber));
        case COUNT -> dataset.countRows();
        case GROUP_BY -> scan(dataset, columns(SourceRows.PART), LanceCoreSystem::groups);
      };
    }
  }

  private Dataset open(String table) {
    return Dataset.open().uri(folder(table).toString()).allocator(allocator).build();
  }

  private static ScanOptions.Builder columns(String... names) {
    return new ScanOptions.Builder().columns(List.of(names));
  }

  /** What is made of one batch; the sum over all is the answer. */
  private interface BatchAnswer {
    long of(VectorSchemaRoot rows);
  }

  private long scan(Dataset dataset, ScanOptions.Builder options, BatchAnswer answer) {
    List<Callable<Long>> scans = new ArrayList<>();
    for (Fragment fragment : dataset.getFragments()) {
      ScanOptions ofFragment =
          new ScanOptions.Builder(options.build())
              .fragmentIds(List.of(fragment.getId()))
              .batchSize(BATCH_ROWS)
              .build();
      scans.add(() -> sum(dataset, ofFragment, answer));
    }
    try {
      long sum = 0;
      for (Future<Long> scan : threads.invokeAll(scans)) {
        sum += scan.get();
      }
      return sum;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("Cannot scan '%s'.".formatted(database), e);
    }
  }

  private static long sum(Dataset dataset, ScanOptions options, BatchAnswer answer)
      throws Exception {
    long sum = 0;
    try (LanceScanner scanner = dataset.newScan(options);
        ArrowReader batches = scanner.scanBatches()) {
      while (batches.loadNextBatch()) {
        sum += answer.of(batches.getVectorSchemaRoot());
      }
    }
    return sum;
  }

  /** One scan over all fragments, which asks the index once. */
  private static long lookup(Dataset dataset, String condition) {
    ScanOptions options = new ScanOptions.Builder().filter(condition).build();
    try {
      return sum(dataset, options, LanceCoreSystem::onlyPart);
    } catch (Exception e) {
      throw new IllegalStateException("Cannot look up " + condition, e);
    }
  }

  private static long onlyPart(VectorSchemaRoot rows) {
    return rows.getRowCount() == 0 ? 0 : ((IntVector) rows.getVector(SourceRows.PART)).get(0);
  }

  private static long groups(VectorSchemaRoot rows) {
    IntVector parts = (IntVector) rows.getVector(SourceRows.PART);
    long[] counts = new long[SourceRows.PARTS];
    for (int i = 0; i < rows.getRowCount(); i++) {
      counts[parts.get(i)]++;
    }
    long sum = 0;
    for (int part = 0; part < counts.length; part++) {
      sum += ReadQuery.groupHash(part, counts[part]);
    }
    return sum;
  }
}
