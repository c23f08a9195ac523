package io.sparklancedb.write;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.ColumnSizes;
import io.sparklancedb.layout.LanceLayout;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.FragmentMetadata;
import org.lance.file.LanceFileReader;
import org.lance.util.Range;

/** Some columns of a fragment that was just written, read back; there may be none. */
final class WrittenColumns implements AutoCloseable {
  private final FragmentMetadata fragment;
  private final List<String> columns;
  private final LanceFileReader file;

  WrittenColumns(
      TableAddress address,
      FragmentMetadata fragment,
      List<String> columns,
      BufferAllocator allocator)
      throws IOException {
    this.fragment = fragment;
    this.columns = columns;
    String uri = LanceLayout.dataFile(address.uri(), fragment.getFiles().get(0).getPath());
    this.file =
        columns.isEmpty() ? null : LanceFileReader.open(uri, address.storage().values(), allocator);
  }

  /** Rows by their positions; null when there are no columns. */
  ArrowReader read(int from, int to) throws IOException {
    return file == null ? null : file.readAll(columns, List.of(Range.of(from, to)), to - from);
  }

  /** The likely bytes of a row, or more. */
  double bytesOfRow() {
    return file == null ? 0 : new ColumnSizes(file.schema(), columns).most(List.of(fragment));
  }

  @Override
  public void close() throws Exception {
    if (file != null) {
      file.close();
    }
  }
}
