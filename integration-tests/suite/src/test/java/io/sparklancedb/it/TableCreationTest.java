package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A table's first version, whichever write makes it. */
@Tag("engine")
@ExtendWith(SparkExtension.class)
class TableCreationTest {
  private static final String HISTORY =
      "SELECT version, operation, inserted FROM lance.default.docs.versions ORDER BY version";

  @Test
  void theFirstVersionHoldsTheRowsAndTheSecondTheIndex(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.writer(spark.range(0, 100, 1, 3).selectExpr("id", "map('a', id) AS m"))
        .option("primary_key", Docs.KEY)
        .option("txn_app_id", "load")
        .option("txn_version", "7")
        .mode("overwrite")
        .save();

    assertEquals(2, docs.table().version());
    assertEquals(100, docs.reader().option("version", "1").load().count());
    assertEquals(List.of("id_idx"), docs.table().indexNames());
    docs.writer(spark.range(500).selectExpr("id", "map('a', id) AS m"))
        .option("txn_app_id", "load")
        .option("txn_version", "7")
        .save();
    assertEquals(100, docs.read().count());
    assertEquals(2, docs.table().version());
  }

  @Test
  @Tag("contract")
  void aQueryMakesItsTableInOneVersionWithItsProperties(SparkSession spark, Database database) {
    SqlCatalog catalog = SqlCatalog.of(spark, database);
    catalog.sql(
        "CREATE TABLE lance.default.docs TBLPROPERTIES ('primary_key' = 'id', 'team' = 'search')"
            + " AS SELECT id, array(cast(id AS FLOAT), 1f) AS v FROM range(50)");

    assertEquals(2, new Docs(spark, database).table().version());
    assertEquals("[[50]]", catalog.sql("SELECT count(*) FROM lance.default.docs VERSION AS OF 1"));
    assertEquals("[[team,search]]", catalog.sql("SHOW TBLPROPERTIES lance.default.docs ('team')"));
    assertEquals("1", catalog.sql(HISTORY).substring(2, 3));
  }

  @Test
  void whoComesSecondMergesIntoTheTableOfTheFirst(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    String folder = docs.table().folder().toString();
    docs.append(Sabotage.at(1, task -> makeTable(folder), spark.range(0, 10, 1, 1).toDF()));

    assertEquals(20, docs.read().count());
    assertEquals(20, docs.read().select("id").distinct().count());
    assertEquals(15, docs.reader().option("version", "1").load().count());
  }

  /** With the keys 5 to 19. */
  private static void makeTable(String folder) {
    FieldType key =
        new FieldType(
            false,
            new ArrowType.Int(64, true),
            null,
            Map.of("lance-schema:unenforced-primary-key", "true"));
    try {
      new NativeWriter(Path.of(folder))
          .create(
              new Schema(List.of(new Field(Docs.KEY, key, List.of()))),
              root -> {
                root.allocateNew();
                IntStream.range(0, 15)
                    .forEach(i -> ((BigIntVector) root.getVector(0)).setSafe(i, 5L + i));
                root.setRowCount(15);
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
