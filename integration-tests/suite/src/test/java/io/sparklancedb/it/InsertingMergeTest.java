package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A {@code MERGE} that only inserts, which Spark plans as an append. */
@Tag("engine")
@ExtendWith(SparkExtension.class)
class InsertingMergeTest {
  private static final String BEFORE = "1,old,500; 2,two,100";

  /** Happens once, while a statement runs that calls {@code meanwhile}. */
  private static final AtomicReference<Runnable> MEANWHILE = new AtomicReference<>();

  private SparkSession spark;
  private SqlCatalog catalog;
  private String uri;

  @BeforeEach
  void makeTheTable(SparkSession session, Database database) {
    spark = session;
    uri = database.table("t").toString();
    catalog = SqlCatalog.of(session, database);
    catalog.sql(
        "CREATE TABLE lance.default.t (id INT, c STRING, n BIGINT) TBLPROPERTIES ('primary_key' = 'id')",
        "INSERT INTO lance.default.t VALUES (1, 'old', 500), (2, 'two', 100)");
    spark
        .sql("SELECT * FROM VALUES (1, 'new', 1L), (3, 'three', 3L) AS s(id, c, n)")
        .createOrReplaceTempView("s");
    spark.udf().register("meanwhile", meanwhile(), DataTypes.LongType);
  }

  /** Captures nothing that cannot be sent to a task. */
  private static UDF1<Long, Long> meanwhile() {
    return value -> {
      Runnable action = MEANWHILE.getAndSet(null);
      if (action != null) {
        CompletableFuture.runAsync(action).join();
      }
      return value;
    };
  }

  private String rows() {
    return SqlCatalog.text(spark.sql("SELECT * FROM lance.default.t ORDER BY id"));
  }

  @ParameterizedTest
  @Tag("contract")
  @CsvSource(
      delimiter = '|',
      value = {
        "t.c = s.c|INSERT *",
        "t.id <=> s.id AND t.n < 200|INSERT *",
        "t.id = s.id + 10|INSERT *",
        "t.id = s.id|INSERT (id, c) VALUES (s.id - 2, s.c)",
        "t.c = s.c|INSERT (id, c) VALUES (s.id, 'x') WHEN NOT MATCHED THEN INSERT *",
      })
  void aKeyThatIsThereIsNotReplacedWhateverIsCompared(String condition, String clause) {
    String first = clause.replaceFirst("INSERT \\(id, c\\) VALUES \\(s.id, 'x'\\) WHEN", "WHEN");
    String merge =
        "MERGE INTO lance.default.t t USING s ON %s WHEN NOT MATCHED%s THEN %s"
            .formatted(condition, first.equals(clause) ? "" : " AND s.n > 100", clause);

    assertEquals(
        "Cannot merge table '%s': 1 row would get a value of the primary key 'id' that other rows have. The table is as it was. Choose other keys, or update those rows."
            .formatted(uri),
        catalog.refusal(merge));
    assertEquals(BEFORE, rows());
  }

  @ParameterizedTest
  @Tag("contract")
  @CsvSource(
      delimiter = '|',
      value = {
        "s|t.id = s.id|INSERT *|",
        "s|s.id <=> t.id|INSERT (id, n, c) VALUES (s.id, s.n, s.c)|",
        "(SELECT cast(id AS BIGINT) AS id, c, n FROM s)|t.id = s.id|INSERT *|",
        "(SELECT cast(id AS SMALLINT) AS id, c, n FROM s)|t.id = s.id|INSERT *|",
        "(SELECT * FROM s WHERE id = 3)|t.c = s.c|INSERT *|",
        "(SELECT * FROM s)|t.id = s.id AND s.n < 2|INSERT *|s.id > 2"
      })
  void onlyRowsOfNewKeysAreInserted(String source, String on, String clause, String and) {
    catalog.sql(
        "MERGE INTO lance.default.t t USING %s s ON %s WHEN NOT MATCHED %s THEN %s"
            .formatted(source, on, and == null ? "" : "AND " + and, clause));

    assertEquals(BEFORE + "; 3,three,3", rows());
  }

  /** The table is read by its own write, as a merge's is. */
  @Test
  @Tag("contract")
  void anInsertOfRowsThatTheTableLacksMergesOnTheKey() {
    catalog.sql(
        "INSERT INTO lance.default.t SELECT s.* FROM s LEFT ANTI JOIN lance.default.t t ON t.c = s.c");

    assertEquals("1,new,1; 2,two,100; 3,three,3", rows());
  }

  @Test
  void aKeyThatIsInsertedMeanwhileKeepsItsRow() {
    MEANWHILE.set(() -> spark.sql("INSERT INTO lance.default.t VALUES (3, 'mine', 0)"));
    catalog.sql(
        "MERGE INTO lance.default.t t USING (SELECT cast(meanwhile(id) AS INT) AS id, 'new' AS c, id AS n FROM range(1, 5, 1, 1)) s ON t.id = s.id WHEN NOT MATCHED THEN INSERT *");

    assertEquals(BEFORE + "; 3,mine,0; 4,new,4", rows());
  }

  @ParameterizedTest
  @CsvSource({"t", "keyless"})
  void aMergeByAnotherConditionHoldsForWhatItRead(String table) {
    String target = "lance.default." + table;
    catalog.sql("CREATE TABLE lance.default.keyless AS SELECT * FROM lance.default.t");
    String insertion = "INSERT INTO %s VALUES (7, 'three', 0)".formatted(target);
    MEANWHILE.set(() -> spark.sql(insertion));
    String message =
        catalog.refusal(
            "MERGE INTO %s t USING (SELECT cast(id AS INT) AS id, 'three' AS c, meanwhile(id) AS n FROM range(3, 4, 1, 1)) s ON t.c = s.c WHEN NOT MATCHED THEN INSERT *"
                .formatted(target));

    assertEquals(
        "Cannot merge table '%s': rows have changed since the statement read them (REASON). The table is as the other writer left it. Run the statement again."
            .formatted(uri.replace("/t.lance", "/" + table + ".lance")),
        message.replaceFirst("read them \\(.*\\)\\. The table", "read them (REASON). The table"));
    assertEquals("[[1], [2], [7]]", catalog.sql("SELECT id FROM %s ORDER BY id".formatted(target)));
  }
}
