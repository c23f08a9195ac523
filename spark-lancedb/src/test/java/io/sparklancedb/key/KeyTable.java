package io.sparklancedb.key;

import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VersionSelector;
import io.sparklancedb.dataset.NativeLibrary;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.filter.RootReader;
import io.sparklancedb.key.KeyLocator.Effort;
import io.sparklancedb.key.KeyLocator.Scope;
import io.sparklancedb.key.KeyLocator.Visitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.Dataset;
import org.lance.WriteParams.WriteMode;
import org.lance.index.IndexOptions;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.scalar.ScalarIndexParams;

/** A table of lance-core with a key and a column {@code n}: the number of a row in the table. */
public final class KeyTable implements AutoCloseable {
  private final BufferAllocator allocator = ArrowMemory.newChild("KeyTable");
  private final TableAddress address;
  private final Field key;
  private final boolean isStable;
  private long rows;

  public KeyTable(Path folder, Field key) {
    this(folder, key, false);
  }

  private KeyTable(Path folder, Field key, boolean isStable) {
    NativeLibrary.load();
    this.address = TableAddress.of(new DatabaseUri(folder.toString()), "t", StorageOptions.NONE);
    this.key = key;
    this.isStable = isStable;
  }

  /** One whose rows keep their ids. */
  public static KeyTable stable(Path folder, Field key) {
    return new KeyTable(folder, key, true);
  }

  Field key() {
    return key;
  }

  /** Adds a fragment, and makes the table with the first. */
  public KeyTable append(List<?> keys) throws IOException {
    WriteMode mode = Files.exists(Path.of(address.uri())) ? WriteMode.APPEND : WriteMode.CREATE;
    Field number = Field.nullable("n", new ArrowType.Int(Long.SIZE, true));
    try (VectorSchemaRoot root =
        VectorSchemaRoot.create(new Schema(List.of(key, number)), allocator)) {
      root.allocateNew();
      KeyType.fill(root.getVector("k"), keys);
      for (int i = 0; i < keys.size(); i++) {
        ((BigIntVector) root.getVector("n")).setSafe(i, rows++);
      }
      root.setRowCount(keys.size());
      try (RootReader reader = new RootReader(allocator, root)) {
        Dataset.write()
            .allocator(allocator)
            .reader(reader)
            .uri(address.uri())
            .mode(mode)
            .enableStableRowIds(isStable)
            .execute()
            .close();
      }
    }
    return this;
  }

  KeyTable index(IndexType type, String kind) {
    try (Dataset dataset = open()) {
      dataset.createIndex(
          IndexOptions.builder(
                  List.of("k"),
                  type,
                  IndexParams.builder()
                      .setScalarIndexParams(ScalarIndexParams.create(kind))
                      .build())
              .withIndexName("k_" + kind)
              .build());
    }
    return this;
  }

  public KeyTable bTree() {
    return index(IndexType.BTREE, "btree");
  }

  public KeyTable delete(String condition) {
    return change(dataset -> dataset.delete(condition));
  }

  /** Another writer does something, in a session of its own. */
  public KeyTable change(Consumer<Dataset> change) {
    try (Dataset dataset = open()) {
      change.accept(dataset);
    }
    return this;
  }

  public TableAddress address() {
    return address;
  }

  private Dataset open() {
    return Dataset.open().allocator(allocator).uri(address.uri()).build();
  }

  public TableReference newest() {
    return TableLoader.latest(address).orElseThrow();
  }

  TableSnapshot version() {
    return TableLoader.load(address, new VersionSelector.Latest()).orElseThrow();
  }

  TableSize size() {
    return TableSize.of(version());
  }

  KeySet set(List<?> keys) {
    try (FieldVector vector = key.createVector(allocator)) {
      vector.allocateNew();
      KeyType.fill(vector, keys);
      KeySet set = KeySet.of(vector);
      set.addAll(vector, keys.size(), KeyPartition.ALL, Integer.MAX_VALUE);
      return set;
    }
  }

  /** The addresses of the rows with these keys, and how they were found. */
  public Found locate(List<?> keys) {
    TreeSet<Long> found = new TreeSet<>();
    Effort effort = tell(keys, (address, number, values, i) -> found.add(address));
    return new Found(effort, List.copyOf(found));
  }

  Effort tell(List<?> keys, Visitor visitor) {
    return KeyLocator.locate(newest(), key, set(keys), Scope.ofTable(size(), false), visitor);
  }

  /** What was found. */
  public record Found(Effort effort, List<Long> addresses) {}

  public static long address(int fragment, long position) {
    return (long) fragment << Integer.SIZE | position;
  }

  @Override
  public void close() {
    allocator.close();
  }
}
