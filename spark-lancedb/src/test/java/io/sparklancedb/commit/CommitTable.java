package io.sparklancedb.commit;

import io.sparklancedb.config.CacheSizes;
import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VersionSelector;
import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.NativeLibrary;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.filter.VectorFiller;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.unsafe.types.UTF8String;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.Transaction;
import org.lance.Version;
import org.lance.WriteParams;
import org.lance.fragment.DeletionFile;
import org.lance.fragment.DeletionFileType;
import org.lance.index.IndexOptions;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.scalar.ScalarIndexParams;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;
import org.lance.merge.MergeInsertParams;
import org.lance.operation.Append;
import org.lance.operation.Operation;

/**
 * The table {@code docs} of a database in a folder: what other writers do to it, past the
 * connector, and what is in it. {@link #write} makes a write of the connector's own.
 */
public final class CommitTable {
  public static final ArrowType LONG = new ArrowType.Int(64, true);
  public static final ArrowType TEXT = ArrowType.Utf8.INSTANCE;

  /** A key and a number. */
  public static final Schema KEYED =
      new Schema(List.of(key("id", LONG), Field.nullable("n", LONG)));

  private static final Pattern DELETIONS =
      Pattern.compile("docs\\.lance/_deletions/(\\d+)-\\d+-\\d+\\.bin");

  private final Path database;
  private final Schema columns;
  private boolean isStable;

  /**
   * @param columns of the table, which {@link #append} makes
   */
  public CommitTable(Path database, Schema columns) {
    NativeLibrary.load();
    this.database = database;
    this.columns = columns;
  }

  /** Its rows keep their ids. */
  public CommitTable stable() {
    isStable = true;
    return this;
  }

  public static Field key(String name, ArrowType type) {
    Map<String, String> mark = Map.of("lance-schema:unenforced-primary-key", "true");
    return new Field(name, new FieldType(false, type, null, mark), List.of());
  }

  public TableAddress address() {
    return TableAddress.of(
        new DatabaseUri(database.toString()), "docs", StorageOptions.NONE, CacheSizes.DEFAULT);
  }

  public Path folder() {
    return Path.of(address().uri());
  }

  /** Begins a write that is planned on the newest version, and may be one of many. */
  public TableWrite write(WriteMode mode) {
    return new TableWrite(this, columns, mode);
  }

  /** Another writer adds a fragment, in a version of its own; the first makes the table. */
  public CommitTable append(Row... rows) {
    if (!Files.exists(folder().resolve("_versions"))) {
      create();
    }
    change(
        dataset -> {
          List<FragmentMetadata> fragments =
              fragments(address().uri(), dataset.getSchema(), List.of(rows));
          commit(dataset, Append.builder().fragments(fragments).build());
        });
    return this;
  }

  /** Another writer makes the table, without rows. */
  public CommitTable create() {
    try (BufferAllocator allocator = new RootAllocator()) {
      Dataset.write()
          .allocator(allocator)
          .schema(columns)
          .uri(address().uri())
          .mode(WriteParams.WriteMode.CREATE)
          .enableStableRowIds(isStable)
          .execute()
          .close();
    }
    return this;
  }

  /** Another writer merges rows by the key, as Lance itself does. */
  public void upsert(String key, Row... rows) {
    MergeInsertParams upsert =
        new MergeInsertParams(List.of(key))
            .withMatchedUpdateAll()
            .withNotMatched(MergeInsertParams.WhenNotMatched.InsertAll);
    try (BufferAllocator allocator = new RootAllocator();
        Dataset dataset = Dataset.open().uri(address().uri()).allocator(allocator).build();
        ArrowReader batches = reader(dataset.getSchema(), List.of(rows), allocator);
        ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
      Data.exportArrayStream(allocator, batches, stream);
      dataset.mergeInsert(upsert, stream).dataset().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ArrowReader reader(Schema columns, List<Row> rows, BufferAllocator allocator)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (VectorSchemaRoot batch = batch(columns, rows, allocator);
        ArrowStreamWriter writer = new ArrowStreamWriter(batch, null, bytes)) {
      writer.writeBatch();
      writer.end();
    }
    return new ArrowStreamReader(new ByteArrayInputStream(bytes.toByteArray()), allocator);
  }

  /** Another writer drops the table. */
  public void drop() {
    Dataset.drop(address().uri(), Map.of());
  }

  /** Another writer makes a B-Tree on the column. */
  public CommitTable index(String column) {
    IndexParams params =
        IndexParams.builder().setScalarIndexParams(ScalarIndexParams.create("btree")).build();
    change(
        dataset ->
            dataset.createIndex(
                IndexOptions.builder(List.of(column), IndexType.BTREE, params)
                    .withIndexName(column + "_idx")
                    .build()));
    return this;
  }

  /** Another writer does something, in a session of its own. */
  public void change(Consumer<Dataset> change) {
    with(
        dataset -> {
          change.accept(dataset);
          return null;
        });
  }

  /** Another writer commits a transaction of its own making. */
  public static void commit(Dataset dataset, Operation operation) {
    try (Transaction transaction =
        new Transaction.Builder().readVersion(dataset.version()).operation(operation).build()) {
      new CommitBuilder(dataset).execute(transaction).close();
    }
  }

  /** Writes fragments, which no version names yet, below the {@code data} folder of a place. */
  static List<FragmentMetadata> fragments(String uri, Schema columns, List<Row> rows) {
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = batch(columns, rows, allocator)) {
      return Fragment.write().datasetUri(uri).allocator(allocator).data(batch).execute();
    }
  }

