package io.sparklancedb.write;

import io.sparklancedb.config.Options;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Spark has cached of a table. After a write Spark itself brings up to date what was read with
 * the write's own options; a read has none of those that say how to write.
 */
final class CachedReads {
  private static final Logger LOG = LoggerFactory.getLogger(CachedReads.class);
  private static final String VIEW = "lancedb_written";

  private CachedReads() {}

  /**
   * Refreshes what was read with the options of a write but for those that only writes have. Rows
   * are committed already when this is called, so a failure is said in the log.
   */
  static void refresh(Map<String, String> writeOptions) {
    Map<String, String> options = new HashMap<>(writeOptions);
    options.keySet().removeIf(Options::isOfWrites);
    SparkSession spark = SparkSession.active();
    if (options.size() < writeOptions.size() && !spark.sharedState().cacheManager().isEmpty()) {
      try {
        refresh(spark.newSession(), options);
      } catch (RuntimeException e) {
        LOG.warn("Could not refresh what is cached of the table. Call unpersist() on it.", e);
      }
    }
  }

  /**
   * Views are refreshed by their names.
   *
   * @param spark of nobody else: dropping a view drops what is cached of it
   */
  private static void refresh(SparkSession spark, Map<String, String> options) {
    spark.read().format("lancedb").options(options).load().createOrReplaceTempView(VIEW);
    spark.catalog().refreshTable(VIEW);
  }
}
