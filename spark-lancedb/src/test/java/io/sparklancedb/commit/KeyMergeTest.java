package io.sparklancedb.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.commit.MergeModel.Result;
import io.sparklancedb.commit.MergedRows.Written;
import io.sparklancedb.config.MergeRules.WhenMatched;
import io.sparklancedb.config.MergeRules.WhenNotMatchedBySource;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.job.JobRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every combination of the rules does to a version what the model says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyMergeTest {
  private static final String FORCED = "io.sparklancedb.locate";
  private static final long AMPLE = 64 << 20;

  /** For some five hundred keys and their values. */
  private static final long LITTLE = 24_000;

  @TempDir private static Path folder;
  private final Map<List<?>, MergedRows> tables = new HashMap<>();

  static List<MergeCase> every() {
    List<Optional<SequenceKind>> sequences = new ArrayList<>(List.of(Optional.empty()));
    List.of(SequenceKind.values()).forEach(kind -> sequences.add(Optional.of(kind)));
    return MergeCase.all(sequences);
  }

  /** Each of the rules once, with one kind of sequence after the other. */
  static List<MergeCase> some() {
    List<MergeCase> every = every();
    int kinds = SequenceKind.values().length + 1;
    return IntStream.range(0, every.size() / kinds)
        .mapToObj(i -> every.get(i * kinds + i / 2 % kinds))
        .filter(MergeCase::deletes)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("every")
  void doesWhatTheRulesSay(MergeCase rules) {
    MergedRows table = table(rules, 9, 12);
    Random random = rules.random();
    for (int round = 0; round < 2; round++) {
      Written written = written(rules, random, random.nextInt(9), 12);

      check(table, rules, written, AMPLE, random.nextBoolean());
    }
  }

  @ParameterizedTest
  @MethodSource("some")
  void doesTheSameInSeveralPasses(MergeCase rules) {
    MergedRows table = table(rules, 1_200, 2_000);
    Written written = written(rules, rules.random(), 1_200, 2_000);

    check(table, rules, written, LITTLE, true)
        .ifPresent(
            changes -> {
              long passes = changes.counts().search().scannedRows() / table.rows().size();
              assertTrue(passes > 2 && passes < 300, () -> passes + " passes");
            });
  }

  /** Of several pieces, in one pass and in several. */
  @ParameterizedTest
  @MethodSource("some")
  void doesTheSameInAJob(MergeCase rules) {
    MergedRows table = table(rules, 1_200, 2_000);
    Written written = written(rules, rules.random(), 1_200, 2_000);
    System.setProperty(FORCED, "job");
    try {
      for (long memory : new long[] {AMPLE, LITTLE}) {
        check(table, rules, written, memory, true);
      }
    } finally {
      System.clearProperty(FORCED);
    }
  }

  /** Each of which looks for its own keys, unless a rule is about the rows of other keys. */
  @ParameterizedTest
  @MethodSource("every")
  void doesTheSameInTheTasksThatWrite(MergeCase rules) {
    MergedRows table = table(rules, 9, 12);
    Random random = rules.random();
    Written written = written(rules, random, 1 + random.nextInt(8), 12);
    boolean byTask = rules.rules().whenNotMatchedBySource() == WhenNotMatchedBySource.KEEP;
    System.setProperty(FORCED, "task");
    try {
      check(table, rules, written, AMPLE, random.nextBoolean())
          .ifPresent(
              changes ->
                  assertEquals(byTask, changes.counts().search().way() == KeySearch.Way.TASK));
    } finally {
      System.clearProperty(FORCED);
    }
  }

  @Test
  void doesTheSameHoweverLittleMemoryThereIs() {
    MergeCase rules = every().get(13);
    MergedRows table = table(rules, 9, 12);
    Written written = written(rules, rules.random(), 8, 12);

    ChangeSet changes = check(table, rules, written, 1, true).orElseThrow();
    assertTrue(changes.counts().search().scannedRows() <= 9 * 8, () -> changes.counts().toString());
  }

  /** Merges in as much memory, and compares with the model; empty when the rules refuse. */
  private static Optional<ChangeSet> check(
      MergedRows table, MergeCase rules, Written written, long memory, boolean keepsValues) {
    Optional<Result> expected =
        rules.model().merge(table.rows(), written.allRows(), written.allDeletions());
    TableWrite write = table.stage(rules, written, keepsValues).keyMemory(memory).lookInTasks();
    StagedWrite staged = write.staged();
    KeyMerge merge =
        new KeyMerge(WrittenKeys.staged(staged), write.plan(), JobRunner.inThisThread());
    try {
      if (expected.isEmpty()) {
        assertEquals(WhenMatched.FAIL, rules.rules().whenMatched());
        assertThrows(LanceDbException.class, () -> merge.in(table.version()));
        return Optional.empty();
      }
      ChangeSet changes =
          staged.matches().isEmpty()
              ? merge.in(table.version())
              : merge.of(staged.matches(), table.version()).orElseThrow();
      assertEquals(expected.get(), table.after(changes, written));
      if (keepsValues) {
        table.assertSources(changes, written, expected.get());
      }
      return Optional.of(changes);
    } finally {
      write.staging().close();
    }
  }

  /** One of so many rows, of which some are deleted, for all cases with the same columns. */
  private MergedRows table(MergeCase rules, int rows, int keys) {
    return tables.computeIfAbsent(
        List.of(rules.sequence(), rows),
        name -> {
          Random random = new Random(rows);
          return new MergedRows(
              folder.resolve("t" + tables.size()),
              MergeCase.columns(rules.sequence()),
              MergeCase.split(MergeCase.rows(rules.sequence(), random, rows, keys), 3, random),
              2);
        });
  }

  private static Written written(MergeCase rules, Random random, int count, int keys) {
    List<Row> all = MergeCase.rows(rules.sequence(), random, count, keys);
    int deletions = rules.deletes() ? random.nextInt(count + 1) : 0;
    return new Written(
        MergeCase.split(all.subList(deletions, count), 3, random),
        MergeCase.split(all.subList(0, deletions), 2, random));
  }
}
