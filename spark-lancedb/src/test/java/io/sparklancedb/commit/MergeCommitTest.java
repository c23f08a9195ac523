package io.sparklancedb.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.commit.MergeModel.Result;
import io.sparklancedb.error.LanceDbException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A version holds what the model says of its merge, and its properties count it. */
class MergeCommitTest {
  private static final int KEYS = 12;

  @TempDir private Path folder;

  static List<MergeCase> cases() {
    return MergeCase.all(List.of(Optional.empty(), Optional.of(SequenceKind.DOUBLE)));
  }

  @BeforeEach
  void tasksLookForTheirKeysWhereTheyMay() {
    System.setProperty("io.sparklancedb.locate", "task");
  }

  @AfterEach
  void leaveTheChoiceToTheRule() {
    System.clearProperty("io.sparklancedb.locate");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theVersionHoldsWhatTheRulesSay(MergeCase rules) {
    Random random = rules.random();
    List<Row> there = MergeCase.rows(rules.sequence(), random, random.nextInt(8), KEYS);
    List<Row> all = MergeCase.rows(rules.sequence(), random, random.nextInt(9), KEYS);
    int deletions = rules.deletes() ? random.nextInt(all.size() + 1) : 0;
    List<Row> deleted = all.subList(0, deletions);
    List<Row> written = all.subList(deletions, all.size());
    CommitTable table = new CommitTable(folder, MergeCase.columns(rules.sequence())).create();
    split(there, random).forEach(table::append);
    if (!there.isEmpty()) {
      table.index("id");
    }
    TableWrite write = table.write(new WriteMode.Upsert(rules.rules())).compare("s");
    rules.sequence().ifPresent(kind -> write.sequence("s"));
    split(written, random).forEach(write::rows);
    split(deleted, random)
        .forEach(rows -> write.deletions(MergeCase.columns(rules.sequence()), rows));
    if (random.nextBoolean()) {
      write.mayRepeatKeys();
    }
    if (!there.isEmpty() && random.nextBoolean()) {
      write.lookInTasks();
    }

    Optional<Result> expected = rules.model().merge(there, written, deleted);
    if (expected.isEmpty()) {
      assertThrows(LanceDbException.class, write::change);
      assertEquals(new Result(there, List.of()), new Result(table.rows(), List.of()));
    } else {
      List<Long> counts = counts(write.change());
      assertEquals(expected.get(), new Result(table.rows(), counts));
    }
    // Lance names no fragment that has lost all its rows, nor the file that says so.
    assertEquals(
        List.of(),
        table.leftovers().stream().filter(file -> !file.contains("_deletions")).toList());
  }

  private static List<Row[]> split(List<Row> rows, Random random) {
    return MergeCase.split(rows, 2, random).stream().map(some -> some.toArray(Row[]::new)).toList();
  }

  private static List<Long> counts(CommitResult result) {
    return Stream.of("inserted", "updated", "deleted", "unchanged")
        .map(count -> Long.valueOf(result.properties().get(count)))
        .toList();
  }
}