  private static VectorSchemaRoot batch(Schema columns, List<Row> rows, BufferAllocator allocator) {
    VectorSchemaRoot batch = VectorSchemaRoot.create(columns, allocator);
    batch.allocateNew();
    for (int i = 0; i < rows.size(); i++) {
      for (int column = 0; column < columns.getFields().size(); column++) {
        set(batch.getVector(column), i, rows.get(i).values().get(column));
      }
    }
    batch.setRowCount(rows.size());
    return batch;
  }

  private static void set(FieldVector vector, int at, Object value) {
    if (value == null) {
      vector.setNull(at);
    } else if (value instanceof String text) {
      VectorFiller.set(vector, at, UTF8String.fromString(text));
    } else {
      VectorFiller.set(vector, at, value instanceof ByteBuffer bytes ? bytes.array() : value);
    }
  }

  public TableSnapshot newest() {
    return TableLoader.load(address(), new VersionSelector.Latest()).orElseThrow();
  }

  /** All rows of the newest version, in the order of their text. */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    with(
        dataset ->
            scan(
                dataset,
                new ScanOptions.Builder(),
                (batch, at) ->
                    rows.add(
                        Row.row(
                            batch.getFieldVectors().stream()
                                .map(v -> v.getObject(at))
                                .toArray()))));
    rows.sort(Comparator.comparing(Row::toString));
    return rows;
  }

  /** The values of a column in a version by the addresses of their rows. */
  static Map<Long, Object> byAddress(TableSnapshot version, String column) {
    Map<Long, Object> values = new HashMap<>();
    try (DatasetLease lease = TableLoader.lease(version.reference())) {
      scan(
          lease.dataset(),
          new ScanOptions.Builder().columns(List.of(column)).withRowAddress(true),
          (batch, at) ->
              values.put(
                  (Long) batch.getVector("_rowaddr").getObject(at),
                  batch.getVector(column).getObject(at)));
    }
    return values;
  }

  private static Void scan(
      Dataset dataset, ScanOptions.Builder options, BiConsumer<VectorSchemaRoot, Integer> row) {
    try (LanceScanner scanner = dataset.newScan(options.build());
        ArrowReader batches = scanner.scanBatches()) {
      while (batches.loadNextBatch()) {
        for (int i = 0; i < batches.getVectorSchemaRoot().getRowCount(); i++) {
          row.accept(batches.getVectorSchemaRoot(), i);
        }
      }
      return null;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What is staged, and data and deletion files that no version names. Not those deletion files
   * that tell that a fragment has lost all its rows: Lance drops such a fragment when it commits.
   */
  public List<String> leftovers() {
    boolean isThere = Files.exists(folder().resolve("_versions"));
    Set<String> named = isThere ? named() : Set.of();
    Set<String> fragments = isThere ? fragments() : Set.of();
    return Stream.of(
            Staging.ofTable(address()), folder().resolve("data"), folder().resolve("_deletions"))
        .flatMap(place -> files(place).stream())
        .map(path -> database.relativize(path).toString())
        .filter(file -> named.stream().noneMatch(file::endsWith))
        .filter(
            file -> {
              Matcher deletions = DELETIONS.matcher(file);
              return !isThere || !deletions.matches() || fragments.contains(deletions.group(1));
            })
        .sorted()
        .toList();
  }

  private Set<String> fragments() {
    return newest().fragments().stream()
        .map(fragment -> Integer.toString(fragment.getId()))
        .collect(Collectors.toSet());
  }

  private Set<String> named() {
    return with(
        dataset -> {
          Set<String> named = new HashSet<>();
          for (Version version : dataset.listVersions()) {
            try (Dataset older = dataset.checkoutVersion(version.getId())) {
              for (Fragment fragment : older.getFragments()) {
                named.addAll(named(fragment.metadata()));
              }
            }
          }
          return named;
        });
  }

  private static Set<String> named(FragmentMetadata fragment) {
    Set<String> named = new HashSet<>();
    fragment.getFiles().forEach(file -> named.add("/data/" + file.getPath()));
    DeletionFile deletions = fragment.getDeletionFile();
    if (deletions != null) {
      named.add(
          "/_deletions/%d-%s-%s.%s"
              .formatted(
                  fragment.getId(),
                  Long.toUnsignedString(deletions.getReadVersion()),
                  Long.toUnsignedString(deletions.getId()),
                  deletions.getFileType() == DeletionFileType.BITMAP ? "bin" : "arrow"));
    }
    return named;
  }

  private static List<Path> files(Path folder) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> T with(Function<Dataset, T> use) {
    try (BufferAllocator allocator = new RootAllocator();
        Dataset dataset = Dataset.open().uri(address().uri()).allocator(allocator).build()) {
      return use.apply(dataset);
    }
  }
}
