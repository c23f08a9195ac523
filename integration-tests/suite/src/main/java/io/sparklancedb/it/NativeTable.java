package io.sparklancedb.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.Dataset;
import org.lance.Transaction;
import org.lance.Version;
import org.lance.WriteParams;
import org.lance.cleanup.CleanupPolicy;
import org.lance.compaction.CompactionOptions;
import org.lance.fragment.DataFile;
import org.lance.index.DistanceType;
import org.lance.index.IndexOptions;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.OptimizeOptions;
import org.lance.index.scalar.BTreeIndexParams;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.Query;
import org.lance.ipc.ScanOptions;
import org.lance.schema.ColumnAlteration;

/** A table read with lance-core alone, past the connector. */
public record NativeTable(Path folder) {
  public long count() {
    try (BufferAllocator allocator = new RootAllocator();
        Dataset dataset = open(allocator)) {
      return dataset.countRows();
    }
  }

  /** The rows that a filter in Lance's SQL lets through. */
  public long count(String filter) {
    try (BufferAllocator allocator = new RootAllocator();
        Dataset dataset = open(allocator)) {
      return dataset.countRows(filter);
    }
  }

  public Schema schema() {
    try (BufferAllocator allocator = new RootAllocator();
        Dataset dataset = open(allocator)) {
      return dataset.getSchema();
    }
  }

  public long version() {
    try (BufferAllocator allocator = new RootAllocator();
        Dataset dataset = open(allocator)) {
      return dataset.version();
    }
  }

  /** How many of its versions are writes of the connector. */
  public long writes() {
    try (BufferAllocator allocator = new RootAllocator();
        Dataset dataset = open(allocator)) {
      return dataset.listVersions().stream().filter(v -> isWrite(dataset, v)).count();
    }
  }

  private static boolean isWrite(Dataset dataset, Version version) {
    try (Dataset older = dataset.checkoutVersion(version.getId())) {
      return older
          .readTransaction()
          .flatMap(Transaction::transactionProperties)
          .filter(properties -> "spark-lancedb".equals(properties.get("writer")))
          .isPresent();
    }
  }

  public List<String> indexNames() {
    try (BufferAllocator allocator = new RootAllocator();
        Dataset dataset = open(allocator)) {
      return dataset.listIndexes();
    }
  }

  /** The names of the files that hold the rows of the latest version, sorted. */
  public List<String> dataFiles() {
    try (BufferAllocator allocator = new RootAllocator();
        Dataset dataset = open(allocator)) {
      return dataset.getFragments().stream()
          .flatMap(fragment -> fragment.metadata().getFiles().stream())
          .map(DataFile::getPath)
          .sorted()
          .toList();
    }
  }

  /** The names of the files that hold the rows of any version that is still there. */
  public Set<String> dataFilesOfAllVersions() {
    Set<String> names = new TreeSet<>();
    try (BufferAllocator allocator = new RootAllocator();
        Dataset latest = open(allocator)) {
      for (Version version : latest.listVersions()) {
        try (Dataset dataset = latest.checkoutVersion(version.getId())) {
          dataset.getFragments().stream()
              .flatMap(fragment -> fragment.metadata().getFiles().stream())
              .forEach(file -> names.add(file.getPath()));
        }
      }
    }
    return names;
  }

  /** The rows that a filter in Lance's SQL lets through, as Arrow's own Java objects. */
  public List<Map<String, Object>> rows(String filter) throws Exception {
    return rows(new ScanOptions.Builder().filter(filter).build());
  }

  /**
   * {@code _distance} of a vector from those of a column by {@code id}, as Lance's search has it.
   */
  public Map<Integer, Float> distances(String column, float[] vector, DistanceType metric)
      throws Exception {
    Query nearest =
        new Query.Builder()
            .setColumn(column)
            .setKey(vector)
            .setK(Math.toIntExact(count()))
            .setDistanceType(metric)
            .build();
    ScanOptions options =
        new ScanOptions.Builder().columns(List.of("id", "_distance")).nearest(nearest).build();
    return rows(options).stream()
        .collect(
            Collectors.toMap(row -> (Integer) row.get("id"), row -> (Float) row.get("_distance")));
  }

  private List<Map<String, Object>> rows(ScanOptions options) throws Exception {
    try (BufferAllocator allocator = new RootAllocator();
        Dataset dataset = open(allocator);
        LanceScanner scanner = dataset.newScan(options);
        ArrowReader reader = scanner.scanBatches()) {
      return rows(reader);
    }
  }

