package io.sparklancedb.lance;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.ReadOptions;
import org.lance.Session;
import org.lance.WriteDatasetBuilder;
import org.lance.WriteParams.WriteMode;
import org.lance.file.LanceFileReader;
import org.lance.index.DistanceType;
import org.lance.index.Index;
import org.lance.index.IndexOptions;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.scalar.ScalarIndexParams;
import org.lance.index.vector.IvfBuildParams;
import org.lance.index.vector.VectorIndexParams;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/** A table of lance-core, past the connector. */
final class LanceTable implements AutoCloseable {
  private final BufferAllocator allocator = new RootAllocator();
  private final Path folder;
  private final Schema schema;
  private boolean isStable;

  LanceTable(Path folder, Schema schema) {
    this.folder = folder;
    this.schema = schema;
  }

  Path folder() {
    return folder;
  }

  /** Its rows keep their ids. */
  LanceTable stable() {
    isStable = true;
    return this;
  }

  /** Adds a fragment, and makes the table with the first. */
  LanceTable append(Consumer<VectorSchemaRoot> fill) throws IOException {
    return write(folder.toFile().exists() ? WriteMode.APPEND : WriteMode.CREATE, fill);
  }

  /** Has one fragment in the place of all. */
  LanceTable overwrite(Consumer<VectorSchemaRoot> fill) throws IOException {
    return write(WriteMode.OVERWRITE, fill);
  }

  private LanceTable write(WriteMode mode, Consumer<VectorSchemaRoot> fill) throws IOException {
    WriteDatasetBuilder builder = Dataset.write().mode(mode);
    try (ArrowReader batch =
        new ArrowStreamReader(new ByteArrayInputStream(stream(fill)), allocator)) {
      builder
          .allocator(allocator)
          .reader(batch)
          .uri(folder.toString())
          .enableStableRowIds(isStable)
          .execute()
          .close();
    }
    return this;
  }

  private byte[] stream(Consumer<VectorSchemaRoot> fill) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        ArrowStreamWriter writer = new ArrowStreamWriter(root, null, bytes)) {
      fill.accept(root);
      writer.writeBatch();
      writer.end();
    }
    return bytes.toByteArray();
  }

  Dataset open(Session session) {
    return Dataset.open()
        .allocator(allocator)
        .uri(folder.toString())
        .readOptions(new ReadOptions.Builder().setSession(session).build())
        .build();
  }

  Dataset open() {
    return Dataset.open().allocator(allocator).uri(folder.toString()).build();
  }

  /** Makes a scalar index by Lance's name for its kind. */
  LanceTable index(String column, IndexType type, String kind) {
    IndexParams params =
        IndexParams.builder().setScalarIndexParams(ScalarIndexParams.create(kind)).build();
    return index(column, type, params);
  }

  /** Makes an index of vectors with so many cells. */
  LanceTable indexVectors(String column, int cells) {
    VectorIndexParams ivf =
        new VectorIndexParams.Builder(new IvfBuildParams.Builder().setNumPartitions(cells).build())
            .setDistanceType(DistanceType.L2)
            .build();
    IndexParams params = IndexParams.builder().setVectorIndexParams(ivf).build();
    return index(column, IndexType.IVF_FLAT, params);
  }

  /** A part of a B-Tree that is not in the table yet. */
  Index part(Dataset dataset, String column, int fragment) {
    IndexParams params =
        IndexParams.builder().setScalarIndexParams(ScalarIndexParams.create("btree")).build();
    return dataset.createIndex(
        IndexOptions.builder(List.of(column), IndexType.BTREE, params)
            .withIndexName(column + "_idx")
            .withFragmentIds(List.of(fragment))
            .build());
  }

  /** A B-Tree on the ids, which is not in the table yet. */
  RangedBTree ranges(Dataset dataset) {
    return new RangedBTree(dataset, allocator);
  }

  /** What a file of the table says of itself. */
  Map<String, String> metadata(String file) throws Exception {
    try (LanceFileReader reader =
        LanceFileReader.open(folder.resolve(file).toString(), allocator)) {
      return reader.schema().getCustomMetadata();
    }
  }

  /** Writes a fragment that no version names yet. */
  List<FragmentMetadata> fragment(Consumer<VectorSchemaRoot> fill) {
    try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
      fill.accept(root);
      return Fragment.write()
          .datasetUri(folder.toString())
          .allocator(allocator)
          .data(root)
          .execute();
    }
  }

  private LanceTable index(String column, IndexType type, IndexParams params) {
    try (Dataset dataset = open()) {
      dataset.createIndex(
          IndexOptions.builder(List.of(column), type, params)
              .withIndexName(column + "_idx")
              .build());
    }
    return this;
  }

  /** The rows of a scan, as Arrow's own Java objects in the order of the columns. */
  List<List<Object>> rows(ScanOptions options) throws Exception {
    try (Dataset dataset = open()) {
      return rows(dataset, options);
    }
  }

  static List<List<Object>> rows(Dataset dataset, ScanOptions options) throws Exception {
    List<List<Object>> rows = new ArrayList<>();
    try (LanceScanner scanner = dataset.newScan(options);
        ArrowReader reader = scanner.scanBatches()) {
      while (reader.loadNextBatch()) {
        VectorSchemaRoot batch = reader.getVectorSchemaRoot();
        for (int i = 0; i < batch.getRowCount(); i++) {
          List<Object> row = new ArrayList<>();
          for (FieldVector column : batch.getFieldVectors()) {
            row.add(column.getObject(i));
          }
          rows.add(row);
        }
      }
    }
    return rows;
  }

  int count(String filter) throws Exception {
    return rows(new ScanOptions.Builder().columns(List.of("id")).filter(filter).build()).size();
  }

  @Override
  public void close() {
    allocator.close();
  }
}
