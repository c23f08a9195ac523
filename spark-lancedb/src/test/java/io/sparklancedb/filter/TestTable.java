package io.sparklancedb.filter;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.lance.Dataset;
import org.lance.WriteParams;
import org.lance.index.IndexOptions;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.scalar.BTreeIndexParams;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/** A Lance table of all kinds of columns, and the same rows for Spark. */
final class TestTable implements AutoCloseable {
  static final String STRUCT = "st";
  private static final Field ID =
      new Field("id", FieldType.notNullable(new ArrowType.Int(32, true)), null);

  final List<Kind> kinds;
  final List<Kind> members;
  final List<Row> rows = new ArrayList<>();
  private final Path folder;
  private final Random random;
  private final BufferAllocator allocator = new RootAllocator();

  TestTable(Path folder, List<Kind> kinds, List<Kind> members, Random random) {
    this.folder = folder;
    this.kinds = kinds;
    this.members = members;
    this.random = random;
  }

  Schema schema() {
    List<Field> fields = new ArrayList<>(List.of(ID));
    kinds.forEach(kind -> fields.add(kind.field()));
    fields.add(
        new Field(
            STRUCT,
            FieldType.nullable(new ArrowType.Struct()),
            members.stream().map(Kind::field).toList()));
    return new Schema(fields);
  }

  StructType sparkSchema() {
    List<StructField> fields = new ArrayList<>();
    fields.add(DataTypes.createStructField("id", DataTypes.IntegerType, false));
    kinds.forEach(kind -> fields.add(sparkField(kind)));
    StructType struct =
        DataTypes.createStructType(members.stream().map(TestTable::sparkField).toList());
    fields.add(DataTypes.createStructField(STRUCT, struct, true));
    return DataTypes.createStructType(fields);
  }

  private static StructField sparkField(Kind kind) {
    return DataTypes.createStructField(kind.name(), kind.sparkType(), true);
  }

  void append(int count) throws Exception {
    try (VectorSchemaRoot root = VectorSchemaRoot.create(schema(), allocator)) {
      root.allocateNew();
      for (int row = 0; row < count; row++) {
        fill(root, row);
      }
      root.setRowCount(count);
      WriteParams.WriteMode mode =
          rows.size() == count ? WriteParams.WriteMode.CREATE : WriteParams.WriteMode.APPEND;
      try (ArrowReader reader = new RootReader(allocator, root)) {
        Dataset.write().allocator(allocator).reader(reader).uri(uri()).mode(mode).execute().close();
      }
    }
  }

  private void fill(VectorSchemaRoot root, int row) {
    int id = rows.size();
    ((IntVector) root.getVector("id")).setSafe(row, id);
    List<Object> values = new ArrayList<>(List.of(id));
    for (Kind kind : kinds) {
      values.add(fill(root.getVector(kind.name()), row, kind));
    }
    StructVector struct = (StructVector) root.getVector(STRUCT);
    List<Object> inner = new ArrayList<>();
    for (Kind kind : members) {
      inner.add(fill(struct.getChild(kind.name()), row, kind));
    }
    boolean isNull = random.nextInt(4) == 0;
    if (isNull) {
      // The children keep their values below the null, as other writers leave them.
      struct.setNull(row);
    } else {
      struct.setIndexDefined(row);
    }
    values.add(isNull ? null : RowFactory.create(inner.toArray()));
    rows.add(RowFactory.create(values.toArray()));
  }

  private Object fill(FieldVector vector, int row, Kind kind) {
    if (random.nextInt(6) == 0) {
      vector.setNull(row);
      return null;
    }
    Object stored = kind.stored().get(random.nextInt(kind.stored().size()));
    VectorFiller.set(vector, row, stored);
    return CatalystTypeConverters.convertToScala(kind.read().apply(stored), kind.sparkType());
  }

  /** The columns that got an index; Lance has none for some types. */
  int index() {
    Map<String, String> refused = new HashMap<>();
    try (Dataset dataset = open()) {
      for (Kind kind : kinds) {
        IndexParams params =
            IndexParams.builder()
                .setScalarIndexParams(BTreeIndexParams.builder().zoneSize(8).build())
                .build();
        try {
          dataset.createIndex(
              IndexOptions.builder(List.of(kind.name()), IndexType.BTREE, params)
                  .withIndexName("index_" + kinds.indexOf(kind))
                  .build());
        } catch (RuntimeException e) {
          refused.put(kind.name(), e.getMessage());
        }
      }
    }
    return kinds.size() - refused.size();
  }

  void delete(int from, int to) {
    try (Dataset dataset = open()) {
      dataset.delete("id >= " + from + " AND id < " + to);
    }
    rows.removeIf(row -> row.getInt(0) >= from && row.getInt(0) < to);
  }

  TreeSet<Integer> select(Dataset dataset, String filter) throws Exception {
    TreeSet<Integer> ids = new TreeSet<>();
    ScanOptions options = new ScanOptions.Builder().columns(List.of("id")).filter(filter).build();
    try (LanceScanner scanner = dataset.newScan(options);
        ArrowReader reader = scanner.scanBatches()) {
      while (reader.loadNextBatch()) {
        IntVector id = (IntVector) reader.getVectorSchemaRoot().getVector("id");
        for (int row = 0; row < id.getValueCount(); row++) {
          ids.add(id.get(row));
        }
      }
    }
    return ids;
  }

  Dataset open() {
    return Dataset.open().allocator(allocator).uri(uri()).build();
  }

  private String uri() {
    return folder.resolve("all.lance").toString();
  }

  @Override
  public void close() {
    allocator.close();
  }
}
