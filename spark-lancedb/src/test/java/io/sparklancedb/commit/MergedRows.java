package io.sparklancedb.commit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparklancedb.commit.MergeModel.Result;
import io.sparklancedb.dataset.TableSnapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Schema;
import org.roaringbitmap.RoaringBitmap;

/** A table of which it is known where each row is, and what a merge would leave of it. */
final class MergedRows {
  private final Schema columns;
  private final CommitTable table;
  private final Map<Row, Long> addresses = new HashMap<>();
  private final TableSnapshot version;

  /** The rows of each fragment in turn; then those of some keys are deleted. */
  MergedRows(Path database, Schema columns, List<List<Row>> fragments, int deletedBelow) {
    this.columns = columns;
    this.table = new CommitTable(database, columns).create();
    for (int fragment = 0; fragment < fragments.size(); fragment++) {
      List<Row> rows = fragments.get(fragment);
      table.append(rows.toArray(Row[]::new));
      for (int at = 0; at < rows.size(); at++) {
        addresses.put(rows.get(at), (long) fragment << Integer.SIZE | at);
      }
    }
    table.change(dataset -> dataset.delete("id < " + deletedBelow));
    addresses.keySet().removeIf(row -> (Long) row.values().get(0) < deletedBelow);
    table.index("id");
    this.version = table.newest();
  }

  List<Row> rows() {
    return List.copyOf(addresses.keySet());
  }

  CommitTable table() {
    return table;
  }

  TableSnapshot version() {
    return version;
  }

  /** Rows as tasks leave them: each a list of rows, then a list of deletions, in a fragment. */
  record Written(List<List<Row>> rows, List<List<Row>> deletions) {
    int tasks() {
      return Math.max(rows.size(), deletions.size());
    }

    /** Where the fragment of a list of rows is among all. */
    int place(int list) {
      return list + Math.min(list, deletions.size());
    }

    List<Row> allRows() {
      return rows.stream().flatMap(List::stream).toList();
    }

    List<Row> allDeletions() {
      return deletions.stream().flatMap(List::stream).toList();
    }
  }

  /** Stages the rows; of a write that keeps values they lack the column {@code n}. */
  TableWrite stage(MergeCase rules, Written written, boolean keepsValues) {
    TableWrite write = table.write(new WriteMode.Upsert(rules.rules()));
    write.compare("s");
    rules.sequence().ifPresent(kind -> write.sequence("s"));
    if (keepsValues) {
      write.missing("n");
    }
    Schema deletions = new Schema(List.of(columns.findField("id"), columns.findField("s")));
    for (int task = 0; task < written.tasks(); task++) {
      if (task < written.rows().size()) {
        write.rows(staged(written.rows().get(task), keepsValues));
      }
      if (task < written.deletions().size()) {
        write.deletions(deletions, staged(written.deletions().get(task), true));
      }
    }
    return write;
  }

  private static Row[] staged(List<Row> rows, boolean withoutNumber) {
    return rows.stream()
        .map(row -> withoutNumber ? Row.row(row.values().get(0), row.values().get(2)) : row)
        .toArray(Row[]::new);
  }

  /** What the changes leave of the table. */
  Result after(ChangeSet changes, Written written) {
    List<Row> left = new ArrayList<>();
    addresses.forEach(
        (row, address) -> {
          if (!changes.deletions().contains(address)) {
            left.add(row);
          }
        });
    for (int list = 0; list < written.rows().size(); list++) {
      RoaringBitmap mask =
          changes.deletedPositions().getOrDefault(written.place(list), new RoaringBitmap());
      for (int at = 0; at < written.rows().get(list).size(); at++) {
        if (!mask.contains(at)) {
          left.add(written.rows().get(list).get(at));
        }
      }
    }
    WriteCounts counts = changes.counts();
    return new Result(
        left, List.of(counts.inserted(), counts.updated(), counts.deleted(), counts.unchanged()));
  }

  /** Each row that takes the place of another knows where that was. */
  void assertSources(ChangeSet changes, Written written, Result result) {
    Map<Object, Long> ofKey = new HashMap<>();
    addresses.forEach((row, address) -> ofKey.put(row.values().get(0), address));
    Set<Row> left = Set.copyOf(result.rows());
    for (int list = 0; list < written.rows().size(); list++) {
      long[] expected =
          written.rows().get(list).stream()
              .mapToLong(
                  row ->
                      left.contains(row)
                          ? ofKey.getOrDefault(row.values().get(0), ChangeSet.NEW)
                          : ChangeSet.NEW)
              .toArray();
      boolean updatesNone = Arrays.stream(expected).allMatch(source -> source == ChangeSet.NEW);
      Optional<long[]> sources =
          Optional.ofNullable(changes.sourceAddresses().get(written.place(list)));
      assertEquals(!updatesNone, sources.isPresent());
      sources.ifPresent(found -> assertArrayEquals(expected, found));
    }
  }
}
