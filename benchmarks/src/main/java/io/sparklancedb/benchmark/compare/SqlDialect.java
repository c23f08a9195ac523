package io.sparklancedb.benchmark.compare;

import io.sparklancedb.benchmark.compare.TableSystem.Phase;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Where systems that are written with SQL differ.
 *
 * @param name of a table in SQL
 * @param folder of a table
 * @param creation what follows the columns in {@code CREATE TABLE}
 * @param movable whether a copy of a table's folder is a table
 * @param measured what is worth its time
 */
record SqlDialect(
    Function<String, String> name,
    Function<String, Path> folder,
    String creation,
    boolean movable,
    Set<Phase> measured) {
  private static final Set<Phase> WITHOUT_APPEND = Set.of(Phase.LOAD, Phase.UPSERT, Phase.READ);

  static Map<String, String> lanceSparkConfiguration(Path database) {
    return Map.of(
        "spark.sql.extensions", "org.lance.spark.extensions.LanceSparkSessionExtensions",
        "spark.sql.catalog.lance", "org.lance.spark.LanceNamespaceSparkCatalog",
        "spark.sql.catalog.lance.impl", "dir",
        "spark.sql.catalog.lance.root", database.toString(),
        "spark.sql.catalog.lance.single_level_ns", "true",
        // Tables are found by their folders: the copies that are measured stand in no list.
        "spark.sql.catalog.lance.manifest_enabled", "false");
  }

  /** The vectors are of fixed size, as in the connector; without the property they are lists. */
  static SqlDialect lanceSpark(Path database) {
    return new SqlDialect(
        table -> "lance.default.`" + table + "`",
        table -> database.resolve(table + ".lance"),
        "USING lance TBLPROPERTIES ('%s.arrow.fixed-size-list.size' = '%d')"
            .formatted(SourceRows.VECTOR, SourceRows.DIMENSION),
        true,
        Set.of(Phase.values()));
  }

  /** Delta reads its log in 50 partitions otherwise, which costs two cores a second each time. */
  static Map<String, String> deltaConfiguration() {
    return Map.of(
        "spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension",
        "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog",
        "spark.databricks.delta.snapshotPartitions", "2");
  }

  static SqlDialect delta(Path database) {
    return new SqlDialect(
        table -> "delta.`" + database.resolve(table) + "`",
        database::resolve,
        "USING delta TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')",
        true,
        WITHOUT_APPEND);
  }

  /** Without the cache, which would not see that a table was put back to what it was. */
  static Map<String, String> icebergConfiguration(Path database) {
    return Map.of(
        "spark.sql.extensions", "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
        "spark.sql.catalog.iceberg", "org.apache.iceberg.spark.SparkCatalog",
        "spark.sql.catalog.iceberg.type", "hadoop",
        "spark.sql.catalog.iceberg.warehouse", database.toString(),
        "spark.sql.catalog.iceberg.cache-enabled", "false");
  }

  /** Format version 3 marks deleted rows by deletion vectors. */
  static SqlDialect iceberg(Path database) {
    return new SqlDialect(
        table -> "iceberg.db.`" + table + "`",
        table -> database.resolve("db").resolve(table),
        "USING iceberg TBLPROPERTIES ('format-version' = '3', 'write.merge.mode' = 'merge-on-read')",
        false,
        WITHOUT_APPEND);
  }
}
