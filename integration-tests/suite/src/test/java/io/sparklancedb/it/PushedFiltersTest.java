package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Lance is asked to filter by. That the answers are right is the business of FiltersTest. */
@ExtendWith(SparkExtension.class)
@Tag("planner")
class PushedFiltersTest {
  private static final String[] COLUMNS = {
    "id",
    "concat('text ', id) as text",
    "id % 2 = 0 as flag",
    "cast(id as double) as score",
    "cast(id as decimal(9,2)) as price",
    "date_add(date'1970-01-01', cast(id as int)) as day",
    "timestamp_micros(id) as at",
    "cast(concat('k', id) as binary) as bytes",
    "named_struct('x', id, 'inner', named_struct('y', id)) as point"
  };

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "id = 5|`id` = 5",
        "5 < id|`id` > 5",
        "id <=> 5|`id` = 5",
        "id <> 5|`id` <> 5",
        "id between 2 and 4|`id` >= 2, `id` <= 4",
        "id in (1, 2)|`id` IN (1, 2)",
        "id not in (1, 2)|`id` NOT IN (1, 2)",
        "text is null|`text` IS NULL",
        "text is not null|`text` IS NOT NULL",
        "text = 'it\\'s'|`text` IS NOT NULL, `text` = 'it''s'",
        "text like 'text 1%'|`text` IS NOT NULL, (`text` >= 'text 1' AND `text` < 'text 2')",
        "text like '%1'|`text` IS NOT NULL, ends_with(`text`, '1')",
        "text like '%xt%'|`text` IS NOT NULL, strpos(`text`, 'xt') > 0",
        "flag|`flag` IS NOT NULL, `flag` = true",
        "not flag|`flag` IS NOT NULL, `flag` <> true",
        "score > 1.5D|`score` IS NOT NULL, (`score` > 1.5 OR `score` < -1e999)",
        "price = 2.50|`price` IS NOT NULL, `price` = CAST('2.50' AS DECIMAL(9,2))",
        "day >= date'1970-01-03'|`day` IS NOT NULL, `day` >= arrow_cast(2, 'Date32')",
        "at < timestamp'1970-01-01 00:00:00.000005'|`at` IS NOT NULL, `at` < arrow_cast(5, 'Timestamp(Microsecond, Some(\"UTC\"))')",
        "bytes = X'6B31'|`bytes` IS NOT NULL, `bytes` = X'6B31'",
        "point.x = 3|`point`.`x` IS NOT NULL, `point`.`x` = 3",
        "point.inner.y <= 3 or id = 1|(`point`.`inner`.`y` <= 3 OR `id` = 1)",
        "id = 1 or (text > 'a' and not flag)|(`id` = 1 OR (`text` > 'a' AND `flag` <> true))",
        "_rowid = 3|`_rowid` = 3",
        "_rowaddr > 2|`_rowaddr` > 2"
      })
  void isPushed(String predicate, String filters, SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    spark.conf().set("spark.sql.session.timeZone", "UTC");
    docs.append(spark.range(10).selectExpr(COLUMNS));

    Dataset<Row> read = docs.reader().option("lookup_rows", 0).load();
    assertEquals(filters, ScanText.of(read.where(predicate)).filters());
  }
}
