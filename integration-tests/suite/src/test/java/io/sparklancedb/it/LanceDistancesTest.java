package io.sparklancedb.it;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lance.index.DistanceType;

/** Distances in SQL are those of Lance's search. */
@ExtendWith(SparkExtension.class)
@Tag("planner")
class LanceDistancesTest {
  /** No multiple of the lanes of any processor. */
  private static final int DIMENSION = 37;

  @ParameterizedTest
  @CsvSource({"float16, 1e-3", "float32, 1e-5", "float64, 1e-5"})
  void areThoseOfLancesSearch(String type, double tolerance, SparkSession spark, Database database)
      throws Exception {
    assumeFalse(
        type.equals("float16") && spark.version().startsWith("3."),
        "Spark 3.5 does not read float16");
    SqlCatalog.of(spark, database)
        .sql(
            "CREATE TABLE lance.default.t (id INT, v ARRAY<%s>) TBLPROPERTIES ('primary_key' = 'id', 'vector.v' = '%d:%s')"
                .formatted(type.equals("float64") ? "DOUBLE" : "FLOAT", DIMENSION, type),
            "INSERT INTO lance.default.t SELECT cast(id AS INT), transform(sequence(1, %d), i -> xxhash64(id, i) %% 1000 / 500.0F) FROM range(300)"
                .formatted(DIMENSION),
            "INSERT INTO lance.default.t VALUES (300, null), (301, array_repeat(0F, 37)), (302, array_repeat(float('NaN'), 37)), (303, array_repeat(1F, 37))");
    float[] query = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      query[i] = (i % 13 - 6) / 8f; // That is a float16 as well.
    }

    Map<String, DistanceType> metrics =
        Map.of(
            "l2_distance", DistanceType.L2,
            "cosine_distance", DistanceType.Cosine,
            "dot_distance", DistanceType.Dot);
    for (var metric : metrics.entrySet()) {
      Map<Integer, Float> distances =
          new NativeTable(database.table("t")).distances("v", query, metric.getValue());
      assertTrue(distances.size() > 300, metric.getKey());
      for (Row row : ours(spark, metric.getKey(), query)) {
        requireNear(distances.get(row.getInt(0)), row, tolerance, metric.getKey());
      }
    }
  }

  private static List<Row> ours(SparkSession spark, String function, float[] query) {
    List<Row> rows =
        spark
            .table("lance.default.t")
            .select(col("id"), call_function("lance.system." + function, col("v"), lit(query)))
            .collectAsList();
    assertEquals(304, rows.size());
    return rows;
  }

  /** Lance's search leaves out what has no distance. */
  private static void requireNear(Float expected, Row row, double tolerance, String function) {
    if (expected == null) {
      assertTrue(row.isNullAt(1) || Float.isNaN(row.getFloat(1)), function + row);
    } else {
      double scale = Math.max(1, Math.abs(expected));
      assertEquals(expected, row.getFloat(1), tolerance * scale, function + row);
    }
  }
}
