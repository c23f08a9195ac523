package io.sparklancedb.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.OptionErrors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pieces of work one after the other. */
class ThreadJobRunnerTest {
  private static final List<Integer> DONE = new ArrayList<>();

  private final JobRunner runner = JobRunner.inThisThread();

  private record Square(int number) implements Piece<String, Integer> {
    @Override
    public Integer run(String caller) {
      assertEquals(caller, Thread.currentThread().getName());
      Piece.stopIfCancelled();
      return number * number;
    }
  }

  private record Throws(int number, Exception failure) implements Piece<String, Integer> {
    @Override
    public Integer run(String common) throws Exception {
      DONE.add(number);
      if (failure != null) {
        throw failure;
      }
      return number;
    }
  }

  @Test
  void resultsComeInTheOrderOfThePieces() {
    String here = Thread.currentThread().getName();
    List<Square> pieces = IntStream.range(0, 5).mapToObj(Square::new).toList();

    assertEquals(List.of(0, 1, 4, 9, 16), runner.run("squares", here, pieces));
    assertEquals(List.of(), runner.run("nothing", here, List.<Square>of()));
    assertEquals(1, runner.parallelism());
  }

  /** Sends each digit of a number to the receiver of that digit. */
  private record Digits(int number) implements Sender<String, Integer> {
    @Override
    public void run(String caller, Parcels<Integer> parcels) {
      assertEquals(caller, Thread.currentThread().getName());
      String.valueOf(number).chars().forEach(digit -> parcels.send(digit - '0', number));
    }
  }

  private record Sum() implements Receiver<String, Integer, Integer> {
    @Override
    public Integer run(String caller, Iterator<Integer> numbers) {
      int sum = 0;
      while (numbers.hasNext()) {
        sum += numbers.next();
      }
      return sum;
    }
  }

  @Test
  void whatIsSentToAReceiverComesToIt() {
    String here = Thread.currentThread().getName();
    List<Digits> numbers = List.of(new Digits(12), new Digits(20), new Digits(2));

    assertEquals(List.of(20, 12, 34, 0), runner.runInTwoStages("sum", here, numbers, new Sum(), 4));
    assertEquals(
        List.of(0, 0), runner.runInTwoStages("nothing", here, List.<Digits>of(), new Sum(), 2));
  }

  @Test
  void aRefusalComesAsItIsAndEndsTheJob() {
    DONE.clear();
    LanceDbException refusal = OptionErrors.needs("a", "b");
    List<Throws> pieces = List.of(new Throws(0, null), new Throws(1, refusal), new Throws(2, null));

    assertSame(
        refusal, assertThrows(LanceDbException.class, () -> runner.run("refuse", "", pieces)));
    assertEquals(List.of(0, 1), DONE);
  }

  @Test
  void anotherFailureComesWithItsCause() {
    IOException cause = new IOException("no disk");

    LanceDbException failure =
        assertThrows(
            LanceDbException.class,
            () -> runner.run("fold the index", "", List.of(new Throws(0, cause))));

    assertEquals(
        "Cannot finish the Spark job 'fold the index': java.io.IOException: no disk. Run it again when the cause is mended.",
        failure.getMessage());
    assertSame(cause, failure.getCause());
  }

  @Test
  void anInterruptedThreadStaysInterrupted() {
    assertThrows(
        LanceDbException.class,
        () -> runner.run("wait", "", List.of(new Throws(0, new InterruptedException()))));

    assertTrue(Thread.interrupted());
  }
}
