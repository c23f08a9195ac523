package io.sparklancedb.namespace;

import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.config.NamespaceConfig;
import io.sparklancedb.dataset.IdleThread;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.lance.namespace.LanceNamespace;
import org.lance.namespace.RestNamespace;

/**
 * What this JVM has open to one server of namespaces under one set of credentials, for any number
 * of requests at a time. It knows nothing of their answers. When nobody has called for a while it
 * goes, and its credentials with it.
 */
final class SharedServer {
  private static final Map<NamespaceConfig.Rest, SharedServer> SERVERS = new ConcurrentHashMap<>();

  private static final Runnable CLOSE_UNUSED = () -> closeAllUnusedSince(IdleThread.IDLE);
  private static final BufferAllocator ALLOCATOR = ArrowMemory.newChild("lancedb namespaces");

  private final RestNamespace client = new RestNamespace();
  private int requests;
  private long usedAtNanos;

  private SharedServer(NamespaceConfig.Rest server) {
    client.initialize(server.properties(), ALLOCATOR);
  }

  static <T> T call(NamespaceConfig.Rest server, Function<LanceNamespace, T> request) {
    IdleThread.register(CLOSE_UNUSED);
    SharedServer shared =
        SERVERS.compute(
            server,
            (config, known) -> {
              SharedServer open = known == null ? new SharedServer(config) : known;
              open.requests++;
              return open;
            });
    try {
      return request.apply(shared.client);
    } finally {
      SERVERS.compute(server, (config, called) -> called.answered());
    }
  }

  /** All that is touched here is touched under the lock of the entry. */
  private SharedServer answered() {
    requests--;
    usedAtNanos = System.nanoTime();
    return this;
  }

  static void closeAllUnusedSince(Duration idle) {
    for (NamespaceConfig.Rest server : SERVERS.keySet()) {
      SERVERS.computeIfPresent(
          server, (config, shared) -> shared.closeUnusedSince(idle) ? null : shared);
    }
  }

  private boolean closeUnusedSince(Duration idle) {
    boolean isUnused = requests == 0 && System.nanoTime() - usedAtNanos >= idle.toNanos();
    if (isUnused) {
      client.close();
    }
    return isUnused;
  }

  static boolean isOpen(NamespaceConfig.Rest server) {
    return SERVERS.containsKey(server);
  }
}
