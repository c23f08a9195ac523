package io.sparklancedb.write;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.key.KeyRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IntervalCommitsTest {
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration NEVER = Duration.ofDays(365);

  private final BlockingQueue<List<TaskCommitMessage>> parts = new LinkedBlockingQueue<>();
  private final List<RuntimeException> failures = new ArrayList<>();
  private final CountDownLatch hasFailed = new CountDownLatch(1);

  @AfterEach
  void noThreadIsLeft() {
    assertEquals(
        List.of(),
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.startsWith("lancedb-commit-interval"))
            .toList());
  }

  @Test
  void aTaskIsCommittedOnceAndTheRestIsLeftForTheEnd() throws Exception {
    IntervalCommits commits = commits(SHORT, messages -> true);
    TaskCommitMessage first = message();
    commits.hear(first);
    assertEquals(List.of(first), next());
    TaskCommitMessage second = message();
    commits.hear(second);
    assertEquals(List.of(second), next());
    commits.end();
    TaskCommitMessage third = message();

    assertArrayEquals(
        new WriterCommitMessage[] {null, third},
        commits.rest(new WriterCommitMessage[] {first, null, second, third}));
    assertEquals(0, parts.size(), "nothing is committed where no task has ended");
  }

  @Test
  void whatHasToWaitComesAgainWithWhatHasEndedSince() throws Exception {
    CountDownLatch isThere = new CountDownLatch(1);
    IntervalCommits commits =
        commits(
            SHORT,
            messages -> {
              isThere.await();
              return messages.size() == 2;
            });
    TaskCommitMessage first = message();
    TaskCommitMessage second = message();
    commits.hear(first);
    assertEquals(List.of(first), next());
    commits.hear(second);
    isThere.countDown();
    assertEquals(List.of(first, second), next());
    commits.end();

    assertEquals(0, commits.rest(new WriterCommitMessage[] {first, second}).length);
  }

  @Test
  void theEndComesBeforeTheInterval() {
    IntervalCommits commits = commits(NEVER, messages -> true);
    TaskCommitMessage message = message();
    commits.hear(message);
    commits.end();

    assertArrayEquals(
        new WriterCommitMessage[] {message}, commits.rest(new WriterCommitMessage[] {message}));
    assertEquals(0, parts.size());
  }

  @Test
  void theEndWaitsForACommitThatIsUnderWay() throws Exception {
    CountDownLatch mayCommit = new CountDownLatch(1);
    IntervalCommits commits =
        commits(
            SHORT,
            messages -> {
              mayCommit.await();
              return true;
            });
    TaskCommitMessage message = message();
    commits.hear(message);
    next();
    Thread end = new Thread(commits::end);
    end.start();
    end.join(50);
    assertTrue(end.isAlive());
    mayCommit.countDown();
    end.join();

    assertEquals(0, commits.rest(new WriterCommitMessage[] {message}).length);
  }

  @Test
  void anInterruptedEndInterruptsTheCommit() throws Exception {
    IntervalCommits commits =
        commits(
            SHORT,
            messages -> {
              new CountDownLatch(1).await();
              return true;
            });
    commits.hear(message());
    next();
    Thread.currentThread().interrupt();
    commits.end();

    assertTrue(Thread.interrupted(), "who waited is told of it");
    assertEquals(
        InterruptedException.class,
        assertThrows(RuntimeException.class, () -> commits.rest(new WriterCommitMessage[0]))
            .getCause()
            .getClass());
  }

  @Test
  void afterAFailureNothingIsCommittedAndTheEndTellsIt() throws Exception {
    RuntimeException reason = new IllegalArgumentException("no");
    IntervalCommits commits =
        commits(
            SHORT,
            messages -> {
              throw reason;
            });
    commits.hear(message());
    assertTrue(hasFailed.await(10, TimeUnit.SECONDS));
    commits.hear(message());
    commits.end();

    assertSame(
        reason,
        assertThrows(RuntimeException.class, () -> commits.rest(new WriterCommitMessage[0])));
    assertEquals(List.of(reason), failures);
    assertEquals(1, parts.size());
  }

  @Test
  void withoutATaskThereIsNoThreadToEnd() {
    new IntervalCommits(SHORT, new Recorder(messages -> true)).end();
  }

  /** May take its time. */
  private interface Commit {
    boolean of(List<TaskCommitMessage> messages) throws Exception;
  }

  private record Wrapped(Commit commit) {
    boolean of(List<TaskCommitMessage> messages) {
      try {
        return commit.of(messages);
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private final class Recorder implements IntervalCommits.Part {
    private final Wrapped commit;

    Recorder(Commit commit) {
      this.commit = new Wrapped(commit);
    }

    @Override
    public boolean commit(List<TaskCommitMessage> messages) {
      parts.add(messages);
      return commit.of(messages);
    }

    @Override
    public void fail(List<TaskCommitMessage> messages, RuntimeException reason) {
      failures.add(reason);
      hasFailed.countDown();
    }
  }

  private IntervalCommits commits(Duration interval, Commit commit) {
    IntervalCommits commits = new IntervalCommits(interval, new Recorder(commit));
    commits.start("docs");
    return commits;
  }

  private List<TaskCommitMessage> next() throws InterruptedException {
    List<TaskCommitMessage> next = parts.poll(10, TimeUnit.SECONDS);
    assertTrue(next != null, "nothing was committed");
    return next;
  }

  private static TaskCommitMessage message() {
    return TaskCommitMessage.of(
        new TaskResult(List.of(), KeyRange.EMPTY, KeyRange.EMPTY, Map.of(), null), 1);
  }
}
