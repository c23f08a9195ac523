package io.sparklancedb.namespace;

import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.NamespaceConfig;
import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.DatasetCache;
import io.sparklancedb.dataset.LocalChanges;
import io.sparklancedb.dataset.NativeFailure;
import io.sparklancedb.dataset.NativeLibrary;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.error.FileReason;
import io.sparklancedb.error.TableErrors;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.lance.Dataset;
import org.lance.namespace.DirectoryNamespace;
import org.lance.namespace.model.ListTablesRequest;

/** The tables that a database holds. */
public final class DatabaseTables {
  /** An object store answers each after some round trips, and many at a time. */
  private static final int LOOKED_AT_AT_A_TIME = 16;

  private DatabaseTables() {}

  /**
   * Their names, in order. A folder that is named like a table and holds none is not among them.
   */
  static List<String> list(NamespaceConfig.Folder database) {
    NativeLibrary.load();
    try (BufferAllocator allocator = ArrowMemory.newChild("lancedb listing");
        DirectoryNamespace folder = new DirectoryNamespace()) {
      folder.initialize(properties(database.database(), database.storage()), allocator);
      Set<String> found = folder.listTables(new ListTablesRequest().id(List.of())).getTables();
      List<String> names = new TreeSet<>(found).stream().filter(TableAddress::isName).toList();
      return ParallelCalls.filter(names, LOOKED_AT_AT_A_TIME, name -> exists(database.table(name)));
    } catch (Exception e) {
      NativeFailure.raiseIfOurs(e);
      NativeFailure failure = NativeFailure.of(e, database.storage());
      throw TableErrors.noListing(database.database().value(), failure.reason(), failure.cause());
    }
  }

  private static Map<String, String> properties(DatabaseUri database, StorageOptions storage) {
    Map<String, String> properties = new HashMap<>();
    properties.put("root", database.value());
    // LanceDB's own layout is folders without a list of them.
    properties.put("manifest_enabled", "false");
    properties.put("dir_listing_enabled", "true");
    storage.values().forEach((key, value) -> properties.put("storage." + key, value));
    return properties;
  }

  public static boolean exists(TableAddress table) {
    return TableLoader.latest(table).isPresent();
  }

  /**
   * Removes a table with all its versions.
   *
   * @return whether there was one
   */
  static boolean drop(TableAddress table) {
    if (!exists(table)) {
      return false;
    }
    try {
      Dataset.drop(table.uri(), table.storage().values());
    } catch (Exception e) {
      throw TableLoader.unreachable(table, e);
    } finally {
      LocalChanges.note(table);
    }
    DatasetCache.forget(table);
    return true;
  }

  /** Gives a table another name. In a folder only: an object store would copy every file. */
  static void rename(TableAddress table, TableAddress renamed) {
    if (!table.database().isFolder()) {
      throw TableErrors.noRename(table.uri());
    }
    Path target = Path.of(renamed.uri());
    try {
      if (Files.exists(target)) {
        throw new FileAlreadyExistsException(target.toString());
      }
      Files.move(Path.of(table.uri()), target);
    } catch (IOException e) {
      throw TableErrors.notRenamed(table.uri(), renamed.stem(), FileReason.of(e), e);
    }
    LocalChanges.note(table);
    LocalChanges.note(renamed);
    DatasetCache.forget(table);
  }
}
