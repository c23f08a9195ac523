package io.sparklancedb.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.config.CacheSizes;
import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.TableReference;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Lance whose files are not known writes them itself, where versions name them. */
class UntestedLanceTest {
  @TempDir private Path folder;

  @Test
  void itWritesItsDeletionFiles() {
    TableReference table = new TableReference(address(), 1, Instant.EPOCH);

    assertInstanceOf(FolderDeletionFiles.class, DeletionFiles.of(table, true));
    assertInstanceOf(NativeDeletionFiles.class, DeletionFiles.of(table, false));
  }

  @Test
  void itWritesDataFilesIntoTheTable() {
    Staging staged = Staging.of(address(), true);

    assertTrue(staged.uri().startsWith(folder.resolve(Staging.FOLDER).toString()));
    assertEquals(address().uri(), Staging.of(address(), false).uri());
  }

  private TableAddress address() {
    return TableAddress.of(
        new DatabaseUri(folder.toString()), "docs", StorageOptions.NONE, CacheSizes.DEFAULT);
  }
}
