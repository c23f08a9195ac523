package io.sparklancedb.it;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.Dataset;
import org.lance.WriteDatasetBuilder;
import org.lance.WriteParams.WriteMode;

/** Writes a table with lance-core alone, past the connector. */
public record NativeWriter(Path folder) {
  /**
   * Makes a table of one batch.
   *
   * @param fill sets the values and the number of rows
   */
  public void create(Schema schema, Consumer<VectorSchemaRoot> fill) throws IOException {
    write(schema, fill, Dataset.write().mode(WriteMode.CREATE));
  }

  /**
   * Adds one batch as new fragments.
   *
   * @param rowsOfAFragment the most
   */
  public void append(Schema schema, int rowsOfAFragment, Consumer<VectorSchemaRoot> fill)
      throws IOException {
    write(schema, fill, Dataset.write().mode(WriteMode.APPEND).maxRowsPerFile(rowsOfAFragment));
  }

  /** Runs an operation of lance-core on the latest version. */
  public void change(Consumer<Dataset> operation) {
    try (BufferAllocator allocator = new RootAllocator();
        Dataset dataset = Dataset.open().allocator(allocator).uri(folder.toString()).build()) {
      operation.accept(dataset);
    }
  }

  private void write(Schema schema, Consumer<VectorSchemaRoot> fill, WriteDatasetBuilder builder)
      throws IOException {
    try (BufferAllocator allocator = new RootAllocator();
        ArrowReader batch =
            new ArrowStreamReader(new ByteArrayInputStream(batch(schema, fill)), allocator)) {
      builder.allocator(allocator).reader(batch).uri(folder.toString()).execute().close();
    }
  }

  private static byte[] batch(Schema schema, Consumer<VectorSchemaRoot> fill) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        ArrowStreamWriter writer = new ArrowStreamWriter(root, null, bytes)) {
      fill.accept(root);
      writer.writeBatch();
      writer.end();
    }
    return bytes.toByteArray();
  }
}
