package io.sparklancedb.it;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Columns that rows which are there would have as a null struct with lists or maps below. */
@Tag("engine")
@ExtendWith(SparkExtension.class)
class AddedStructsTest {
  private static Runnable meanwhile;

  private static final String REFUSAL =
      "Cannot add column '%s' to a table that has rows: in those it would be a null struct with lists or maps below, which Lance may read back wrong. Make a new table of the rows and the column's values.";

  @Test
  void alterTableRefusesThemWhereThereAreRows(SparkSession spark, Database database) {
    SqlCatalog catalog = SqlCatalog.of(spark, database);
    catalog.sql(
        "CREATE TABLE lance.default.docs (id BIGINT, s STRUCT<a: INT>) TBLPROPERTIES ('primary_key' = 'id')",
        "ALTER TABLE lance.default.docs ADD COLUMN early STRUCT<l: ARRAY<INT>>",
        "INSERT INTO lance.default.docs VALUES (1, struct(1), struct(array(1)))");
    long before = new Docs(spark, database).table().version();

    assertEquals(
        REFUSAL.formatted("c"),
        Failure.of(
                () ->
                    catalog.sql(
                        "ALTER TABLE lance.default.docs ADD COLUMN c STRUCT<l: ARRAY<INT>>"))
            .refusal());
    assertEquals(
        REFUSAL.formatted("s.c"),
        Failure.of(
                () ->
                    catalog.sql(
                        "ALTER TABLE lance.default.docs ADD COLUMN s.c STRUCT<s: STRUCT<l: ARRAY<INT>>>"))
            .refusal());
    assertEquals(before, new Docs(spark, database).table().version());
  }

  @Test
  void aWriteThatAddsColumnsRefusesThemWhereRowsStay(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(spark.sql("SELECT 1L AS id"));
    var rows = spark.sql("SELECT 2L AS id, named_struct('l', array(1)) AS c");

    assertEquals(
        REFUSAL.formatted("c"),
        Failure.of(() -> docs.writer(rows).option("schema_evolution", "add_columns").save())
            .refusal());
    docs.writer(rows).mode("overwrite").option("schema_evolution", "add_columns").save();
    assertEquals("[2,1]", docs.read().selectExpr("id", "c.l[0]").first().toString());
  }

  @Test
  void rowsThatLackOneAddedMeanwhileAreNotCommitted(SparkSession spark, Database database) {
    SqlCatalog catalog = SqlCatalog.of(spark, database);
    catalog.sql("CREATE TABLE lance.default.docs (id BIGINT) TBLPROPERTIES ('primary_key' = 'id')");
    AtomicBoolean done = new AtomicBoolean();
    meanwhile =
        () -> {
          if (done.compareAndSet(false, true)) {
            catalog.sql("ALTER TABLE lance.default.docs ADD COLUMN c STRUCT<l: ARRAY<INT>>");
          }
        };
    spark.udf().register("add_meanwhile", (UDF1<Long, Long>) AddedStructsTest::add, LongType);

    assertEquals(
        "Cannot commit to table '%s': another writer added column 'c' meanwhile, and the new rows would have it as a null struct with lists or maps below, which Lance may read back wrong. Nothing of this commit is in the table. Run the write again."
            .formatted(database.table(Docs.NAME)),
        catalog.refusal(
            "INSERT INTO lance.default.docs SELECT add_meanwhile(id) FROM range(0, 1, 1, 1)"));
    assertEquals("[]", catalog.sql("SELECT * FROM lance.default.docs"));
  }

  private static Long add(Long id) {
    meanwhile.run();
    return id;
  }
}
