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
 * Calls one of lance-core's namespace implementations. That of a server stays open. That of a
 * folder is opened for one request: it keeps the version of the list of namespaces that it has
 * read, and would fail for good if the folder was created again.
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
   * Refuses to go on if the list of namespaces cannot be read. lance-core 7.0.0 returns an empty
   * list both then and if there are none. It does fail, though, when a single namespace is asked
   * for, whatever its name: so one is asked for. That this one does not exist is the good answer.
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
   * If lance-core cannot read the table of namespaces, it says so in its log only, and treats the
   * database as a flat folder.
   */
  private static boolean isWithoutManifest(RuntimeException e) {
    return e instanceof UnsupportedOperationException
        && e.getMessage().matches(".*(manifest mode|only supports root).*");
  }
}
