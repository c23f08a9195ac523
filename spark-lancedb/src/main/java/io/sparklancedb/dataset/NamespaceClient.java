package io.sparklancedb.dataset;

import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.config.NamespaceConfig;
import io.sparklancedb.error.CatalogErrors;
import java.util.Optional;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.lance.namespace.DirectoryNamespace;
import org.lance.namespace.LanceNamespace;
import org.lance.namespace.RestNamespace;
import org.lance.namespace.errors.LanceNamespaceException;
import org.lance.namespace.errors.UnsupportedOperationException;

/** Asks one of lance-core's namespace implementations, which is open for one question. */
record NamespaceClient(NamespaceConfig.Nested config) {
  /**
   * @param action what is asked for, in the words of a message
   * @param no the answer that is none, such as that there is no such table
   * @throws io.sparklancedb.error.LanceDbException for every other failure
   */
  <T> Optional<T> ask(
      String action,
      Class<? extends LanceNamespaceException> no,
      Function<LanceNamespace, T> question) {
    NativeLibrary.load();
    try (BufferAllocator allocator = ArrowMemory.newChild("lancedb namespace")) {
      return Optional.of(ask(allocator, question));
    } catch (RuntimeException e) {
      if (no.isInstance(e)) {
        return Optional.empty();
      }
      NativeFailure failure = NativeFailure.of(e, config.secrets());
      throw isWithoutManifest(e)
          ? CatalogErrors.noManifest(action, config.toString())
          : CatalogErrors.namespaceFailed(action, failure.reason(), failure.cause());
    }
  }

  private <T> T ask(BufferAllocator allocator, Function<LanceNamespace, T> question) {
    if (config instanceof NamespaceConfig.Directory) {
      try (DirectoryNamespace directory = new DirectoryNamespace()) {
        directory.initialize(config.properties(), allocator);
        return question.apply(directory);
      }
    }
    try (RestNamespace server = new RestNamespace()) {
      server.initialize(config.properties(), allocator);
      return question.apply(server);
    }
  }

  /**
   * When lance-core cannot read the table of namespaces it says so in the log alone, and goes on as
   * with a flat folder.
   */
  private boolean isWithoutManifest(RuntimeException e) {
    return config instanceof NamespaceConfig.Directory
        && e instanceof UnsupportedOperationException
        && e.getMessage().matches(".*(manifest mode|only supports root).*");
  }
}
