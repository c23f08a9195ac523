package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.job.JobRunner;
import io.sparklancedb.job.Piece;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a job of our own has ended, so have its tasks. They run in this JVM. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class JobEndTest {
  private static final String GROUP = "lancedb job end test";
  private static volatile CountDownLatch started;
  private static volatile CountDownLatch ended;

  /** As native code does. */
  private record CannotStop() implements Piece<String, String> {
    @Override
    public String run(String common) {
      started.countDown();
      long until = System.nanoTime() + 500_000_000;
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      ended.countDown();
      return "done";
    }
  }

  /** Else it would still write when the user has gone on. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nobodyIsTurnedAwayWhileAPieceIsAtWork(boolean interrupts, SparkSession spark)
      throws Exception {
    started = new CountDownLatch(1);
    ended = new CountDownLatch(1);
    ExecutorService user = Executors.newSingleThreadExecutor();
    try {
      Future<Boolean> job =
          user.submit(
              () -> {
                spark.sparkContext().setJobGroup(GROUP, GROUP, interrupts);
                assertThrows(
                    LanceDbException.class,
                    () -> JobRunner.onCluster().run("work", "", List.of(new CannotStop())));
                return ended.getCount() == 0;
              });
      assertTrue(started.await(60, TimeUnit.SECONDS));
      spark.sparkContext().cancelJobGroup(GROUP);

      assertTrue(job.get(60, TimeUnit.SECONDS));
    } finally {
      user.shutdownNow();
    }
  }
}
