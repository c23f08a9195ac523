package io.sparklancedb.lance;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.Transaction;
import org.lance.index.Index;
import org.lance.index.IndexOptions;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.scalar.BTreeIndexParams;
import org.lance.operation.CreateIndex;

/** A B-Tree on the ids of a table, built range by range. */
final class RangedBTree {
  private static final Schema SORTED =
      new Schema(
          List.of(
              Field.nullable("value", LanceRows.INT),
              Field.notNullable("_rowid", new ArrowType.Int(64, false))));

  private final Dataset dataset;
  private final BufferAllocator allocator;
  private final UUID uuid = UUID.randomUUID();
  private Index part;

  RangedBTree(Dataset dataset, BufferAllocator allocator) {
    this.dataset = dataset;
    this.allocator = allocator;
  }

  /** Takes the rows of one range of ids, in their order. */
  RangedBTree range(int number, int[] ids, long[] rows) throws IOException {
    IndexParams params =
        IndexParams.builder()
            .setScalarIndexParams(BTreeIndexParams.builder().rangeId(number).build())
            .build();
    try (ArrowStreamReader reader =
            new ArrowStreamReader(new ByteArrayInputStream(sorted(ids, rows)), allocator);
        ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
      Data.exportArrayStream(allocator, reader, stream);
      part =
          dataset.createIndex(
              IndexOptions.builder(List.of("id"), IndexType.BTREE, params)
                  .withIndexName("id_idx")
                  .withIndexUUID(uuid.toString())
                  .withPreprocessedData(stream)
                  .build());
    }
    return this;
  }

  private byte[] sorted(int[] ids, long[] rows) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (VectorSchemaRoot root = VectorSchemaRoot.create(SORTED, allocator);
        ArrowStreamWriter writer = new ArrowStreamWriter(root, null, bytes)) {
      root.allocateNew();
      for (int i = 0; i < ids.length; i++) {
        ((IntVector) root.getVector("value")).setSafe(i, ids[i]);
        ((UInt8Vector) root.getVector("_rowid")).setSafe(i, rows[i]);
      }
      root.setRowCount(ids.length);
      writer.writeBatch();
      writer.end();
    }
    return bytes.toByteArray();
  }

  void commit() {
    dataset.mergeIndexMetadata(uuid.toString(), IndexType.BTREE, Optional.empty());
    Index index =
        Index.builder()
            .uuid(uuid)
            .name("id_idx")
            .fields(List.of(0))
            .datasetVersion(dataset.version())
            .fragments(dataset.getFragments().stream().map(Fragment::getId).toList())
            .indexDetails(part.indexDetails().orElseThrow())
            .indexVersion(part.indexVersion())
            .indexType(IndexType.BTREE)
            .createdAt(Instant.now())
            .build();
    CreateIndex operation = CreateIndex.builder().withNewIndices(List.of(index)).build();
    try (Transaction transaction =
        new Transaction.Builder().readVersion(dataset.version()).operation(operation).build()) {
      new CommitBuilder(dataset).execute(transaction).close();
    }
    dataset.checkoutLatest();
  }
}
