package io.sparklancedb.it;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.Dataset;
import org.lance.namespace.DirectoryNamespace;
import org.lance.namespace.RestAdapter;
import org.lance.namespace.model.DeclareTableRequest;
import org.lance.namespace.model.ListTablesRequest;

/**
 * Nested namespaces in a folder or prefix, past the connector: lance-core's own REST server on this
 * machine, and lance-core's own client of the folder.
 */
public final class NamespaceServer implements AutoCloseable {
  private final Map<String, String> properties;
  private final RestAdapter server;

  private NamespaceServer(Map<String, String> properties) {
    this.properties = properties;
    this.server = new RestAdapter("dir", properties, "127.0.0.1", 0);
    server.start();
  }

  /**
   * @param more properties of lance-core's directory namespace
   */
  public static NamespaceServer start(String root, Map<String, String> more) {
    Map<String, String> properties = new HashMap<>(more);
    properties.put("root", root);
    return new NamespaceServer(properties);
  }

  public String uri() {
    return "http://127.0.0.1:" + server.getPort();
  }

  /** Names in a namespace, in order: those of tables, and those that are only declared. */
  public List<String> declared(String... namespace) {
    ListTablesRequest request =
        new ListTablesRequest().id(List.of(namespace)).includeDeclared(true);
    return ask(folder -> folder.listTables(request).getTables().stream().sorted().toList());
  }

  /** Declares a name and returns the place of its table. */
  public String declare(String... table) {
    return ask(
        folder -> folder.declareTable(new DeclareTableRequest().id(List.of(table))).getLocation());
  }

  /** Makes an empty table with the column {@code id}. */
  public void create(String... table) {
    String location = declare(table);
    Schema schema = new Schema(List.of(Field.nullable("id", new ArrowType.Int(64, true))));
    try (BufferAllocator allocator = new RootAllocator()) {
      Dataset.write().allocator(allocator).schema(schema).uri(location).execute().close();
    }
  }

  private <T> T ask(Function<DirectoryNamespace, T> question) {
    try (BufferAllocator allocator = new RootAllocator();
        DirectoryNamespace folder = new DirectoryNamespace()) {
      folder.initialize(properties, allocator);
      return question.apply(folder);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
