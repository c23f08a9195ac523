package io.sparklancedb.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What writes that came to nothing have left of a table: files of rows that no version names. */
public record Leftovers(Database database, String table) {
  public static Leftovers of(Docs docs) {
    return new Leftovers(docs.database(), Docs.NAME);
  }

  /** Relative to the database. */
  public List<String> names() {
    Path data = database.table(table).resolve("data");
    Set<String> named = named();
    Stream<Path> unnamed =
        below(data).filter(file -> !named.contains(data.relativize(file).toString()));
    return Stream.concat(unnamed, below(database.folder().resolve(".spark-lancedb")))
        .map(file -> database.folder().relativize(file).toString())
        .toList();
  }

  /** Waits for the last of them to be removed: tasks that were ended may still clean up. */
  public void awaitNone() {
    Poll.until(() -> "there is no " + names(), () -> names().isEmpty());
  }

  private Set<String> named() {
    Path folder = database.table(table);
    return Files.exists(folder.resolve("_versions"))
        ? new NativeTable(folder).dataFilesOfAllVersions()
        : Set.of();
  }

  private static Stream<Path> below(Path folder) {
    if (!Files.exists(folder)) {
      return Stream.of();
    }
    return new FileTree(folder).names().stream().map(folder::resolve).filter(Files::isRegularFile);
  }
}
