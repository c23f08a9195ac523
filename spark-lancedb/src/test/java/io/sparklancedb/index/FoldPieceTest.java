package io.sparklancedb.index;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.error.LanceDbException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldPieceTest {
  @TempDir private Path folder;

  /** Spark logs it on the executor and on the driver. */
  @Test
  void whatATaskThrowsHoldsNoSecret() {
    // Lance names the place where it has looked.
    StorageOptions storage = new StorageOptions(Map.of("secret", "_versions"));
    TableAddress address = TableAddress.of(new DatabaseUri(folder.toString()), "t", storage);

    LanceDbException failure =
        assertThrows(LanceDbException.class, () -> new FoldPiece("k_idx").run(address));

    String logged = failure + " " + failure.getCause();
    assertFalse(logged.contains("_versions"), logged);
  }
}
