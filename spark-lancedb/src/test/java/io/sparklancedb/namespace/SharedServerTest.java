package io.sparklancedb.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.config.CacheSizes;
import io.sparklancedb.config.NamespaceConfig;
import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.dataset.NativeLibrary;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lance.namespace.LanceNamespace;

class SharedServerTest {
  private static final NamespaceConfig.Rest SERVER = server("key");

  @BeforeEach
  void close() {
    NativeLibrary.load();
    SharedServer.closeAllUnusedSince(Duration.ZERO);
  }

  @Test
  void oneIsOpenForAllQuestionsUntilNobodyAsks() {
    LanceNamespace first = SharedServer.call(SERVER, names -> names);
    assertSame(first, SharedServer.call(server("key"), names -> names));
    SharedServer.closeAllUnusedSince(Duration.ofMinutes(5));
    assertTrue(SharedServer.isOpen(SERVER));

    SharedServer.closeAllUnusedSince(Duration.ZERO);
    assertFalse(SharedServer.isOpen(SERVER));
    assertNotSame(first, SharedServer.call(SERVER, names -> names));
  }

  @Test
  void othersCredentialsAreNotUsed() {
    assertNotSame(
        SharedServer.call(SERVER, names -> names),
        SharedServer.call(server("other"), names -> names));
  }

  @Test
  void itStaysOpenWhileAQuestionIsAsked() {
    String id =
        SharedServer.call(
            SERVER,
            names -> {
              SharedServer.closeAllUnusedSince(Duration.ZERO);
              return names.namespaceId();
            });

    assertTrue(id.contains("127.0.0.1"), id);
    assertThrows(
        IllegalStateException.class,
        () ->
            SharedServer.call(
                SERVER,
                names -> {
                  throw new IllegalStateException("a question that fails");
                }));
    SharedServer.closeAllUnusedSince(Duration.ZERO);
    assertFalse(SharedServer.isOpen(SERVER));
  }

  @Test
  void manyAskWhileItIsClosedAgainAndAgain() {
    long answers =
        Stream.generate(() -> CompletableFuture.supplyAsync(SharedServerTest::answers))
            .limit(4)
            .toList()
            .stream()
            .mapToLong(CompletableFuture::join)
            .sum();

    assertEquals(2_000, answers);
  }

  private static long answers() {
    return Stream.generate(
            () -> {
              SharedServer.closeAllUnusedSince(Duration.ZERO);
              return SharedServer.call(SERVER, LanceNamespace::namespaceId);
            })
        .limit(500)
        .filter(id -> id.contains("127.0.0.1"))
        .count();
  }

  private static NamespaceConfig.Rest server(String key) {
    return new NamespaceConfig.Rest(
        Map.of("uri", "http://127.0.0.1:1", "header.x-api-key", key),
        StorageOptions.NONE,
        CacheSizes.DEFAULT);
  }
}
