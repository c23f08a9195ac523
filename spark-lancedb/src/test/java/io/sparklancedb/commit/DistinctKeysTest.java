package io.sparklancedb.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.commit.WrittenFragment.Content;
import io.sparklancedb.config.MergeRules;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.job.JobRunner;
import io.sparklancedb.job.Piece;
import io.sparklancedb.job.Receiver;
import io.sparklancedb.job.Sender;
import io.sparklancedb.key.KeyHash;
import io.sparklancedb.key.KeyType;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys of two rows are found by tasks as they are by the driver. */
class DistinctKeysTest {
  private static final WriteMode UPSERT = new WriteMode.Upsert(MergeRules.UPSERT);
  private static final WriteMode MERGE =
      new WriteMode.RowLevel("merge", Optional.empty(), Set.of());
  private static final int KEYS_OF_ONE_RECEIVER = 100;

  @TempDir private Path folder;
  private final List<String> jobs = new ArrayList<>();

  /** Some keys that a task wrote, by their numbers. */
  private record Written(Content content, List<Integer> keys) {}

  static Stream<KeyType> types() {
    return Stream.of("i32", "i64", "date", "ts_MICROSECOND", "dec", "str", "lstr", "bin", "fbin")
        .map(KeyType::of);
  }

  @ParameterizedTest
  @MethodSource("types")
  void tasksRefuseWhatTheDriverRefuses(KeyType type) {
    Random random = new Random(type.name().hashCode());
    for (int round = 0; round < 6; round++) {
      WriteMode mode = random.nextInt(3) == 0 ? MERGE : UPSERT;
      int repeated = random.nextInt(3);
      List<Written> written = written(random, repeated);
      TableWrite write = stage(type, mode, written);
      String expected = refusal(() -> check(write, Long.SIZE).requireOnDriver());

      assertEquals(repeats(written, mode == MERGE), expected != null, () -> written.toString());
      // Of few bits, so that keys share a hash: some, and so many that not all of them come back.
      for (int bits : new int[] {Long.SIZE, 12, 4}) {
        String refusal = refusal(() -> check(write, bits).requireByJob());
        if (repeated < 2) {
          assertEquals(expected, refusal, () -> bits + " bits: " + written);
        } else {
          assertEquals(expected != null, refusal != null, () -> bits + " bits: " + written);
        }
      }
    }
  }

  private static List<Written> written(Random random, int repeated) {
    int count = 150 + random.nextInt(200);
    List<Integer> keys = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    for (int i = 0; i < repeated; i++) {
      keys.add(random.nextInt(count));
    }
    Collections.shuffle(keys, random);
    List<Written> written = new ArrayList<>();
    for (int from = 0; from < keys.size(); ) {
      int to = Math.min(keys.size(), from + 1 + random.nextInt(90));
      Content content = random.nextInt(3) == 0 ? Content.DELETED_KEYS : Content.ROWS;
      written.add(new Written(content, keys.subList(from, to)));
      from = to;
    }
    return written;
  }

  /** A statement may delete a row for several reasons. */
  private static boolean repeats(List<Written> written, boolean isStatement) {
    List<Integer> rows = new ArrayList<>();
    List<Integer> deletions = new ArrayList<>();
    for (Written some : written) {
      (some.content() == Content.ROWS ? rows : deletions).addAll(some.keys());
    }
    List<Integer> all = new ArrayList<>(rows);
    all.addAll(isStatement ? new HashSet<>(deletions) : deletions);
    return new HashSet<>(all).size() < all.size();
  }

  private TableWrite stage(KeyType type, WriteMode mode, List<Written> written) {
    Schema columns = new Schema(List.of(CommitTable.key("id", type.type())));
    TableWrite write = new CommitTable(folder, columns).write(mode).mayRepeatKeys();
    for (Written some : written) {
      Object[] keys = some.keys().stream().map(type.value()::apply).toArray();
      if (some.content() == Content.ROWS) {
        write.rows(Stream.of(keys).map(Row::row).toArray(Row[]::new));
      } else {
        write.deleteKeys(keys);
      }
    }
    return write;
  }

