package io.sparklancedb.commit;

import static io.sparklancedb.commit.Row.row;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparklancedb.config.MergeRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A write of an application is applied once. */
class AppliedTransactionsTest {
  private static final WriteMode UPSERT = new WriteMode.Upsert(MergeRules.UPSERT);

  @TempDir private Path folder;
  private CommitTable table;

  @BeforeEach
  void writeOnce() {
    table = new CommitTable(folder, CommitTable.KEYED).append(row(1, 10), row(2, 20)).index("id");
    table.write(UPSERT).rows(row(1, 11)).transaction("app", 7).change();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 6, 7})
  void oneThatIsAppliedDoesNothing(long version) {
    long before = table.newest().reference().version();
    for (WriteMode mode : List.of(UPSERT, new WriteMode.Overwrite())) {
      CommitResult result = table.write(mode).rows(row(3, 30)).transaction("app", version).change();

      assertEquals(new CommitResult(before, Map.of(), Set.of()), result);
    }
    assertEquals(List.of(row(1, 11), row(2, 20)), table.rows());
    assertEquals(before, table.newest().reference().version());
    assertEquals(List.of(), table.leftovers());
  }

  @Test
  void aNewerOneIsApplied() {
    table.write(UPSERT).rows(row(3, 30)).transaction("app", 8).change();

    assertEquals(List.of(row(1, 11), row(2, 20), row(3, 30)), table.rows());
    assertEquals(OptionalLong.of(8), table.newest().lastApplied("app"));
  }

  @Test
  void thoseOfOtherApplicationsAreApart() {
    table.write(UPSERT).rows(row(3, 30)).transaction("other", 1).change();
    table.write(UPSERT).rows(row(4, 40)).change();

    assertEquals(OptionalLong.of(7), table.newest().lastApplied("app"));
    assertEquals(OptionalLong.of(1), table.newest().lastApplied("other"));
  }

  @Test
  void oneWithoutAnEffectIsStillAVersion() {
    long before = table.newest().reference().version();
    table.write(UPSERT).deleteKeys(9L).transaction("app", 8).change();

    assertEquals(OptionalLong.of(8), table.newest().lastApplied("app"));
    assertEquals(before + 1, table.newest().reference().version());
    assertEquals(List.of(row(1, 11), row(2, 20)), table.rows());
  }

  @Test
  void withoutATransactionAWriteWithoutAnEffectIsNoVersion() {
    long before = table.newest().reference().version();
    CommitResult result = table.write(UPSERT).deleteKeys(9L).change();

    assertEquals(before, result.version());
    assertEquals("1", result.properties().get("unchanged"));
    assertEquals(before, table.newest().reference().version());
  }

  @Test
  void ofTwoThatMeetWithOneTransactionOneIsApplied() {
    CommitResult second =
        table
            .write(UPSERT)
            .rows(row(1, 13), row(3, 33))
            .transaction("app", 8)
            .meanwhile(() -> table.write(UPSERT).rows(row(1, 12)).transaction("app", 8).change())
            .change();

    assertEquals(Set.of(), second.files());
    assertEquals(List.of(row(1, 12), row(2, 20)), table.rows());
    assertEquals(List.of(), table.leftovers());
  }
}
