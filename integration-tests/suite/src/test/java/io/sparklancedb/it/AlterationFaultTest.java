package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.error.OutcomeUnknownException;
import io.sparklancedb.it.FaultProxy.Harm;
import io.sparklancedb.it.FaultProxy.Request;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a table's change that an object store did not answer is true of the table. */
@ExtendWith(SparkExtension.class)
@Tag("faults")
class AlterationFaultTest {
  private static final String CATALOG = "spark.sql.catalog.altered";

  /** Versions are counted down from the greatest number. */
  private static final Predicate<Request> COMMITS =
      request -> request.isPutOf("/_versions/1844674407");

  @TempDir private static Path folder;
  private static ObjectStore store;
  private static FaultProxy proxy;
  private static int tables;

  private SparkSession spark;
  private String table;

  @BeforeAll
  static void start(SparkSession spark) throws Exception {
    store = ObjectStore.start(folder, "lake");
    proxy = FaultProxy.before(store);
    spark.conf().set(CATALOG, "io.sparklancedb.LanceDbCatalog");
    spark.conf().set(CATALOG + ".db_uri", "s3://lake/altered");
    proxy
        .storageOptions()
        .forEach((key, value) -> spark.conf().set(CATALOG + ".storage_options." + key, value));
  }

  @AfterAll
  static void stop() {
    proxy.close();
    store.close();
  }

  @BeforeEach
  void makeTable(SparkSession session) {
    spark = session;
    table = "altered.default.docs" + tables++;
    sql("CREATE TABLE %s (id BIGINT, n INT) TBLPROPERTIES ('index.n' = 'btree')");
    sql("INSERT INTO %s VALUES (1, 10), (2, 20)");
  }

  @AfterEach
  void mend() {
    proxy.doNoHarm();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE %s ADD COLUMN added INT",
        "ALTER TABLE %s ALTER COLUMN n COMMENT 'a number'",
        "ALTER TABLE %s SET TBLPROPERTIES ('team' = 'search')"
      })
  void aChangeOfOursWhoseAnswerIsLostIsRecognised(String statement) {
    AtomicBoolean lost = new AtomicBoolean();
    proxy.plan(
        request ->
            COMMITS.test(request) && lost.compareAndSet(false, true)
                ? Harm.LOSE_ANSWER
                : Harm.NONE);
    sql(statement);

    assertTrue(lost.get());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE %s ADD COLUMN added INT",
        "ALTER TABLE %s SET TBLPROPERTIES ('team' = 'search')",
        "ALTER TABLE %s ALTER COLUMN id COMMENT 'a number'",
        "DELETE FROM %s WHERE id = 1",
        "TRUNCATE TABLE %s"
      })
  void aChangeOfWhichNothingCanBeHeardIsSaidToBeUnknown(String statement) {
    AtomicBoolean gone = new AtomicBoolean();
    proxy.plan(
        request -> {
          if (gone.get()) {
            return Harm.SERVER_ERROR;
          }
          gone.set(COMMITS.test(request));
          return gone.get() ? Harm.LOSE_ANSWER : Harm.NONE;
        });
    Failure failure = Failure.of(() -> sql(statement));
    proxy.doNoHarm();

    String message = failure.cause(OutcomeUnknownException.class).getMessage();
    assertTrue(
        message.startsWith(
            "Cannot tell whether the change of table 's3://lake/altered/docs"
                + (tables - 1)
                + ".lance' happened: "),
        message);
    assertTrue(
        message.endsWith(". Look at the table and its versions before you change it again."),
        message);
  }

  @Test
  void whatIsDoneOfAStatementOfSeveralVersionsIsSaid() {
    AtomicInteger commits = new AtomicInteger();
    proxy.plan(
        request -> COMMITS.test(request) && commits.incrementAndGet() > 1 ? Harm.DENY : Harm.NONE);
    Failure failure = Failure.of(() -> sql("ALTER TABLE %s DROP COLUMN n"));
    proxy.doNoHarm();

    String message = failure.refusal();
    assertTrue(
        message.startsWith(
            "Cannot alter table 'docs%d' as a whole: done is the drop of 'n'; not done is the change of the properties 'index.n'. Cannot change table 's3://lake/altered/docs%d.lance': "
                .formatted(tables - 1, tables - 1)),
        message);
    assertTrue(
        message.endsWith(
            ". Nothing of this change is in the table. Mend that, and change it again. Then alter what is lacking by a statement of its own."),
        message);
    assertEquals(List.of("id"), List.of(spark.table(table).columns()));
  }

  private List<Row> sql(String statement) {
    return spark.sql(statement.formatted(table)).collectAsList();
  }
}