  private DistinctKeys check(TableWrite write, int bits) {
    MergeSpec spec = MergeSpec.of(WrittenKeys.staged(write.staged()), write.plan());
    return new DistinctKeys(spec, new Listening(), new KeyHash(bits), KEYS_OF_ONE_RECEIVER);
  }

  /** Null when nothing was refused. */
  private static String refusal(Runnable check) {
    try {
      check.run();
      return null;
    } catch (LanceDbException e) {
      return e.getMessage();
    }
  }

  @Test
  void keysThatShareAHashAreComparedThemselves() {
    KeyType text = KeyType.of("str");
    Written ten = new Written(Content.ROWS, IntStream.range(0, 10).boxed().toList());
    TableWrite distinct = stage(text, UPSERT, List.of(ten, ten(10), ten(20)));

    check(distinct, 1).requireByJob();

    String table = distinct.staging().address().toString();
    List<String> both =
        List.of(
            "Compare the written keys of " + table, "Compare keys of the same hash of " + table);
    assertEquals(both, jobs);
    jobs.clear();

    TableWrite repeated =
        stage(text, UPSERT, List.of(ten, ten(10), new Written(Content.ROWS, List.of(25, 3))));
    LanceDbException refusal =
        assertThrows(LanceDbException.class, () -> check(repeated, 1).requireByJob());

    assertEquals(
        "Cannot write: two of the rows have the primary key 'id' = 'k3'. Keep one row of each key, such as dropDuplicates(\"id\").",
        refusal.getMessage());
    assertEquals(both, jobs);
  }

  private static Written ten(int from) {
    return new Written(Content.ROWS, IntStream.range(from, from + 10).boxed().toList());
  }

  @Test
  void distinctKeysAreReadOnce() {
    check(stage(KeyType.of("i64"), UPSERT, List.of(ten(0), ten(10))), Long.SIZE).requireByJob();

    assertEquals(1, jobs.size(), jobs::toString);
  }

  /** Ranges of keys tell that the rest has none of them. */
  @Test
  void onlyFragmentsThatMayRepeatAKeyAreRead() {
    TableWrite write = stage(KeyType.of("i64"), UPSERT, List.of(ten(0), ten(0), ten(10)));
    StagedWrite all = write.staged();
    StagedWrite some =
        new StagedWrite(
            all.staging(),
            all.keyColumn(),
            all.rowIdColumn(),
            all.fragments(),
            Set.of(1, 2),
            all.matches(),
            all.expectedInserts(),
            all.isLast());

    DistinctKeys.require(some, WrittenKeys.staged(some), write.plan(), new Listening());

    assertTrue(jobs.isEmpty(), jobs::toString);
    assertThrows(
        LanceDbException.class,
        () -> DistinctKeys.require(all, WrittenKeys.staged(all), write.plan(), new Listening()));
  }

  /** Does the work in this thread, and notes it. */
  private final class Listening implements JobRunner {
    private final JobRunner runner = JobRunner.inThisThread();

    @Override
    public <C extends Serializable, R extends Serializable> List<R> run(
        String description, C common, List<? extends Piece<C, R>> pieces) {
      jobs.add(description);
      return runner.run(description, common, pieces);
    }

    @Override
    public <C extends Serializable, S extends Serializable, R extends Serializable>
        List<R> runInTwoStages(
            String description,
            C common,
            List<? extends Sender<C, S>> senders,
            Receiver<C, S, R> receiver,
            int receivers) {
      jobs.add(description);
      assertTrue(senders.size() > 1, () -> senders + " to " + receivers);
      return runner.runInTwoStages(description, common, senders, receiver, receivers);
    }

    @Override
    public int parallelism() {
      return 2;
    }
  }
}
