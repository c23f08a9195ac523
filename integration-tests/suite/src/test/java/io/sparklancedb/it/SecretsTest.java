package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.it.app.TellAll;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The values of storage options are to be found nowhere, whatever their keys are. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class SecretsTest {
  private static final Map<String, String> SECRETS =
      Map.of(
          "account_key", "s3cr3t-account-key",
          "aws_access_key_id", "s3cr3t-access-key-id",
          "aws_secret_access_key", "s3cr3t-secret-access-key",
          "aws_session_token", "s3cr3t-session-token",
          "google_service_account_key", "{\"private_key\": \"s3cr3t-service-account\"}",
          "odd.Key-Name", "s3cr3t-odd");

  /** Part of every secret. */
  private static final String SECRET = "s3cr3t";

  private static final String LOG_ALL_TO_A_FILE =
      """
      rootLogger.level = debug
      rootLogger.appenderRef.file.ref = file
      appender.file.type = File
      appender.file.name = file
      appender.file.fileName = %s
      appender.file.layout.type = PatternLayout
      appender.file.layout.pattern = %%p %%c: %%m%%n%%ex
      """;

  @TempDir private Path folder;

  @Test
  @Tag("faults")
  void x1NothingThatSparkTellsHoldsASecret(Database database) throws Exception {
    SparkHome home = SparkHome.in(folder, SparkLine.current());
    Path told = Files.createDirectory(folder.resolve("told"));
    Path events = Files.createDirectory(told.resolve("events"));
    Path log = told.resolve("driver.log");
    Files.writeString(
        home.folder().resolve("conf/log4j2.properties"), LOG_ALL_TO_A_FILE.formatted(log));
    List<String> options =
        List.of(
            "--conf", "spark.ui.enabled=true",
            "--conf", "spark.ui.port=0",
            "--conf", "spark.eventLog.enabled=true",
            "--conf", "spark.eventLog.dir=" + events.toUri());
    try (ChildProcess submit =
        home.submit(
            "local[2]",
            options,
            TellAll.class,
            database.uri(),
            "s3://bucket/db",
            storageOptions().toString(),
            told.toString())) {
      assertEquals(0, submit.awaitExit(Duration.ofMinutes(4)), submit::output);
      assertFalse(submit.output().contains(SECRET), submit::output);
    }

    FileTree all = new FileTree(told);
    assertEquals(List.of(), all.holding(SECRET));
    assertEquals(List.of(), new FileTree(database.folder()).holding(SECRET));
    // What was looked through did hold what it should.
    for (String expected : List.of("lancedb " + database.table("kept"), "Cannot reach table")) {
      assertTrue(all.holding(expected).contains("told"), expected);
    }
    assertTrue(all.holding("lancedb").contains("driver.log"));
    assertTrue(all.holding("SparkListenerSQLExecutionStart").size() > 0);
  }

  @Test
  void x1NoPlanOfThisSessionHoldsASecret(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Map<String, String> options = new TreeMap<>();
    SECRETS.forEach((key, value) -> options.put("storage_options." + key, value));
    docs.writer(spark.range(10).toDF()).option("primary_key", "id").options(options).save();
    List<Object> shown = new ArrayList<>();
    var rows = docs.reader().options(options).load().where("id > 3");
    shown.add(rows.queryExecution());
    shown.add(rows.queryExecution().analyzed().numberedTreeString());
    shown.add(PlanLeaves.of(rows.queryExecution().executedPlan()));
    shown.add(Failure.of(() -> docs.writer(rows).options(options).option("x", "y").save()).text());
    shown.add(
        Failure.of(() -> docs.writer(rows).options(options).mode("errorifexists").save()).text());

    assertEquals(7 - 1, rows.count());
    shown.forEach(text -> assertFalse(text.toString().contains(SECRET), text::toString));
  }

  private Path storageOptions() throws Exception {
    List<String> lines = new ArrayList<>();
    SECRETS.forEach((key, value) -> lines.add(key + "=" + value));
    lines.add("aws_endpoint=http://127.0.0.1:1");
    lines.add("allow_http=true");
    return Files.write(folder.resolve("storage-options"), lines);
  }
}
