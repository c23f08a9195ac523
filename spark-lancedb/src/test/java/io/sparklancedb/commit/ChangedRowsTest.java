package io.sparklancedb.commit;

import static io.sparklancedb.commit.Row.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.config.MergeRules;
import io.sparklancedb.config.MergeRules.WhenMatched;
import io.sparklancedb.config.MergeRules.WhenNotMatched;
import io.sparklancedb.config.MergeRules.WhenNotMatchedBySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A write that updates only rows that have changed. */
class ChangedRowsTest {
  private static final WriteMode CHANGED =
      new WriteMode.Upsert(
          new MergeRules(
              WhenMatched.UPDATE_CHANGED, WhenNotMatched.INSERT, WhenNotMatchedBySource.KEEP));
  private static final Schema COLUMNS =
      new Schema(
          List.of(
              CommitTable.key("id", CommitTable.LONG),
              Field.nullable("n", CommitTable.LONG),
              Field.nullable("text", CommitTable.TEXT)));
  private static final String FORCED = "io.sparklancedb.locate";

  @TempDir private Path folder;

  @AfterEach
  void leaveTheChoiceToTheRule() {
    System.clearProperty(FORCED);
  }

  private CommitTable table() {
    return new CommitTable(folder, COLUMNS)
        .append(row(1, 10, "a"), row(2, null, "b"))
        .append(row(3, 30, null))
        .index("id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"task", "index", "scan", "job"})
  void rowsThatAreTheSameStay(String way) {
    CommitTable table = table();
    System.setProperty(FORCED, way);

    CommitResult result =
        table
            .write(CHANGED)
            .rows(row(3, 30, null), row(2, 20, "b"))
            .rows(row(4, 40, "d"), row(1, 10, "a"))
            .lookInTasks()
            .change();

    assertEquals(way, result.properties().get("located_by"));
    assertEquals(List.of(1L, 1L, 0L, 2L), counts(result));
    assertEquals(
        List.of(row(1, 10, "a"), row(2, 20, "b"), row(3, 30, null), row(4, 40, "d")), table.rows());
    assertEquals(List.of(), table.leftovers());
  }

  @ParameterizedTest
  @ValueSource(strings = {"task", "index", "scan", "job"})
  void aWriteThatChangesNothingMakesNoVersionAndLeavesNoFile(String way) {
    CommitTable table = table();
    long version = table.newest().reference().version();
    System.setProperty(FORCED, way);

    CommitResult result =
        table
            .write(CHANGED)
            .rows(row(1, 10, "a"), row(3, 30, null))
            .rows(row(2, null, "b"))
            .lookInTasks()
            .change();

    assertEquals(List.of(0L, 0L, 0L, 3L), counts(result));
    assertEquals(version, result.version());
    assertEquals(version, table.newest().reference().version());
    assertEquals(List.of(), table.leftovers());
  }

  @Test
  void onlyChosenColumnsAreCompared() {
    CommitTable table = table();

    CommitResult result =
        table
            .write(CHANGED)
            .compare("text")
            .rows(row(1, 11, "a"), row(2, 22, "c"), row(3, 33, null))
            .change();

    assertEquals(List.of(0L, 1L, 0L, 2L), counts(result));
    assertEquals(List.of(row(1, 10, "a"), row(2, 22, "c"), row(3, 30, null)), table.rows());
  }

  /** What was the same is changed by another writer, and what was not becomes the same. */
  @ParameterizedTest
  @ValueSource(strings = {"task", "index", "scan", "job"})
  void afterAConflictRowsAreComparedWithTheNewestVersion(String way) {
    CommitTable table = table();
    System.setProperty(FORCED, way);

    CommitResult result =
        table
            .write(CHANGED)
            .rows(row(1, 10, "a"), row(2, 20, "b"), row(4, 40, "d"))
            .lookInTasks()
            .meanwhile(() -> table.upsert("id", row(1, 99, "z"), row(2, 20, "b")))
            .change();

    assertEquals(List.of(1L, 1L, 0L, 1L), counts(result));
    assertEquals(
        List.of(row(1, 10, "a"), row(2, 20, "b"), row(3, 30, null), row(4, 40, "d")), table.rows());
    assertEquals(List.of(), table.leftovers());
  }

  @Test
  void afterAConflictNothingMayBeLeftToChange() {
    CommitTable table = table();

    CommitResult result =
        table
            .write(CHANGED)
            .rows(row(1, 11, "a"), row(4, 40, "d"))
            .meanwhile(() -> table.upsert("id", row(1, 11, "a"), row(4, 40, "d")))
            .change();

    assertEquals(List.of(0L, 0L, 0L, 2L), counts(result));
    assertEquals(table.newest().reference().version(), result.version());
    assertEquals(List.of(), table.leftovers());
  }

  /** Its values are null in the table's rows. */
  @Test
  void aColumnThatTheWriteAddsIsComparedWithNull() {
    CommitTable table = table();
    Schema added = new Schema(List.of(Field.nullable("more", CommitTable.TEXT)));
    Schema written =
        new Schema(
            Stream.of(COLUMNS, added).flatMap(schema -> schema.getFields().stream()).toList());

    CommitResult none = table.write(CHANGED).rows(written, row(1, 10, "a", null)).change(added);
    CommitResult one =
        table
            .write(CHANGED)
            .rows(written, row(1, 10, "a", null), row(2, null, "b", "x"))
            .change(added);

    assertEquals(List.of(0L, 0L, 0L, 1L), counts(none));
    assertEquals(List.of(0L, 1L, 0L, 1L), counts(one));
    assertEquals(
        List.of(row(1, 10, "a", null), row(2, null, "b", "x"), row(3, 30, null, null)),
        table.rows());
  }

  /** On both sides: 8 MB of texts, which Lance packs. */
  @Test
  void onlyWhatIsComparedIsRead() throws IOException {
    CommitTable table = new CommitTable(folder, COLUMNS).append(large());

    long number = bytesReadToWrite(table.write(CHANGED).compare("n").rows(large()));
    long all = bytesReadToWrite(table.write(CHANGED).rows(large()));

    assertTrue(all > 8 << 20, () -> "bytes: " + all);
    assertTrue(number < 2 << 20, () -> "bytes: " + number);
  }

  private static Row[] large() {
    Random random = new Random(1);
    return IntStream.range(0, 100)
        .mapToObj(
            i ->
                row(
                    i,
                    i,
                    random
                        .ints(80_000, 32, 127)
                        .collect(
                            StringBuilder::new,
                            StringBuilder::appendCodePoint,
                            StringBuilder::append)
                        .toString()))
        .toArray(Row[]::new);
  }

  private static long bytesReadToWrite(TableWrite write) throws IOException {
    long before = bytesRead();
    assertEquals(List.of(0L, 0L, 0L, 100L), counts(write.change()));
    return bytesRead() - before;
  }

  /** By this process, so far. */
  private static long bytesRead() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/io")).stream()
        .filter(line -> line.startsWith("rchar: "))
        .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void ofRowsOfOtherMakersThatShareAKeyThoseThatAreTheSameStay() {
    CommitTable table = table();
    table.append(row(1, 11, "a"), row(3, 30, null));

    table.write(CHANGED).rows(row(1, 10, "a"), row(3, 30, null)).change();

    assertEquals(
        List.of(row(1, 10, "a"), row(2, null, "b"), row(3, 30, null), row(3, 30, null)),
        table.rows());
  }

  /** More rows than are read at a time, in another order than the table's. */
  @ParameterizedTest
  @ValueSource(strings = {"scan", "job"})
  void anyNumberOfRowsIsCompared(String way) {
    int rows = 20_000;
    CommitTable table = new CommitTable(folder, COLUMNS);
    table.append(rows(rows / 2, rows, 0)).append(rows(0, rows / 2, 0));
    System.setProperty(FORCED, way);

    CommitResult result =
        table.write(CHANGED).rows(reversed(rows(0, rows, 3))).keyMemory(1 << 20).change();

    long changed = IntStream.range(0, rows).filter(i -> i % 3 == 2).count();
    assertEquals(List.of(0L, changed, 0L, rows - changed), counts(result));
    assertEquals(
        Stream.of(rows(0, rows, 3)).map(Row::toString).sorted().toList(),
        table.rows().stream().map(Row::toString).sorted().toList());
  }

  /**
   * @param changing of so many the last is another than with 0
   */
  private static Row[] rows(int from, int to, int changing) {
    return IntStream.range(from, to)
        .mapToObj(
            i -> row(i, i, changing > 0 && i % changing == changing - 1 ? "new" : "text " + i))
        .toArray(Row[]::new);
  }

  private static Row[] reversed(Row[] rows) {
    return IntStream.range(0, rows.length)
        .mapToObj(i -> rows[rows.length - 1 - i])
        .toArray(Row[]::new);
  }

  private static List<Long> counts(CommitResult result) {
    return Stream.of("inserted", "updated", "deleted", "unchanged")
        .map(count -> Long.valueOf(result.properties().get(count)))
        .toList();
  }
}
