package io.sparklancedb.commit;

import static io.sparklancedb.commit.Row.row;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparklancedb.config.MergeRules;
import io.sparklancedb.dataset.TableHistory;
import io.sparklancedb.dataset.TableSnapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lance.FragmentMetadata;

/** Fragments that lose all their rows go with the version that takes them, at no further cost. */
class EmptiedFragmentsTest {
  private static final int FRAGMENTS = 18;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void areNotInTheVersion(boolean stable) {
    CommitTable table = new CommitTable(folder, CommitTable.KEYED);
    table = stable ? table.stable() : table;
    for (int i = 0; i < FRAGMENTS; i++) {
      table.append(row(i, 0));
    }
    table.append(row(FRAGMENTS, 0), row(FRAGMENTS + 1, 0)).index("id");
    long before = table.newest().reference().version();
    CommitResult result =
        table
            .write(new WriteMode.Upsert(MergeRules.UPSERT))
            .rows(IntStream.rangeClosed(0, FRAGMENTS).mapToObj(i -> row(i, 1)).toArray(Row[]::new))
            .change();

    TableSnapshot newest = table.newest();
    assertEquals(before + 1, result.version());
    assertEquals(
        List.of(FRAGMENTS, FRAGMENTS + 1),
        newest.fragments().stream().map(FragmentMetadata::getId).toList());
    assertEquals(
        List.of("upsert"),
        TableHistory.versions(newest.reference()).stream()
            .filter(entry -> entry.version() > before)
            .filter(entry -> entry.properties().containsKey("operation"))
            .flatMap(entry -> entry.operation().stream())
            .toList());
    assertEquals(FRAGMENTS + 2, table.rows().size());
    assertEquals(List.of(), table.leftovers());
  }
}
