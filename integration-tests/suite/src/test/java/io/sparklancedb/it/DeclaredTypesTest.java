package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
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
  private static final String LENGTH =
      "Cannot declare '%s' of table '%s' as %s: the table keeps no lengths of strings, and nothing would check them. Declare it as STRING; in a query, cast it to STRING.";
  private static final String NOT_NULL =
      "Cannot declare '%s' of table '%s' as NOT NULL: the table keeps that of columns only, not of what is in them. Leave NOT NULL out there.";

  @ParameterizedTest
  @Tag("contract")
  @CsvSource(
      delimiter = '|',
      value = {
        "c CHAR(5)|c|CHAR(5)",
        "c VARCHAR(3)|c|VARCHAR(3)",
        "c STRUCT<a: ARRAY<VARCHAR(3)>>|c.a.element|VARCHAR(3)",
        "c STRUCT<n: INT NOT NULL, m: BIGINT>|c.n|",
        "c ARRAY<STRUCT<n: INT NOT NULL>>|c.element.n|"
      })
  void isRefusedInCreate(
      String column, String path, String type, SparkSession spark, Database database) {
    SqlCatalog catalog = SqlCatalog.of(spark, database);
    String message = type == null ? NOT_NULL : LENGTH;

    assertEquals(
        message.formatted(path, "lance.default.docs", type),
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
    assertEquals(
        LENGTH.formatted("v", "docs", "VARCHAR(3)"),
        catalog.refusal("ALTER TABLE lance.default.docs ADD COLUMN v VARCHAR(3)"));
    assertEquals(version, new Docs(spark, database).table().version());
  }
}
