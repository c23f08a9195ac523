package io.sparklancedb.benchmark.compare;

import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** What is compared, by the name under which its jars lie and its figures are shown. */
enum Contender {
  SPARK_LANCEDB("spark-lancedb"),
  LANCE_CORE("lance-core"),
  LANCE_SPARK("lance-spark"),
  DELTA("delta"),
  ICEBERG("iceberg"),
  PARQUET("parquet");

  private final String label;

  Contender(String label) {
    this.label = label;
  }

  static Contender of(String label) {
    for (Contender contender : values()) {
      if (contender.label.equals(label)) {
        return contender;
      }
    }
    throw new IllegalArgumentException(
        "Cannot compare '%s': it is none of the systems.".formatted(label));
  }

  String label() {
    return label;
  }

  /** What the Spark session needs to be told. */
  Map<String, String> configuration(Path database) {
    return switch (this) {
      case SPARK_LANCEDB, LANCE_CORE, PARQUET -> Map.of();
      case LANCE_SPARK -> SqlDialect.lanceSparkConfiguration(database);
      case DELTA -> SqlDialect.deltaConfiguration();
      case ICEBERG -> SqlDialect.icebergConfiguration(database);
    };
  }

  /** The classes of a system are loaded only here: no other process has its jars. */
  TableSystem open(SparkSession spark, Path database) {
    return switch (this) {
      case SPARK_LANCEDB -> new LanceDbSystem(spark, database);
      case LANCE_CORE -> new LanceCoreSystem(new LanceDbSystem(spark, database), database);
      case LANCE_SPARK -> new SqlSystem(spark, SqlDialect.lanceSpark(database));
      case DELTA -> new SqlSystem(spark, SqlDialect.delta(database));
      case ICEBERG -> new SqlSystem(spark, SqlDialect.iceberg(database));
      case PARQUET -> new ParquetSystem(spark, database);
    };
  }
}
