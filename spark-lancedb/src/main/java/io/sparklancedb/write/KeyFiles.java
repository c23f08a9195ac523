package io.sparklancedb.write;

import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.Tables;
import io.sparklancedb.error.WriteErrors;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.file.LanceFileReader;
import org.lance.fragment.DataFile;

/** Reads the keys of uncommitted fragments back from their files, on the driver. */
final class KeyFiles {
  private static final int BATCH_ROWS = 32_768;

  private final TableAddress address;
  private final String keyColumn;
  private KeySet keys;

  private KeyFiles(TableAddress address, String keyColumn) {
    this.address = address;
    this.keyColumn = keyColumn;
  }

  /**
   * Returns the keys of all fragments; empty when there are no rows.
   *
   * @throws io.sparklancedb.error.LanceDbException when two rows have one key
   */
  static Optional<KeySet> read(
      TableAddress address, String keyColumn, List<WrittenFragment> fragments) {
    KeyFiles files = new KeyFiles(address, keyColumn);
    try (BufferAllocator allocator = ArrowMemory.newChild("lancedb keys")) {
      for (WrittenFragment fragment : fragments) {
        for (DataFile file : fragment.metadata().getFiles()) {
          files.read(file, allocator);
        }
      }
    }
    return Optional.ofNullable(files.keys);
  }

  private void read(DataFile file, BufferAllocator allocator) {
    String uri = address.uri() + "/data/" + file.getPath();
    try (LanceFileReader reader = LanceFileReader.open(uri, address.storage().values(), allocator);
        ArrowReader batches = reader.readAll(List.of(keyColumn), null, BATCH_ROWS)) {
      while (batches.loadNextBatch()) {
        add(batches.getVectorSchemaRoot().getVector(0));
      }
    } catch (Exception e) {
      throw Tables.unreachable(address, e);
    }
  }

  private void add(FieldVector batch) {
    if (keys == null) {
      keys = KeySet.of(batch);
    }
    int duplicate = keys.addAll(batch, batch.getValueCount());
    if (duplicate != KeySet.NONE) {
      throw WriteErrors.duplicateKey(keyColumn, KeyText.of(batch, duplicate));
    }
  }
}
