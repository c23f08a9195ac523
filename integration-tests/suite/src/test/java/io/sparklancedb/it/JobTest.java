package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.error.JobErrors;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.OptionErrors;
import io.sparklancedb.job.JobRunner;
import io.sparklancedb.job.Piece;
import io.sparklancedb.job.Receiver;
import io.sparklancedb.job.Sender;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.MapOutputTrackerMaster;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Work of our own as a Spark job. Tasks run in this JVM. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class JobTest {
  private static final String GROUP = "lancedb job test";
  private static final AtomicInteger ATTEMPTS = new AtomicInteger();
  private static volatile CountDownLatch started;
  private static volatile CountDownLatch ended;

  /** Travels as a record, which Kryo cannot make. */
  private record Power(int number) implements Piece<Integer, Integer> {
    @Override
    public Integer run(Integer exponent) {
      return (int) Math.pow(number, exponent);
    }
  }

  /** What a task knows of its job. */
  private record Properties(String... keys) implements Piece<String, String> {
    @Override
    public String run(String common) {
      return String.join(
          "|", List.of(keys).stream().map(TaskContext.get()::getLocalProperty).toList());
    }
  }

  private record Fails() implements Piece<String, String> {
    @Override
    public String run(String common) {
      throw new IllegalStateException("no disk");
    }
  }

  private record Refuses(String key) implements Piece<String, String> {
    @Override
    public String run(String common) {
      ATTEMPTS.incrementAndGet();
      throw OptionErrors.needs(key, "x");
    }
  }

  /** Something below fails at first. */
  private record Recovers(int failures) implements Piece<String, Integer> {
    @Override
    public Integer run(String common) {
      int attempt = ATTEMPTS.getAndIncrement();
      if (attempt < failures) {
        throw JobErrors.failed("read", "no route", new IllegalStateException("no route"));
      }
      return attempt;
    }
  }

  /** As long pieces do. */
  private record Asks() implements Piece<String, String> {
    @Override
    public String run(String common) throws InterruptedException {
      started.countDown();
      try {
        while (true) {
          Piece.stopIfCancelled();
          Thread.sleep(5);
        }
      } finally {
        ended.countDown();
      }
    }
  }

  /** Sends its number to two receivers. */
  private record Sends(int number) implements Sender<Integer, Integer> {
    @Override
    public void run(Integer receivers, Parcels<Integer> parcels) {
      parcels.send(number % receivers, number);
      parcels.send((number + 1) % receivers, number);
    }
  }

  private record RefusesToSend(String key) implements Sender<Integer, Integer> {
    @Override
    public void run(Integer receivers, Parcels<Integer> parcels) {
      ATTEMPTS.incrementAndGet();
      parcels.send(0, 1);
      throw OptionErrors.needs(key, "x");
    }
  }

  /** As long senders do. */
  private record AsksToSend() implements Sender<Integer, Integer> {
    @Override
    public void run(Integer receivers, Parcels<Integer> parcels) throws Exception {
      new Asks().run("");
    }
  }

  private record Sum() implements Receiver<Integer, Integer, Integer> {
    @Override
    public Integer run(Integer receivers, Iterator<Integer> numbers) {
      int sum = 0;
      while (numbers.hasNext()) {
        sum += numbers.next();
      }
      return sum;
    }
  }

  /** Does not look at what it is sent. */
  private record Ignores() implements Receiver<Integer, Integer, Integer> {
    @Override
    public Integer run(Integer receivers, Iterator<Integer> numbers) {
      return 0;
    }
  }

  private record RefusesToReceive() implements Receiver<Integer, Integer, Integer> {
    @Override
    public Integer run(Integer receivers, Iterator<Integer> numbers) {
      ATTEMPTS.incrementAndGet();
      throw OptionErrors.needs("sum " + new Sum().run(receivers, numbers), "x");
    }
  }

  private record Waits() implements Piece<String, String> {
    @Override
    public String run(String common) throws InterruptedException {
      started.countDown();
      while (!TaskContext.get().isInterrupted()) {
        Thread.sleep(5);
      }
      return "stopped";
    }
  }

  @Test
  @Tag("contract")
  void resultsComeInTheOrderOfThePieces(SparkSession spark) {
    List<Power> pieces = IntStream.range(0, 50).mapToObj(Power::new).toList();

    List<Integer> results = JobRunner.onCluster().run("squares", 2, pieces);

    assertEquals(IntStream.range(0, 50).map(i -> i * i).boxed().toList(), results);
    assertEquals(List.of(), JobRunner.onCluster().run("nothing", 2, List.<Power>of()));
  }

  @Test
  @Tag("contract")
  void whatIsSentToAReceiverComesToIt(SparkSession spark) {
    List<Sends> senders = IntStream.range(0, 9).mapToObj(Sends::new).toList();
    JobRunner jobs = JobRunner.onCluster();

    assertEquals(List.of(24, 21, 27), jobs.runInTwoStages("sum", 3, senders, new Sum(), 3));
    assertEquals(List.of(0, 0), jobs.runInTwoStages("none", 2, List.<Sends>of(), new Sum(), 2));
  }

  @Test
  void aRefusalToSendOrToReceiveIsNotTriedAgain(SparkSession spark) {
    List<RefusesToSend> refuse = List.of(new RefusesToSend("b"), new RefusesToSend("b"));
    JobRunner jobs = JobRunner.onCluster();
    for (Receiver<Integer, Integer, Integer> receiver : List.of(new Sum(), new Ignores())) {
      ATTEMPTS.set(0);
      assertEquals(
          OptionErrors.needs("b", "x").getMessage(),
          assertThrows(
                  LanceDbException.class,
                  () -> jobs.runInTwoStages("refuse", 3, refuse, receiver, 3))
              .getMessage());
      assertEquals(2, ATTEMPTS.get());
    }
    ATTEMPTS.set(0);
    List<Sends> senders = List.of(new Sends(5));
    assertEquals(
        OptionErrors.needs("sum 5", "x").getMessage(),
        assertThrows(
                LanceDbException.class,
                () -> jobs.runInTwoStages("refuse", 2, senders, new RefusesToReceive(), 2))
            .getMessage());
    assertEquals(2, ATTEMPTS.get());
  }

  /** And not only when memory gets short. */
  @Test
  void whatWasSentIsRemoved(SparkSession spark) {
    int before = spark.sparkContext().newShuffleId();
    List<Sends> senders = List.of(new Sends(1), new Sends(2));

    JobRunner.onCluster().runInTwoStages("sum", 2, senders, new Sum(), 2);

    assertEquals(before + 2, spark.sparkContext().newShuffleId());
    assertFalse(
        ((MapOutputTrackerMaster) SparkEnv.get().mapOutputTracker()).containsShuffle(before + 1));
  }

  @Test
  void aJobIsOfTheThreadThatStartsIt(SparkSession spark) {
    SparkContext context = spark.sparkContext();
    String[] keys = {"spark.job.description", "spark.scheduler.pool", "spark.jobGroup.id"};
    context.setLocalProperty("spark.scheduler.pool", "backfill");
    context.setJobGroup(GROUP, "a query", false);
    try {
      assertEquals(
          List.of("look for keys|backfill|" + GROUP),
          JobRunner.onCluster().run("look for keys", "", List.of(new Properties(keys))));
      assertEquals("a query", context.getLocalProperty("spark.job.description"));
    } finally {
      context.setLocalProperty("spark.scheduler.pool", null);
      context.clearJobGroup();
    }
    assertNull(context.getLocalProperty("spark.job.description"));
  }

  @Test
  void aRefusalIsNotTriedAgainAndComesAsItIs(SparkSession spark) {
    ATTEMPTS.set(0);
    String expected = OptionErrors.needs("b", "x").getMessage();

    LanceDbException refusal =
        assertThrows(
            LanceDbException.class,
            () ->
                JobRunner.onCluster()
                    .run("refuse", "", List.of(new Refuses("b"), new Refuses("c"))));

    assertEquals(expected, refusal.getMessage());
    assertEquals(2, ATTEMPTS.get());
  }

  /** A store that does not answer one executor may answer the next. */
  @Test
  void aFailureWithACauseIsTriedAgain(SparkSession spark) {
    ATTEMPTS.set(0);
    assertEquals(List.of(2), JobRunner.onCluster().run("recover", "", List.of(new Recovers(2))));

    ATTEMPTS.set(0);
    LanceDbException failure =
        assertThrows(
            LanceDbException.class,
            () -> JobRunner.onCluster().run("fail", "", List.of(new Recovers(100))));
    assertEquals(
        "Cannot finish the Spark job 'read': no route. Run it again when the cause is mended.",
        failure.getMessage());
    assertEquals(4, ATTEMPTS.get());
  }

  @Test
  void aPieceThatAsksStopsWithItsJob(SparkSession spark) throws Exception {
    cancelWhileItAsks(spark, () -> JobRunner.onCluster().run("ask", "", List.of(new Asks())));
  }

  @Test
  void aSenderThatAsksStopsWithItsJob(SparkSession spark) throws Exception {
    List<AsksToSend> senders = List.of(new AsksToSend());
    cancelWhileItAsks(
        spark, () -> JobRunner.onCluster().runInTwoStages("ask", 1, senders, new Sum(), 1));
  }

  private static void cancelWhileItAsks(SparkSession spark, Callable<?> run) throws Exception {
    started = new CountDownLatch(1);
    ended = new CountDownLatch(1);
    ExecutorService user = Executors.newSingleThreadExecutor();
    try {
      Future<?> job =
          user.submit(
              () -> {
                spark.sparkContext().setJobGroup(GROUP, GROUP, false);
                return run.call();
              });
      assertTrue(started.await(60, TimeUnit.SECONDS));
      spark.sparkContext().cancelJobGroup(GROUP);

      assertThrows(ExecutionException.class, () -> job.get(60, TimeUnit.SECONDS));
      assertTrue(ended.await(60, TimeUnit.SECONDS));
    } finally {
      user.shutdownNow();
    }
  }

  @Test
  void anotherFailureComesWithItsCause(SparkSession spark) {
    LanceDbException failure =
        assertThrows(
            LanceDbException.class,
            () -> JobRunner.onCluster().run("fold the index", "", List.of(new Fails())));

    assertEquals(
        "Cannot finish the Spark job 'fold the index': java.lang.IllegalStateException: no disk. Run it again when the cause is mended.",
        failure.getMessage());
    assertSame(IllegalStateException.class, failure.getCause().getClass());
  }

  @Test
  void aCancelledGroupStopsTheJobAndItsTasks(SparkSession spark) throws Exception {
    started = new CountDownLatch(2);
    ExecutorService user = Executors.newSingleThreadExecutor();
    try {
      Future<?> job =
          user.submit(
              () -> {
                spark.sparkContext().setJobGroup(GROUP, GROUP, true);
                return JobRunner.onCluster().run("wait", "", List.of(new Waits(), new Waits()));
              });
      assertTrue(started.await(60, TimeUnit.SECONDS));
      spark.sparkContext().cancelJobGroup(GROUP);

      ExecutionException failure =
          assertThrows(ExecutionException.class, () -> job.get(60, TimeUnit.SECONDS));
      assertSame(LanceDbException.class, failure.getCause().getClass());
      assertTrue(
          failure.getCause().getMessage().contains("cancelled"),
          () -> failure.getCause().getMessage());
      Poll.until(
          "no task runs", () -> spark.sparkContext().statusTracker().getActiveJobIds().length == 0);
    } finally {
      user.shutdownNow();
    }
  }
}
