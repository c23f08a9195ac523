package io.sparklancedb.benchmark.compare;

import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The same Spark for every system. */
final class Session {
  static final int THREADS = 2;

  /** Spark's 200 would cost each system hundreds of empty tasks. */
  private static final int SHUFFLE_PARTITIONS = 8;

  private Session() {}

  static SparkSession open(Path folder, Map<String, String> configuration) {
    SparkSession.Builder builder =
        SparkSession.builder()
            .master("local[" + THREADS + "]")
            .appName("compare")
            .config("spark.ui.enabled", false)
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", SHUFFLE_PARTITIONS)
            .config("spark.local.dir", folder.resolve("spark-local").toString())
            .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString());
    configuration.forEach(builder::config);
    return builder.getOrCreate();
  }
}
