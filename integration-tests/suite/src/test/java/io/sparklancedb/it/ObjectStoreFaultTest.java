package io.sparklancedb.it;

import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.OutcomeUnknownException;
import io.sparklancedb.it.FaultProxy.Harm;
import io.sparklancedb.it.FaultProxy.Request;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An object store that fails now and then, or does not do what it should. */
@ExtendWith(SparkExtension.class)
@Tag("faults")
class ObjectStoreFaultTest {
  private static final String BUCKET = "lake";
  private static final int KEYS = 100;

  /** Versions are counted down from the greatest number; detached ones begin otherwise. */
  private static final String COUNTED_DOWN = "1844674407";

  @TempDir private static Path folder;
  private static ObjectStore store;
  private static FaultProxy proxy;
  private static int tests;

  private SparkSession spark;
  private String prefix;

  @BeforeAll
  static void start() throws Exception {
    store = ObjectStore.start(folder, BUCKET);
    proxy = FaultProxy.before(store);
  }

  @AfterAll
  static void stop() {
    proxy.close();
    store.close();
  }

  @BeforeEach
  void makeTable(SparkSession session, TestInfo test) {
    spark = session;
    prefix = test.getTestMethod().orElseThrow().getName() + tests++;
    write("append", 0, KEYS, "old").save();
  }

  @AfterEach
  void mend() {
    proxy.doNoHarm();
  }

