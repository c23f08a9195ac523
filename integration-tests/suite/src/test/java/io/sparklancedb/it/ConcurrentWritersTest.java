package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.it.TableChange.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Random programs of several writers on few keys: afterwards each key is there at most once, and
 * some serial order of what was committed explains the rows. {@code -Dprograms=} and {@code
 * -Dseed=} run more of them, or one again.
 */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class ConcurrentWritersTest {
  private static final int PROGRAMS = Integer.getInteger("programs", 25);
  private static final long SEED = Long.getLong("seed", 1);

  /** How the written keys are found: as the rule has it, or each way by force. */
  private static final List<String> WAYS = List.of("", "scan", "index", "job", "task");

  private static final String FORCED = "io.sparklancedb.locate";
  private static final int DRIVER_ROUNDS = 50;
  private static final int KEYS = 10;

  private final ExecutorService writers = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    System.clearProperty(FORCED);
    writers.shutdownNow();
  }

  @Test
  void c1c2c4c6c8WritersOfAllKindsHaveASerialOrder(SparkSession spark, Database database)
      throws Exception {
    try (LanceDbClient client = LanceDbClient.start()) {
      for (int program = 0; program < PROGRAMS; program++) {
        Random random = new Random(SEED + program);
        Map<Long, String> first = firstRows(spark, database, random);
        LanceDbClientTable table = client.table(database, Docs.NAME);
        List<List<TableChange>> plans = new ArrayList<>();
        int count = 2 + random.nextInt(3);
        for (int writer = 0; writer < count; writer++) {
          plans.add(plan(random, writer, writer == 0 && random.nextBoolean()));
        }
        String way = WAYS.get(random.nextInt(WAYS.size()));
        String story = "seed %d, way '%s'".formatted(SEED + program, way);
        System.setProperty(FORCED, way);
        List<List<TableChange>> committed = runAll(story, spark, database, table, plans);
        System.clearProperty(FORCED);
        requireSerialOrder(story, first, committed, database);
        new FileTree(database.table(Docs.NAME)).remove();
      }
    }
  }

  /** The barrier is the pipe: all are told within a millisecond. */
  @Test
  @Tag("soak")
  void c1DriversInSeparateProcessesBringTheSameNewKeys(SparkSession spark, Database database) {
    try (OtherDriver one = OtherDriver.start(database);
        OtherDriver other = OtherDriver.start(database)) {
      Map<Long, String> first = firstRows(spark, database, new Random(SEED));
      for (int round = 0; round < DRIVER_ROUNDS; round++) {
        Set<Long> keys = Set.of(100L + round, 1_000L + round, (long) round % KEYS);
        List<TableChange> changes =
            List.of(
                new TableChange(Kind.UPSERT, keys, "one" + round),
                new TableChange(
                    round % 3 == 0 ? Kind.INSERT_ONLY : Kind.UPSERT, keys, "other" + round));
        one.begin(changes.get(0));
        other.begin(changes.get(1));
        List<List<TableChange>> committed =
            List.of(
                one.end() ? changes.subList(0, 1) : List.of(),
                other.end() ? changes.subList(1, 2) : List.of());
        first = requireSerialOrder("round " + round, first, committed, database);
      }
    }
  }

  static Map<Long, String> firstRows(SparkSession spark, Database database, Random random) {
    Map<Long, String> rows = new TreeMap<>();
    new Docs(spark, database).append(spark.range(0, 1).selectExpr("-1L as id", "'first' as text"));
    rows.put(-1L, "first");
    TableChange more = new TableChange(Kind.UPSERT, keys(random), "first");
    more.run(spark, database);
    more.apply(rows);
    return rows;
  }

  private static List<TableChange> plan(Random random, int writer, boolean isClient) {
    List<TableChange> plan = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      Kind kind = isClient ? Kind.CLIENT_MERGE : Kind.values()[random.nextInt(7)];
      plan.add(new TableChange(kind, keys(random), "w" + writer + "-" + i));
    }
    return plan;
  }

  static Set<Long> keys(Random random) {
    Set<Long> keys = new TreeSet<>();
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      keys.add((long) random.nextInt(KEYS));
    }
    return keys;
  }

  private List<List<TableChange>> runAll(
      String story,
      SparkSession spark,
      Database database,
      LanceDbClientTable client,
      List<List<TableChange>> plans)
      throws InterruptedException {
    CyclicBarrier start = new CyclicBarrier(plans.size());
    List<Callable<List<TableChange>>> all = new ArrayList<>();
    for (List<TableChange> plan : plans) {
      all.add(
          () -> {
            start.await();
            List<TableChange> committed = new ArrayList<>();
            for (TableChange change : plan) {
              if (isCommitted(change, spark, database, client)) {
                committed.add(change);
              }
            }
            return committed;
          });
    }
    List<List<TableChange>> committed = new ArrayList<>();
    for (Future<List<TableChange>> ended : writers.invokeAll(all)) {
      try {
        committed.add(ended.get());
      } catch (ExecutionException e) {
        throw new AssertionError(story + ": " + plans, e.getCause());
      }
    }
    return committed;
  }

  private static boolean isCommitted(
      TableChange change, SparkSession spark, Database database, LanceDbClientTable client) {
    try {
      if (change.kind() == Kind.CLIENT_MERGE) {
        change.run(client);
      } else {
        change.run(spark, database);
      }
      return true;
    } catch (RuntimeException e) {
      String text = new Failure(e).text().toLowerCase();
      assertTrue(text.contains("conflict") || text.contains("another writer"), text);
      return false;
    }
  }

  static Map<Long, String> requireSerialOrder(
      String program,
      Map<Long, String> first,
      List<List<TableChange>> committed,
      Database database) {
    Map<Long, String> rows = new TreeMap<>();
    List<Map<String, Object>> all;
    try {
      all = new NativeTable(database.table(Docs.NAME)).rows("true");
    } catch (Exception e) {
      throw new AssertionError(program, e);
    }
    all.forEach(row -> rows.put((Long) row.get("id"), String.valueOf(row.get("text"))));
    String story = program + ": " + first + " then " + committed + " gave " + all;
    assertEquals(rows.size(), all.size(), story);
    assertTrue(SerialOrder.explains(first, committed, rows), story);
    return rows;
  }
}
