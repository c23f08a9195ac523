package io.sparklancedb.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.OptionErrors;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With a serializer that takes no class that nobody has registered. */
class SparkJobRunnerTest {
  private static SparkContext context;
  private static JobRunner jobs;

  private record Times(int number) implements Piece<ArrayList<Integer>, Integer> {
    @Override
    public Integer run(ArrayList<Integer> common) {
      return number * common.get(0);
    }
  }

  private record Refuses() implements Piece<Integer, Integer> {
    @Override
    public Integer run(Integer common) {
      throw OptionErrors.needs("a", "b");
    }
  }

  /** Of the driver, which waits for the job. */
  private static Thread waiting;

  private record Interrupts() implements Piece<Integer, Integer> {
    @Override
    public Integer run(Integer common) {
      waiting.interrupt();
      return common;
    }
  }

  private record Sends(int number) implements Sender<Integer, Integer> {
    @Override
    public void run(Integer receivers, Parcels<Integer> parcels) {
      parcels.send(number % receivers, number);
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

  @BeforeAll
  static void start() {
    SparkConf strict =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("strict")
            .set("spark.ui.enabled", "false")
            .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .set("spark.kryo.registrationRequired", "true");
    context = new SparkContext(strict);
    jobs = new SparkJobRunner(context);
  }

  @AfterAll
  static void stop() {
    context.stop();
  }

  @Test
  void piecesTravel() {
    ArrayList<Integer> common = new ArrayList<>(List.of(3));
    assertEquals(
        List.of(3, 6, 9),
        jobs.run("triple", common, List.of(new Times(1), new Times(2), new Times(3))));
  }

  @Test
  void refusalsTravel() {
    assertEquals(
        OptionErrors.needs("a", "b").getMessage(),
        assertThrows(LanceDbException.class, () -> jobs.run("refuse", 1, List.of(new Refuses())))
            .getMessage());
  }

  @Test
  void whoIsInterruptedHearsSoAndStaysSo() {
    waiting = Thread.currentThread();
    LanceDbException e =
        assertThrows(LanceDbException.class, () -> jobs.run("wait", 1, List.of(new Interrupts())));

    assertTrue(Thread.interrupted());
    assertEquals(
        "Cannot finish the Spark job 'wait': java.lang.InterruptedException. Run it again when the cause is mended.",
        e.getMessage());
  }

  @Test
  void parcelsTravel() {
    List<Sends> senders = List.of(new Sends(1), new Sends(2), new Sends(3));
    assertEquals(List.of(2, 4), jobs.runInTwoStages("sum", 2, senders, new Sum(), 2));
  }

  @Test
  void whatIsCommonIsReadOnceInEachProcess() {
    byte[] bytes = SerializedValue.toBytes(new ArrayList<>(List.of("a")));

    assertEquals(List.of("a"), CommonValue.read(bytes));
    assertSame((Object) CommonValue.read(bytes), CommonValue.read(bytes));
  }
}
