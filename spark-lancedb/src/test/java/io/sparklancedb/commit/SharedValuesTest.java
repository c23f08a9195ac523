package io.sparklancedb.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.error.JobErrors;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.OptionErrors;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the tasks of one executor share. */
@Timeout(60)
class SharedValuesTest {
  private final SharedValues<String, Object> values = new SharedValues<>();
  private final AtomicInteger loads = new AtomicInteger();
  private final ExecutorService tasks = Executors.newFixedThreadPool(4);

  @AfterEach
  void end() {
    tasks.shutdownNow();
  }

  private Object load() {
    loads.incrementAndGet();
    return new Object();
  }

  @Test
  void allTasksShareOneLoad() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    List<Future<Object>> results = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      results.add(
          tasks.submit(
              () ->
                  values.get(
                      "a",
                      () -> {
                        await(begun);
                        return load();
                      })));
    }
    begun.countDown();

    for (Future<Object> result : results) {
      assertSame(results.get(0).get(), result.get());
    }
    assertEquals(1, loads.get());
  }

  /** As the tasks of two writes at the same time. */
  @Test
  void valuesThatTasksUseByTurnsAreLoadedOnceEach() {
    Object a = values.get("a", this::load);
    Object b = values.get("b", this::load);

    assertSame(a, values.get("a", this::load));
    assertSame(b, values.get("b", this::load));
    assertEquals(2, loads.get());
    Reference.reachabilityFence(a);
    Reference.reachabilityFence(b);
  }

  /** Its task was killed, or its memory was short. */
  @Test
  void aTaskWhoseLoadFailsHarmsNoOther() throws Exception {
    for (Throwable failure :
        List.of(
            new OutOfMemoryError("test"),
            new IllegalStateException("killed"),
            JobErrors.failed("read", "no route", new IllegalStateException("no route")))) {
      CountDownLatch waits = new CountDownLatch(1);
      CountDownLatch begun = new CountDownLatch(1);
      Future<Object> first =
          tasks.submit(
              () ->
                  values.get(
                      failure.toString(),
                      () -> {
                        begun.countDown();
                        await(waits);
                        throw thrown(failure);
                      }));
      await(begun);
      Future<Object> second = tasks.submit(() -> values.get(failure.toString(), this::load));
      waits.countDown();

      assertSame(failure, assertThrows(ExecutionException.class, () -> first.get()).getCause());
      assertSame(Object.class, second.get(30, TimeUnit.SECONDS).getClass());
    }
  }

  @Test
  void aRefusalIsNotLookedForAgain() {
    LanceDbException refusal = OptionErrors.needs("a", "b");
    Supplier<Object> refuses =
        () -> {
          loads.incrementAndGet();
          throw refusal;
        };

    for (int i = 0; i < 3; i++) {
      assertSame(refusal, assertThrows(LanceDbException.class, () -> values.get("a", refuses)));
    }
    assertEquals(1, loads.get());
  }

  @Test
  void aForgottenRefusalIsLookedForAgain() {
    assertThrows(
        LanceDbException.class,
        () ->
            values.get(
                "a",
                () -> {
                  throw OptionErrors.needs("a", "b");
                }));
    values.forget();

    values.get("a", this::load);
    assertEquals(1, loads.get());
  }

  @Test
  void aValueThatIsForgottenStaysWithThoseWhoUseIt() {
    Object used = values.get("a", this::load);
    values.forget();

    assertSame(used, values.get("a", this::load));
    Reference.reachabilityFence(used);
  }

  @Test
  void aValueThatIsForgottenAndUnusedIsLoadedAgain() {
    values.get("a", this::load);
    values.get("a", this::load);
    assertEquals(1, loads.get());

    values.forget();
    System.gc();

    values.get("a", this::load);
    assertEquals(2, loads.get());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RuntimeException thrown(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return (RuntimeException) failure;
  }
}
