package io.sparklancedb.catalog;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Spark has cached of the tables of a catalog. */
final class CachedTables {
  private static final Logger LOG = LoggerFactory.getLogger(CachedTables.class);

  private CachedTables() {}

  /**
   * Brings it up to date. The table has changed already when this is called, so a failure is said
   * in the log.
   *
   * @param path the table's namespaces and its name
   */
  static void refresh(String catalog, Supplier<List<String>> path) {
    SparkSession spark = SparkSession.active();
    if (!spark.sharedState().cacheManager().isEmpty()) {
      try {
        spark.catalog().refreshTable(quoted(catalog, path.get()));
      } catch (RuntimeException e) {
        LOG.warn("Could not refresh what is cached of the table. Call REFRESH TABLE on it.", e);
      }
    }
  }

  private static String quoted(String catalog, List<String> path) {
    Stream<String> root =
        path.size() == 1 ? Stream.of(NamespaceCatalog.DEFAULT_NAMESPACE) : Stream.empty();
    return Stream.of(Stream.of(catalog), root, path.stream())
        .flatMap(parts -> parts)
        .map(part -> "`" + part.replace("`", "``") + "`")
        .collect(Collectors.joining("."));
  }
}
