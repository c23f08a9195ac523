package io.sparklancedb.client;

import static org.junit.jupiter.api.Assertions.assertSame;

import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.StorageOptions;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTest {
  @TempDir Path folder;

  @Test
  void aConnectionThatNobodyHoldsIsForgottenWithItsCredentials() throws InterruptedException {
    DatabaseUri uri = new DatabaseUri(folder.toString());
    StorageOptions secret = new StorageOptions(Map.of("session_token", "secret"));
    Connection held = Connection.to(uri, secret, Duration.ZERO);
    assertSame(held, Connection.to(uri, secret, Duration.ZERO));
    WeakReference<Connection> unheld =
        new WeakReference<>(Connection.to(uri, secret, Duration.ofDays(1)));

    while (unheld.get() != null || Connection.isKnown(uri, secret, Duration.ofDays(1))) {
      System.gc();
      Thread.sleep(10);
      Connection.forgetUnused();
    }
    assertSame(held, Connection.to(uri, secret, Duration.ZERO));
  }
}
