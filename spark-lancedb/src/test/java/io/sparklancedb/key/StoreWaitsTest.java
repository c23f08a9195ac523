package io.sparklancedb.key;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.TableReference;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreWaitsTest {
  @ParameterizedTest
  @ValueSource(strings = {"/data/db", "file:///data/db"})
  void aFolderLetsNobodyWait(String database) {
    assertEquals(StoreWaits.NONE, StoreWaits.of(tableIn(database)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3a://bucket/db", "gs://bucket/db", "az://container/db"})
  void anObjectStoreAnswersLater(String database) {
    assertEquals(20_000_000, StoreWaits.of(tableIn(database)).requestNanos());
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 1", "4, 2", "16, 14"})
  void twoCoresReadNoPagesOfAnIndex(int cores, int pagesAtOnce) {
    assertEquals(pagesAtOnce, StoreWaits.ofObjectStore(cores).pagesAtOnce());
  }

  private static TableReference tableIn(String database) {
    return new TableReference(
        TableAddress.of(DatabaseUri.parse(database), "t", StorageOptions.NONE), 1, Instant.EPOCH);
  }
}
