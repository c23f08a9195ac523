package io.sparklancedb.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParallelCallsTest {
  private static final List<Integer> ALL = IntStream.range(0, 40).boxed().toList();

  @Test
  void asManyAsAllowedAreAskedAtATimeAndNotMore() {
    CyclicBarrier four = new CyclicBarrier(4);
    AtomicInteger under = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Integer> even =
        ParallelCalls.filter(
            ALL,
            4,
            number -> {
              most.accumulateAndGet(under.incrementAndGet(), Math::max);
              // Each waits for three others, which must be asked at the same time.
              await(four);
              under.decrementAndGet();
              return number % 2 == 0;
            });

    assertEquals(ALL.stream().filter(number -> number % 2 == 0).toList(), even);
    assertEquals(4, most.get());
  }

  @Test
  void theFirstFailureEndsIt() {
    IllegalArgumentException failure = new IllegalArgumentException("gone");
    AtomicInteger asked = new AtomicInteger();

    assertSame(
        failure,
        assertThrows(
            IllegalArgumentException.class,
            () ->
                ParallelCalls.filter(
                    ALL,
                    2,
                    number -> {
                      asked.incrementAndGet();
                      throw failure;
                    })));
    assertTrue(asked.get() <= 2, () -> asked.get() + " were asked");
  }

  @Test
  void ofNoneNoneIsAsked() {
    assertEquals(List.of(), ParallelCalls.filter(List.of(), 4, number -> true));
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}
