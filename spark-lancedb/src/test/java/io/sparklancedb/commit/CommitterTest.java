package io.sparklancedb.commit;

import static io.sparklancedb.commit.Row.row;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparklancedb.config.MergeRules;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.job.JobRunner;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A write that only deletes, and another writer who comes when it has found the rows. */
class CommitterTest {
  @TempDir private Path folder;

  static Stream<Arguments> othersOfRows() {
    return EnumSet.range(OtherWriter.APPENDS_OTHER_KEYS, OtherWriter.CONFIGURES).stream()
        .flatMap(other -> Stream.of(Arguments.of(other, false), Arguments.of(other, true)));
  }

  @ParameterizedTest
  @MethodSource("othersOfRows")
  void deletedKeysAreGoneWhateverTheOtherLeft(OtherWriter other, boolean stable) {
    CommitTable table = new CommitTable(folder, CommitTable.KEYED);
    table = stable ? table.stable() : table;
    table.append(row(1, 10), row(2, 20)).append(row(5, 50)).index("id");
    TableWrite write = table.write(new WriteMode.Upsert(MergeRules.UPSERT)).deleteKeys(2L, 3L);
    Deque<OtherWriter> others = new ArrayDeque<>(List.of(other));
    commit(table, write, others);
    write.staging().close();

    assertEquals(
        other.left().stream()
            .filter(row -> !List.of(2L, 3L).contains(row.values().get(0)))
            .toList(),
        table.rows());
    assertEquals(List.of(), List.copyOf(others));
    assertEquals(List.of(), table.leftovers());
  }

  private static void commit(CommitTable table, TableWrite write, Deque<OtherWriter> others) {
    TableSnapshot base = table.newest();
    ChangeSource deletions =
        new WriteChanges(write.plan(), write.staged(), JobRunner.inThisThread());
    ChangeSource andOthers =
        version -> {
          ChangeSet changes = deletions.in(version);
          while (!others.isEmpty()) {
            others.poll().writeTo(table);
          }
          return changes;
        };
    new Committer(
            write.plan(),
            write.staged(),
            new Schema(List.of()),
            new TableWrite.NoColumnFiles(),
            andOthers)
        .commit(base);
  }
}
