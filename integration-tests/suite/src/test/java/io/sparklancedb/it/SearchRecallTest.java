package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** With default settings a search through an index finds nearly all that an exact one finds. */
@Tag("engine")
@ExtendWith(SparkExtension.class)
class SearchRecallTest {
  private static final int DIMENSION = 32;
  private static final int ROWS = 20_000;
  private static final int CLUSTERS = 200;
  private static final int QUERIES = 30;
  private static final StructType TYPES = StructType.fromDDL("id BIGINT, part INT, v ARRAY<FLOAT>");

  private final Random random = new Random(11);
  private final float[][] centers = new float[CLUSTERS][DIMENSION];
  private Docs docs;

  @Test
  void findsNineteenOfTwentyByDefault(SparkSession spark, Database database) {
    docs = new Docs(spark, database);
    for (float[] center : centers) {
      for (int i = 0; i < DIMENSION; i++) {
        center[i] = (float) random.nextGaussian();
      }
    }
    SqlCatalog.of(spark, database)
        .sql(
            "CREATE TABLE lance.docs (id BIGINT, part INT, v ARRAY<FLOAT>) TBLPROPERTIES ('primary_key' = 'id', 'vector.v' = '%d', 'index.v' = 'ivf_pq')"
                .formatted(DIMENSION));
    write(0, ROWS);

    requireRecall("");
    requireRecall("part = 3");
    requireRecall("part < 20");
    write(ROWS - 3_000, ROWS + 3_000);
    requireRecall("");
    docs.table().delete("id % 4 = 1");
    docs.table().compact();
    requireRecall("");
    String plan = ScanText.plan(search(vectorText()).option("lookup_rows", 0).load());
    assertTrue(plan.contains(", index v_idx (IVF_PQ), nprobes 20, refine factor 50"), plan);
    DataFrameReader half = search(vectorText()).option("where", "part >= 25");
    String more = ScanText.plan(half.option("lookup_rows", 0).load());
    assertTrue(more.matches("(?s).*, nprobes (3[89]|4[012]), refine factor 50.*"), more);
    assertEquals(1, search(vectorText()).option("lookup_rows", 0).load().rdd().getNumPartitions());
  }

  private void write(int from, int to) {
    List<Row> rows = new ArrayList<>(to - from);
    for (long id = from; id < to; id++) {
      rows.add(RowFactory.create(id, random.nextInt(50), vector()));
    }
    docs.append(docs.spark().createDataFrame(rows, TYPES));
  }

  private float[] vector() {
    float[] center = centers[(int) (CLUSTERS * Math.pow(random.nextDouble(), 2))];
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = center[i] + (float) random.nextGaussian() / 2;
    }
    return vector;
  }

  private String vectorText() {
    return Arrays.toString(vector());
  }

  private DataFrameReader search(String vector) {
    return docs.reader().option("query_vector", vector);
  }

  private void requireRecall(String where) {
    int found = 0;
    int wanted = 0;
    for (int i = 0; i < QUERIES; i++) {
      String vector = vectorText();
      Set<Long> nearest = ids(vector, where, "exact");
      wanted += nearest.size();
      nearest.retainAll(ids(vector, where, "approximate"));
      found += nearest.size();
    }
    assertEquals(10 * QUERIES, wanted);
    assertTrue(found >= 0.95 * wanted, found + " of " + wanted + " where " + where);
  }

  private Set<Long> ids(String vector, String where, String search) {
    DataFrameReader reader = search(vector).option("search", search);
    Dataset<Row> rows = (where.isEmpty() ? reader : reader.option("where", where)).load();
    Set<Long> ids = new HashSet<>();
    rows.select("id").collectAsList().forEach(row -> ids.add(row.getLong(0)));
    return ids;
  }
}
