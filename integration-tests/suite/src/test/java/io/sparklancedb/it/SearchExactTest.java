package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lance.index.DistanceType;
import org.lance.index.IndexOptions;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.vector.IvfBuildParams;
import org.lance.index.vector.VectorIndexParams;

/** An exact search finds what comparing all vectors here finds. */
@Tag("engine")
@ExtendWith(SparkExtension.class)
class SearchExactTest {
  private static final int DIMENSION = 4;
  private static final int QUERIES = 12;
  private static final StructType TYPES =
      StructType.fromDDL("id BIGINT, part INT, embedding ARRAY<FLOAT>");

  private record Model(int part, Float[] vector) {}

  private record Found(long id, double distance) {}

  private final TreeMap<Long, Model> rows = new TreeMap<>();
  private Random random;

  @Test
  void findsTheSameInTasks(SparkSession spark, Database database) {
    System.setProperty("io.sparklancedb.search", "job");
    try {
      findsWhatAComparisonOfAllFinds(3, spark, database);
      String plan =
          ScanText.plan(
              new Docs(spark, database)
                  .reader()
                  .option("query_vector", "[1, 2, 3, 4]")
                  .option("search", "exact")
                  .option("lookup_rows", 0)
                  .load());
      assertTrue(plan.contains(", flat in tasks"), plan);
    } finally {
      System.clearProperty("io.sparklancedb.search");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void findsWhatAComparisonOfAllFinds(long seed, SparkSession spark, Database database) {
    random = new Random(seed);
    Docs docs = new Docs(spark, database);
    write(docs, 0, 120);
    write(docs, 60, 100);
    index(docs);
    write(docs, 110, 160);
    docs.table().delete("id % 11 = 3");
    rows.keySet().removeIf(id -> id % 11 == 3);
    for (int query = 0; query < QUERIES; query++) {
      compare(docs, query % 3);
    }
  }

  private void write(Docs docs, int from, int to) {
    List<Row> written = new ArrayList<>();
    for (long id = from; id < to; id++) {
      Model model = new Model(random.nextInt(5), vector());
      rows.put(id, model);
      written.add(RowFactory.create(id, model.part(), model.vector()));
    }
    docs.writer(docs.spark().createDataFrame(written, TYPES).coalesce(2))
        .option("primary_key", "id")
        .option("vector.embedding", Integer.toString(DIMENSION))
        .save();
  }

  /** Whole numbers, so that there are ties; some vectors are null, zero, or hold a NaN. */
  private Float[] vector() {
    int kind = random.nextInt(20);
    if (kind == 0) {
      return null;
    }
    Float[] vector = new Float[DIMENSION];
    Arrays.setAll(vector, i -> kind == 1 ? 0f : random.nextInt(7) - 3f);
    if (kind == 2) {
      vector[random.nextInt(DIMENSION)] = Float.NaN;
    }
    return vector;
  }

  private static void index(Docs docs) {
    VectorIndexParams params =
        new VectorIndexParams.Builder(new IvfBuildParams.Builder().setNumPartitions(4).build())
            .setDistanceType(DistanceType.L2)
            .build();
    new NativeWriter(docs.table().folder())
        .change(
            dataset ->
                dataset.createIndex(
                    IndexOptions.builder(
                            List.of("embedding"),
                            IndexType.IVF_FLAT,
                            IndexParams.builder().setVectorIndexParams(params).build())
                        .withIndexName("embedding_idx")
                        .build()));
  }

  private void compare(Docs docs, int metric) {
    String name = List.of("l2", "cosine", "dot").get(metric);
    double[] query = new double[DIMENSION];
    Arrays.setAll(query, i -> random.nextInt(9) / 2.0 - 2 + 0.25);
    int limit = List.of(1, 5, 20, 1000).get(random.nextInt(4));
    int parts = random.nextInt(6);
    List<Found> expected =
        rows.entrySet().stream()
            .filter(row -> parts == 5 || row.getValue().part() <= parts)
            .filter(row -> row.getValue().vector() != null)
            .map(row -> new Found(row.getKey(), distance(metric, query, row.getValue().vector())))
            .filter(row -> !Double.isNaN(row.distance()))
            .sorted(Comparator.comparing(Found::distance))
            .toList();
    DataFrameReader reader =
        docs.reader()
            .option("query_vector", Arrays.toString(query))
            .option("distance_type", name)
            .option("search", "exact")
            .option("lookup_rows", random.nextBoolean() ? 1000 : 0)
            .option("limit", limit);
    if (parts < 5) {
      reader = reader.option("where", "part <= " + parts);
    }
    List<Row> found = reader.load().select("id", "_distance", "part").collectAsList();
    require(name + " " + Arrays.toString(query) + " " + parts, expected, found, limit);
  }

  /** Of equal distances any may be left out. */
  private void require(String what, List<Found> expected, List<Row> found, int limit) {
    assertEquals(Math.min(limit, expected.size()), found.size(), what);
    Map<Long, Double> distances =
        expected.stream().collect(Collectors.toMap(Found::id, Found::distance));
    assertEquals(found.size(), found.stream().map(row -> row.getLong(0)).distinct().count(), what);
    for (int i = 0; i < found.size(); i++) {
      Row row = found.get(i);
      assertEquals(expected.get(i).distance(), row.getFloat(1), 1e-5, what);
      assertEquals(distances.get(row.getLong(0)), row.getFloat(1), 1e-5, what);
      assertEquals(rows.get(row.getLong(0)).part(), row.getInt(2), what);
      assertTrue(i == 0 || found.get(i - 1).getFloat(1) <= row.getFloat(1), what);
    }
  }

  private static double distance(int metric, double[] query, Float[] vector) {
    double squares = 0;
    double product = 0;
    double ofQuery = 0;
    double ofVector = 0;
    for (int i = 0; i < DIMENSION; i++) {
      squares += (query[i] - vector[i]) * (query[i] - vector[i]);
      product += query[i] * vector[i];
      ofQuery += query[i] * query[i];
      ofVector += vector[i] * vector[i];
    }
    return switch (metric) {
      case 0 -> squares;
      case 1 -> 1 - product / Math.sqrt(ofQuery * ofVector);
      default -> 1 - product;
    };
  }
}
