package io.sparklancedb.namespace;

import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.config.NamespaceConfig;
import io.sparklancedb.dataset.NativeFailure;
import io.sparklancedb.dataset.NativeLibrary;
import io.sparklancedb.error.CatalogErrors;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.arrow.memory.BufferAllocator;
import org.lance.namespace.DirectoryNamespace;
import org.lance.namespace.LanceNamespace;
import org.lance.namespace.errors.LanceNamespaceException;
import org.lance.namespace.errors.NamespaceNotFoundException;
import org.lance.namespace.errors.UnsupportedOperationException;
import org.lance.namespace.model.DescribeNamespaceRequest;

/**
 * Asks one of lance-core's namespace implementations. That of a server stays open. That of a folder
 * is open for one request: it holds on to the version of the list of namespaces that it has read,
 * and fails ever after where the folder was made anew.
 */
record NamespaceClient(NamespaceConfig.Nested config) {
  /**
   * @param action what is asked for, in the words of a message
   * @param notFound the answer that is none, such as that there is no such table
   * @throws io.sparklancedb.error.LanceDbException for every other failure
   */
  <T> Optional<T> call(
      String action,
      Class<? extends LanceNamespaceException> notFound,
      Function<LanceNamespace, T> request) {
    return call(action, notFound::isInstance, request);
  }

  private <T> Optional<T> call(
      String action, Predicate<RuntimeException> notFound, Function<LanceNamespace, T> request) {
    NativeLibrary.load();
    try {
      return Optional.of(
          config instanceof NamespaceConfig.Rest server
              ? SharedServer.call(server, request)
              : callFolder(request));
    } catch (RuntimeException e) {
      if (notFound.test(e)) {
        return Optional.empty();
      }
      NativeFailure failure = NativeFailure.of(e, config.secrets());
      throw isWithoutManifest(e)
          ? CatalogErrors.noManifest(action, config.toString())
          : CatalogErrors.namespaceFailed(action, failure.reason(), failure.cause());
    }
  }

  /**
   * Tells that there are no namespaces from that their list cannot be read: lance-core 7.0.0, in
   * the folder or as a server, lists none of either, and without the list cannot be asked for a
   * certain one, whatever its name. What else a server answers of that one says nothing of the
   * others.
   *
   * @throws io.sparklancedb.error.LanceDbException when they cannot be read
   */
  void requireNamespaces() {
    DescribeNamespaceRequest certain = new DescribeNamespaceRequest().id(List.of("any"));
    call("list the namespaces", this::tellsOfNamespaces, names -> names.describeNamespace(certain));
  }

  private boolean tellsOfNamespaces(RuntimeException answer) {
    return config instanceof NamespaceConfig.Directory
        ? answer instanceof NamespaceNotFoundException
        : answer instanceof LanceNamespaceException
            && !(answer instanceof UnsupportedOperationException);
  }

  private <T> T callFolder(Function<LanceNamespace, T> request) {
    try (BufferAllocator allocator = ArrowMemory.newChild("lancedb namespace");
        DirectoryNamespace directory = new DirectoryNamespace()) {
      directory.initialize(config.properties(), allocator);
      return request.apply(directory);
    }
  }

  /**
   * When lance-core cannot read the table of namespaces it says so in the log alone, and goes on as
   * with a flat folder.
   */
  private static boolean isWithoutManifest(RuntimeException e) {
    return e instanceof UnsupportedOperationException
        && e.getMessage().matches(".*(manifest mode|only supports root).*");
  }
}