  @Test
  void f1OneCallInTenFailsAndNoWriteIsLostOrDoubled() {
    Map<Long, String> model = keys(0, KEYS, "old");
    Random random = new Random(20_261_124);
    int succeeded = 0;
    for (int i = 0; i < 12; i++) {
      int from = random.nextInt(KEYS);
      String text = "write " + i;
      Map<Long, String> then = new HashMap<>(model);
      then.putAll(keys(from, from + KEYS, text));
      proxy.plan(oneInTen(random));
      try {
        write("append", from, from + KEYS, text).save();
        model = then;
        succeeded++;
      } catch (Exception e) {
        Failure failure = new Failure(e);
        failure.cause(LanceDbException.class);
        proxy.doNoHarm();
        if (failure.text().contains(OutcomeUnknownException.class.getName())) {
          model = rows().equals(then) ? then : model;
        }
      }
      proxy.doNoHarm();
      assertEquals(model, rows());
    }
    int all = succeeded;
    assertTrue(all >= 6, () -> "only " + all + " succeeded");
    assertTrue(proxy.harmed() >= 10, () -> "only " + proxy.harmed() + " calls came to harm");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM %s WHERE id < 5",
        "DELETE FROM %s WHERE id IN (SELECT 2 * id FROM range(3))",
        "UPDATE %s SET text = 'new'",
        "MERGE INTO %s t USING (SELECT id, 'new' AS text FROM range(5)) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET text = 'new' WHEN NOT MATCHED THEN INSERT *",
        "INSERT OVERWRITE %s VALUES (1, 'new')",
        "TRUNCATE TABLE %s",
        "ALTER TABLE %s ADD COLUMN n INT",
        "DROP TABLE %s"
      })
  void x4WhoMayOnlyReadChangesNothing(String statement) {
    spark.conf().set("spark.sql.catalog.lance", "io.sparklancedb.LanceDbCatalog");
    Map<String, String> options = new HashMap<>(address());
    String name = options.remove("table_name");
    options.forEach((key, value) -> spark.conf().set("spark.sql.catalog.lance." + key, value));
    proxy.plan(
        request ->
            request.method().equals("GET") || request.method().equals("HEAD")
                ? Harm.NONE
                : Harm.DENY);
    String table = "lance.default." + name;
    assertEquals(KEYS, spark.table(table).count());
    String text = Failure.of(() -> spark.sql(statement.formatted(table)).collect()).text();

    assertTrue(text.contains("LanceDbException") && !text.contains(ObjectStore.SECRET_KEY), text);
    proxy.doNoHarm();
    assertEquals(keys(0, KEYS, "old"), rows());
  }

  @Test
  void f1OneCallInTenFailsAndEveryReadIsRightOrFails() {
    write("append", KEYS / 2, 2 * KEYS, "new").save();
    Map<Long, String> model = rows();
    Random random = new Random(7);
    int succeeded = 0;
    for (int i = 0; i < 12; i++) {
      proxy.plan(oneInTen(random));
      try {
        assertEquals(model, rows());
        succeeded++;
      } catch (Exception e) {
        new Failure(e).cause(LanceDbException.class);
      }
    }
    int all = succeeded;
    assertTrue(all >= 6, () -> "only " + all + " succeeded");
  }

  @ParameterizedTest
  @EnumSource(names = {"SLOW_DOWN", "SERVER_ERROR", "CUT_REQUEST", "CUT_ANSWER", "LOSE_ANSWER"})
  void f1AFileOfRowsWhosePutFailsOnceIsThereOnce(Harm harm) {
    int before = names("data").size();
    proxy.plan(once(request -> request.isPutOf("/data/"), harm));
    write("overwrite", 0, KEYS, "new").save();

    assertEquals(keys(0, KEYS, "new"), rows());
    assertTrue(names("data").size() <= before + 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"append", "overwrite"})
  void t10ACommitWhoseAnswerIsLostIsRecognised(String mode) {
    long version = version();
    AtomicInteger manifests = new AtomicInteger();
    Function<Request, Harm> lost =
        once(request -> request.isPutOf("/_versions/" + COUNTED_DOWN), Harm.LOSE_ANSWER);
    proxy.plan(
        request -> {
          if (request.isPutOf("/_versions/" + COUNTED_DOWN)) {
            manifests.incrementAndGet();
          }
          return lost.apply(request);
        });
    write(mode, 0, KEYS, "new").save();
    proxy.doNoHarm();

    assertEquals(keys(0, KEYS, "new"), rows());
    // That of the rows, and that of the key's index over them.
    assertEquals(version + 2, version());
  }

  @ParameterizedTest
  @EnumSource(names = {"SLOW_DOWN", "SERVER_ERROR", "LOSE_ANSWER"})
  void t10ATableWhoseFirstCommitComesToHarmIsMadeOnce(Harm harm) {
    prefix += "-new";
    proxy.plan(once(request -> request.isPutOf("/_versions/" + COUNTED_DOWN), harm));
    write("append", 0, KEYS, "new").save();
    proxy.doNoHarm();

    assertEquals(keys(0, KEYS, "new"), rows());
    assertEquals(2, version());
  }

  @ParameterizedTest
  @ValueSource(strings = {"append", "overwrite"})
  void t10ACommitOfWhichNothingCanBeHeardIsSaidToBeUnknownAndKeepsItsFiles(String mode) {
    AtomicBoolean gone = new AtomicBoolean();
    proxy.plan(
        request -> {
          if (gone.get()) {
            return Harm.SERVER_ERROR;
          }
          gone.set(request.isPutOf("/_versions/" + COUNTED_DOWN));
          return gone.get() ? Harm.LOSE_ANSWER : Harm.NONE;
        });
    Failure failure = Failure.of(() -> write(mode, 0, KEYS, "new").save());
    proxy.doNoHarm();

    String message = failure.cause(OutcomeUnknownException.class).getMessage();
    assertTrue(
        message.startsWith("Cannot tell whether the commit to table 's3://lake/" + prefix),
        failure::text);
    assertTrue(
        message.endsWith(
            "No file was removed. Look at the table; rows with a primary key can be written again safely."),
        failure::text);
    assertEquals(keys(0, KEYS, "new"), rows());
    write(mode, 0, KEYS, "new").save();
    assertEquals(keys(0, KEYS, "new"), rows());
  }

  @ParameterizedTest
  @ValueSource(strings = {"append", "overwrite"})
  void f1AStoreThatIsGoneWhenTheDriverCommitsChangesNothing(String mode) {
    proxy.plan(
        request ->
            request.isPutOf("/_transactions/") || request.isPutOf("/_versions/")
                ? Harm.SLOW_DOWN
                : Harm.NONE);
    Failure failure = Failure.of(() -> write(mode, 0, KEYS, "new").save());
    proxy.doNoHarm();

    assertTrue(failure.refusal().contains("SlowDown"), failure::text);
    assertEquals(keys(0, KEYS, "old"), rows());
    write(mode, 0, KEYS, "new").save();
    assertEquals(keys(0, KEYS, "new"), rows());
  }

  @ParameterizedTest
  @ValueSource(strings = {"append", "overwrite"})
  void f2AStoreWithoutConditionalPutIsRefused(String mode) {
    Failure failure =
        Failure.of(
            () ->
                write(mode, 0, KEYS, "new")
                    .option("storage_options.aws_conditional_put", "disabled")
                    .save());

    assertEquals(
        "Cannot write table 's3://lake/"
            + prefix
            + "/docs.lance': Operation `put_opts` with mode `PutMode::Create` when conditional put"
            + " is *** not yet implemented by AmazonS3(lake). Check that the address can be"
            + " written, with the permissions and 'storage_options' that you have.",
        failure.refusal(),
        failure::text);
    assertEquals(keys(0, KEYS, "old"), rows());
  }

  private static Function<Request, Harm> oneInTen(Random random) {
    List<Harm> harms =
        List.of(
            Harm.SLOW_DOWN, Harm.SERVER_ERROR, Harm.CUT_REQUEST, Harm.CUT_ANSWER, Harm.LOSE_ANSWER);
    return request -> {
      synchronized (random) {
        return random.nextInt(10) == 0 ? harms.get(random.nextInt(harms.size())) : Harm.NONE;
      }
    };
  }

  private static Function<Request, Harm> once(Predicate<Request> which, Harm harm) {
    AtomicBoolean done = new AtomicBoolean();
    return request -> which.test(request) && done.compareAndSet(false, true) ? harm : Harm.NONE;
  }

  private DataFrameWriter<Row> write(String mode, long from, long to, String text) {
    return spark
        .range(from, to, 1, 2)
        .withColumn("text", lit(text))
        .write()
        .format("lancedb")
        .mode(mode)
        .options(address())
        .option("primary_key", "id");
  }

  private Map<Long, String> rows() {
    List<Row> rows = read().collectAsList();
    Map<Long, String> map =
        rows.stream().collect(Collectors.toMap(row -> row.getLong(0), row -> row.getString(1)));
    assertEquals(map.size(), rows.size());
    return map;
  }

  private Dataset<Row> read() {
    return spark.read().format("lancedb").options(address()).load();
  }

  private long version() {
    return names("_versions").stream().filter(name -> name.startsWith(COUNTED_DOWN)).count();
  }

  private List<String> names(String part) {
    return store.names(BUCKET + "/" + prefix + "/docs.lance/" + part);
  }

  private Map<String, String> address() {
    Map<String, String> options = new HashMap<>();
    options.put("db_uri", "s3://" + BUCKET + "/" + prefix);
    options.put("table_name", "docs");
    proxy.storageOptions().forEach((key, value) -> options.put("storage_options." + key, value));
    return options;
  }

  private static Map<Long, String> keys(long from, long to, String text) {
    Map<Long, String> keys = new HashMap<>();
    for (long key = from; key < to; key++) {
      keys.put(key, text);
    }
    return keys;
  }
}
