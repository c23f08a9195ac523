package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.LanceDb;
import io.sparklancedb.client.TableHandle;
import io.sparklancedb.error.LanceDbException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lance.Version;

/** Older states of a table, and what cannot be read at all. */
@ExtendWith(SparkExtension.class)
@Tag("planner")
class VersionsTest {
  @Test
  @Tag("contract")
  void readsAnOlderVersionByNumberTagAndTime(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(spark.range(10).toDF());
    long first = docs.table().version();
    new NativeWriter(database.table(Docs.NAME))
        .change(dataset -> dataset.tags().create("first-load", first));
    docs.overwrite(spark.range(3).toDF());
    ZonedDateTime time = time(database, first);
    spark.conf().set("spark.sql.session.timeZone", "Asia/Kolkata");
    String local = time.withZoneSameInstant(ZoneId.of("Asia/Kolkata")).toLocalDateTime().toString();

    assertEquals(10, docs.reader().option("version", first).load().count());
    assertEquals(10, docs.reader().option("tag", "first-load").load().count());
    assertEquals(10, docs.reader().option("timestamp", time.toString()).load().count());
    assertEquals(10, docs.reader().option("timestamp", local).load().count());
    assertEquals(10, docs.reader().option("timestamp", local.replace('T', ' ')).load().count());
    assertEquals(3, docs.reader().option("timestamp", "2999-12-31").load().count());
    assertEquals(3, docs.read().count());
  }

  @Test
  void tagsAndRestoresVersionsInTheJvm(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(spark.range(10).toDF());
    TableHandle table =
        LanceDb.connect(database.uri(), Map.of(), Duration.ZERO).openTable(Docs.NAME);
    long first = table.version();
    table.tag("good", first);
    docs.overwrite(spark.range(3).toDF());
    assertEquals(10, docs.reader().option("tag", "good").load().count());

    table.restore(first);
    assertEquals(10, docs.read().count());
    docs.append(spark.range(5, 15).toDF());
    table.tag("good", table.version());
    assertEquals(15, docs.reader().option("tag", "good").load().count());

    table.untag("good");
    String gone =
        "Cannot use tag 'good' of table '%s': there is no such tag. Choose another tag or a version."
            .formatted(database.table(Docs.NAME));
    assertEquals(gone, refusal(docs, "tag", "good"));
    assertEquals(
        gone, assertThrows(LanceDbException.class, () -> table.untag("good")).getMessage());
    String missing =
        "Cannot read version 99 of table '%s': it does not exist or was cleaned up; the latest is %d. Choose another version."
            .formatted(database.table(Docs.NAME), table.version());
    for (Executable change :
        List.<Executable>of(() -> table.restore(99), () -> table.tag("good", 99))) {
      assertEquals(missing, assertThrows(LanceDbException.class, change).getMessage());
    }
  }

  @Test
  void aVersionThatIsNotThereIsNamed(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(spark.range(10).toDF());
    long latest = docs.table().version();

    assertEquals(
        "Cannot read version 99 of table '%s': it does not exist or was cleaned up; the latest is %d. Choose another version."
            .formatted(database.table(Docs.NAME), latest),
        refusal(docs, "version", "99"));
    assertEquals(
        "Cannot use tag 'none' of table '%s': there is no such tag. Choose another tag or a version."
            .formatted(database.table(Docs.NAME)),
        refusal(docs, "tag", "none"));
    assertEquals(
        "Cannot read table '%s' as of 2001-02-03T03:00:00Z: its first version is of %s. Choose a later time."
            .formatted(database.table(Docs.NAME), time(database, 1).toInstant()),
        refusal(docs, "timestamp", "2001-02-03T04:00:00+01:00"));
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "version|zero|a whole number of at least 1|the latest version",
        "version|0|a whole number of at least 1|the latest version",
        "timestamp|yesterday|a time such as '2026-01-31 12:00:00' or '2026-01-31T12:00:00Z'|the latest version",
        "batch_size|10k|a whole number of at least 1|8192",
        "batch_size|-1|a whole number of at least 1|8192"
      })
  void aBadValueIsRefused(
      String option,
      String value,
      String expected,
      String fallback,
      SparkSession spark,
      Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(spark.range(10).toDF());

    assertEquals(
        "Cannot use option '%s' = '%s': expected %s. Leave it out to use %s."
            .formatted(option, value, expected, fallback),
        refusal(docs, option, value));
  }

  @Test
  void twoVersionsAtOnceAreRefused(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(spark.range(10).toDF());

    assertEquals(
        "Cannot use options 'version' and 'tag' together: each names a version of the table. Set one of them.",
        assertThrows(
                LanceDbException.class,
                () -> docs.reader().option("version", 1).option("tag", "a").load())
            .getMessage());
  }

  @Test
  void aMissingTableIsRefused(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    String expected =
        "Cannot read table '%s': there is none. Check 'db_uri' and 'table_name', or write it first."
            .formatted(database.table(Docs.NAME));

    assertEquals(expected, assertThrows(LanceDbException.class, docs::read).getMessage());
    assertEquals(expected, refusal(docs, "version", "1"));
    assertEquals(expected, refusal(docs, "tag", "a"));
    assertEquals(expected, refusal(docs, "timestamp", "2026-01-31"));
  }

  @Test
  void aSchemaOfTheReadersOwnIsRefused(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(spark.range(10).selectExpr("id", "'a' as text"));

    assertEquals(
        "Cannot read table '%s' with the schema id INT: its own is id BIGINT NOT NULL,text STRING. Leave schema(...) out and select or cast columns afterwards."
            .formatted(database.table(Docs.NAME)),
        assertThrows(
                LanceDbException.class, () -> docs.reader().schema("id INT").load().collectAsList())
            .getMessage());
    assertEquals(10, docs.reader().schema("id BIGINT, text STRING").load().count());
  }

  private static String refusal(Docs docs, String option, String value) {
    return assertThrows(
            LanceDbException.class,
            () -> docs.reader().option(option, value).load().collectAsList())
        .getMessage();
  }

  private static ZonedDateTime time(Database database, long version) {
    List<ZonedDateTime> times = new ArrayList<>();
    new NativeWriter(database.table(Docs.NAME))
        .change(
            dataset ->
                dataset.listVersions().stream()
                    .filter(v -> v.getId() == version)
                    .map(Version::getDataTime)
                    .forEach(times::add));
    return times.get(0);
  }
}
