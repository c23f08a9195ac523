package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a statement declares of a column, and the table would forget, is refused. */
@Tag("engine")
@ExtendWith(SparkExtension.class)
class DeclaredTypesTest {
  private static final String NOT_NULL =
      "Cannot declare '%s' of table '%s' as NOT NULL: the table keeps that of columns only, not of what is in them. Leave NOT NULL out there.";

  @ParameterizedTest
  @Tag("contract")
  @CsvSource(
      delimiter = '|',
      value = {
        "c STRUCT<n: INT NOT NULL, m: BIGINT>|c.n",
        "c ARRAY<STRUCT<n: INT NOT NULL>>|c.element.n"
      })
  void isRefusedInCreate(String column, String path, SparkSession spark, Database database) {
    SqlCatalog catalog = SqlCatalog.of(spark, database);
    assertEquals(
        NOT_NULL.formatted(path, "lance.default.docs"),
        catalog.refusal("CREATE TABLE lance.default.docs (id INT, " + column + ")"));
    assertFalse(Files.exists(database.table(Docs.NAME)));
  }

  @Test
  void isRefusedInAlter(SparkSession spark, Database database) {
    SqlCatalog catalog = SqlCatalog.of(spark, database);
    catalog.sql("CREATE TABLE lance.default.docs (id INT NOT NULL)");
    long version = new Docs(spark, database).table().version();

    assertEquals(
        NOT_NULL.formatted("c.n", "docs"),
        catalog.refusal("ALTER TABLE lance.default.docs ADD COLUMN c STRUCT<n: INT NOT NULL>"));
    assertEquals(version, new Docs(spark, database).table().version());
  }

  /** A query's columns are made nullable at every depth. */
  @Test
  @Tag("contract")
  void isLeftOutOfAQuerysColumns(SparkSession spark, Database database) {
    SqlCatalog catalog = SqlCatalog.of(spark, database);
    String query = "SELECT 1 AS id, named_struct('n', 1, 'l', array(1)) AS c";
    catalog.sql("CREATE TABLE lance.default.copy AS " + query);
    new Docs(spark, database).append(spark.sql(query));

    for (String table : List.of("copy", "docs")) {
      assertEquals(
          "STRUCT<n: INT, l: ARRAY<INT>>",
          spark.table("lance.default." + table).schema().apply("c").dataType().sql());
    }
  }
}