  public void tag(String name, long version) {
    try (BufferAllocator allocator = new RootAllocator();
        Dataset dataset = open(allocator)) {
      dataset.tags().create(name, version);
    }
  }

  public void alter(ColumnAlteration alteration) {
    try (BufferAllocator allocator = new RootAllocator();
        Dataset dataset = open(allocator)) {
      dataset.alterColumns(List.of(alteration));
    }
  }

  public void dropColumn(String name) {
    try (BufferAllocator allocator = new RootAllocator();
        Dataset dataset = open(allocator)) {
      dataset.dropColumns(List.of(name));
    }
  }

  /** Inserts the rows of another table with lance-core alone, in a version of its own. */
  public void appendFrom(Path other) {
    try (BufferAllocator allocator = new RootAllocator();
        Dataset source = Dataset.open().allocator(allocator).uri(other.toString()).build();
        LanceScanner scanner = source.newScan()) {
      // The writer closes the batches.
      Dataset.write()
          .allocator(allocator)
          .reader(scanner.scanBatches())
          .uri(folder.toString())
          .mode(WriteParams.WriteMode.APPEND)
          .execute()
          .close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Deletes as another writer does, in a version of its own. */
  public void delete(String filter) {
    try (BufferAllocator allocator = new RootAllocator();
        Dataset dataset = open(allocator)) {
      dataset.delete(filter);
    }
  }

  /** Makes an empty table whose rows keep their ids. */
  public void createStable(Schema schema) {
    try (BufferAllocator allocator = new RootAllocator()) {
      Dataset.write()
          .allocator(allocator)
          .schema(schema)
          .uri(folder.toString())
          .mode(WriteParams.WriteMode.CREATE)
          .enableStableRowIds(true)
          .execute()
          .close();
    }
  }

  /** Makes a B-Tree. */
  public void index(String column, String name) {
    IndexParams btree =
        IndexParams.builder().setScalarIndexParams(BTreeIndexParams.builder().build()).build();
    try (BufferAllocator allocator = new RootAllocator();
        Dataset dataset = open(allocator)) {
      dataset.createIndex(
          IndexOptions.builder(List.of(column), IndexType.BTREE, btree)
              .withIndexName(name)
              .build());
    }
  }

  /** Brings the indexes up to date. */
  public void optimizeIndices() {
    try (BufferAllocator allocator = new RootAllocator();
        Dataset dataset = open(allocator)) {
      dataset.optimizeIndices(OptimizeOptions.builder().build());
    }
  }

  /** Brings fragments together, in a version of its own. */
  public void compact() {
    try (BufferAllocator allocator = new RootAllocator();
        Dataset dataset = open(allocator)) {
      dataset.compact();
    }
  }

  /** As above, but leaves it to later to tell the indexes where the rows are now. */
  public void compactDeferringIndexRemap() {
    try (BufferAllocator allocator = new RootAllocator();
        Dataset dataset = open(allocator)) {
      dataset.compact(CompactionOptions.builder().withDeferIndexRemap(true).build());
    }
  }

  /** Removes all versions but the latest, and the files that only they name. */
  public void keepLatestVersionOnly() {
    try (BufferAllocator allocator = new RootAllocator();
        Dataset dataset = open(allocator)) {
      dataset.cleanupWithPolicy(
          CleanupPolicy.builder().withBeforeVersion(dataset.version()).build());
    }
  }

  public void addColumn(String name, ArrowType type) {
    try (BufferAllocator allocator = new RootAllocator();
        Dataset dataset = open(allocator)) {
      dataset.addColumns(List.of(Field.nullable(name, type)));
    }
  }

  private Dataset open(BufferAllocator allocator) {
    return Dataset.open().allocator(allocator).uri(folder.toString()).build();
  }

  private static List<Map<String, Object>> rows(ArrowReader reader) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    while (reader.loadNextBatch()) {
      VectorSchemaRoot batch = reader.getVectorSchemaRoot();
      for (int i = 0; i < batch.getRowCount(); i++) {
        rows.add(row(batch, i));
      }
    }
    return rows;
  }

  private static Map<String, Object> row(VectorSchemaRoot batch, int index) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (FieldVector column : batch.getFieldVectors()) {
      row.put(column.getName(), column.getObject(index));
    }
    return row;
  }
}
