package io.sparklancedb.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.config.IndexDeclaration;
import io.sparklancedb.config.IndexDeclaration.Kind;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.error.JobErrors;
import io.sparklancedb.job.JobRunner;
import io.sparklancedb.job.Piece;
import io.sparklancedb.job.Receiver;
import io.sparklancedb.job.Sender;
import io.sparklancedb.key.KeyTable;
import io.sparklancedb.key.KeyType;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lance.Dataset;
import org.lance.cleanup.CleanupPolicy;
import org.lance.index.Index;

/** A B-Tree that tasks build in parts is as one that Lance builds in one call. */
class PartsBuildTest {
  private static final KeyType LONG = KeyType.of("i64");
  private static final int FRAGMENT_ROWS = 5_000;

  @TempDir private Path folder;

  @BeforeEach
  void buildInTasks() {
    System.setProperty("io.sparklancedb.index", "tasks");
  }

  @AfterEach
  void leaveTheChoiceToTheRule() {
    System.clearProperty("io.sparklancedb.index");
  }

  static List<KeyType> types() {
    return KeyType.all();
  }

  /** Keys of all fragments are mixed, and some are there twice. */
  private static List<Object> keys(KeyType type, int fragment) {
    return type.values(
        IntStream.range(0, FRAGMENT_ROWS)
            .mapToObj(i -> (i * 7 + fragment) % Math.min(type.distinct(), 4 * FRAGMENT_ROWS))
            .toList());
  }

  private KeyTable table(KeyType type) throws IOException {
    KeyTable table = new KeyTable(folder, type.field());
    for (int fragment = 0; fragment < 4; fragment++) {
      table.append(keys(type, fragment));
    }
    return table.delete("n % 10 = 3");
  }

  private static void build(KeyTable table, JobRunner jobs) {
    DeclaredIndexes.buildMissing(table.address(), Optional.of("k"), jobs);
  }

  private static Map<String, Object> statistics(KeyTable table) {
    try (Dataset dataset = TableLoader.open(table.newest())) {
      return dataset.getIndexStatistics("k_idx");
    }
  }

  private static void requireWhole(KeyTable table, long rows) {
    Map<String, Object> statistics = statistics(table);
    assertEquals(rows, ((Number) statistics.get("num_indexed_rows")).longValue());
    assertEquals(0, ((Number) statistics.get("num_unindexed_rows")).intValue());
    assertEquals(1, ((Number) statistics.get("num_segments")).intValue());
  }

  /** The rows of each of some keys. */
  private static List<List<Long>> rows(KeyTable table, KeyType type) {
    List<Integer> numbers =
        IntStream.of(0, 1, 9, 701, 4_097, 19_999, 20_007)
            .map(i -> i % type.distinct())
            .distinct()
            .boxed()
            .toList();
    return type.values(numbers).stream()
        .map(key -> table.locate(List.of(key)).addresses())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("types")
  void findsTheSameRowsAsAScan(KeyType type) throws IOException {
    try (KeyTable table = table(type)) {
      List<List<Long>> scanned = rows(table, type);
      Runner jobs = new Runner(3);

      build(table, jobs);

      assertEquals(
          List.of(
              "Build parts of the index k_idx of " + table.address(),
              "Merge the parts of the index k_idx of " + table.address()),
          jobs.jobs());
      requireWhole(table, 18_000);
      assertEquals(scanned, rows(table, type));
    }
  }

  @Test
  void anIndexByRowIdsFindsTheSameRows() throws IOException {
    try (KeyTable table = KeyTable.stable(folder, LONG.field())) {
      for (int fragment = 0; fragment < 4; fragment++) {
        table.append(keys(LONG, fragment));
      }
      table.delete("n % 10 = 3").change(Dataset::compact);
      List<List<Long>> scanned = rows(table, LONG);

      build(table, new Runner(3));

      requireWhole(table, 18_000);
      assertEquals(scanned, rows(table, LONG));
    }
  }

  @Test
  void rowsAreFoldedInByATaskAndMovedByACompaction() throws IOException {
    try (KeyTable table = table(LONG)) {
      build(table, new Runner(3));
      table.append(keys(LONG, 4)).append(keys(LONG, 5));
      Runner jobs = new Runner(3);

      build(table, jobs);

      assertEquals(List.of("Fold rows into the index k_idx of " + table.address()), jobs.jobs());
      requireWhole(table, 28_000);
      List<List<Long>> indexed = rows(table, LONG);
      table.change(Dataset::compact);
      requireWhole(table, 28_000);
      List<List<Long>> moved = rows(table, LONG);
      table.change(dataset -> dataset.dropIndex("k_idx"));
      assertEquals(rows(table, LONG), moved);
      assertEquals(
          indexed.stream().map(List::size).toList(), moved.stream().map(List::size).toList());
    }
  }

  /** As where Spark speculates: also a task that ends when the index is published. */
  @Test
  void aPartMayBeBuiltAgain() throws IOException {
    try (KeyTable table = table(LONG)) {
      List<List<Long>> scanned = rows(table, LONG);
      build(table, new Runner(3).twice());
      requireWhole(table, 18_000);
      assertEquals(scanned, rows(table, LONG));

      IndexTarget target =
          new IndexTarget(
              table.address(), "k", new IndexDeclaration(Kind.BTREE, Map.of()), "k_idx", true);
      String id = index(table).uuid().toString();
      new PartPiece(List.of(0, 1)).run(new IndexParts(table.newest(), target, id));
      assertEquals(scanned, rows(table, LONG));
      table.append(keys(LONG, 4)).append(keys(LONG, 5));
      build(table, new Runner(3));
      requireWhole(table, 28_000);
    }
  }

  private static Index index(KeyTable table) {
    try (Dataset dataset = TableLoader.open(table.newest())) {
      return dataset.getIndexes().get(0);
    }
  }

  private static boolean hasIndex(KeyTable table) {
    try (Dataset dataset = TableLoader.open(table.newest())) {
      return !dataset.getIndexes().isEmpty();
    }
  }

  @Test
  void rowsThatOthersChangeMeanwhileAreFound() throws IOException {
    try (KeyTable table = table(LONG)) {
      Runnable others =
          () -> {
            append(table, 4);
            table.delete("n < 100");
          };

      build(table, new Runner(3).after("Merge", others));

      List<List<Long>> indexed = rows(table, LONG);
      requireWhole(table, 22_910);
      table.change(dataset -> dataset.dropIndex("k_idx"));
      assertEquals(rows(table, LONG), indexed);
    }
  }

  private static void append(KeyTable table, int fragment) {
    try {
      table.append(keys(LONG, fragment));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The write has succeeded by then: the next one builds the index. */
  @Test
  void aCompactionMeanwhileLeavesTheIndexToTheNextWrite() throws IOException {
    try (KeyTable table = table(LONG)) {
      build(table, new Runner(3).after("Build parts", () -> table.change(Dataset::compact)));

      assertFalse(hasIndex(table));
      build(table, new Runner(3));
      requireWhole(table, 18_000);
    }
  }

  @Test
  void theIndexThatIsThereFirstStays() throws IOException {
    try (KeyTable table = table(LONG)) {
      build(table, new Runner(3).after("Merge", () -> build(table, new Runner(3))));

      requireWhole(table, 18_000);
    }
  }

  @Test
  void aTableThatWasDroppedMeanwhileStaysGone() throws IOException {
    try (KeyTable table = table(LONG)) {
      build(
          table, new Runner(3).after("Merge", () -> Dataset.drop(table.address().uri(), Map.of())));

      assertEquals(Optional.empty(), TableLoader.latest(table.address()));
    }
  }

  @Test
  void aTableThatWasMadeAnewMeanwhileIsLeftAlone() throws IOException {
    try (KeyTable table = table(LONG)) {
      Runnable others =
          () -> {
            Dataset.drop(table.address().uri(), Map.of());
            append(table, 0);
          };

      build(table, new Runner(3).after("Merge", others));

      assertFalse(hasIndex(table));
      assertEquals(1, table.newest().version());
    }
  }

  @Test
  void aJobThatFailsLeavesTheIndexToTheNextWriteAndItsFilesToTheCleanup() throws IOException {
    try (KeyTable table = table(LONG)) {
      Runnable failure =
          () -> {
            throw JobErrors.failed("merge", "no executor", new IOException("no executor"));
          };
      build(table, new Runner(3).after("Build parts", failure));

      assertFalse(hasIndex(table));
      Path indexes = Path.of(table.address().uri()).resolve("_indices");
      assertTrue(files(indexes) > 0);
      build(table, new Runner(3));
      requireWhole(table, 18_000);
      table.change(
          dataset ->
              dataset.cleanupWithPolicy(
                  CleanupPolicy.builder()
                      .withBeforeTimestampMillis(Instant.now().toEpochMilli())
                      .withDeleteUnverified(true)
                      .build()));
      assertEquals(2, files(indexes));
    }
  }

  private static long files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void aFoldThatFailsLeavesTheIndexAsItIs() throws IOException {
    try (KeyTable table = table(LONG)) {
      build(table, new Runner(3));
      Index before = index(table);
      append(table, 4);
      JobRunner broken = new Broken();

      build(table, broken);

      assertEquals(before, index(table));
      build(table, new Runner(3));
      requireWhole(table, 23_000);
    }
  }

  /** A cluster without executors. */
  private record Broken() implements JobRunner {
    @Override
    public <C extends Serializable, R extends Serializable> List<R> run(
        String description, C common, List<? extends Piece<C, R>> pieces) {
      throw JobErrors.failed(description, "no executor", new IOException("no executor"));
    }

    @Override
    public <C extends Serializable, S extends Serializable, R extends Serializable>
        List<R> runInTwoStages(
            String description,
            C common,
            List<? extends Sender<C, S>> senders,
            Receiver<C, S, R> receiver,
            int receivers) {
      return JobRunner.inThisThread()
          .runInTwoStages(description, common, senders, receiver, receivers);
    }

    @Override
    public int parallelism() {
      return 2;
    }
  }

  @Test
  void smallTablesNeedNoJob() throws IOException {
    System.clearProperty("io.sparklancedb.index");
    try (KeyTable table = table(LONG)) {
      Runner jobs = new Runner(3);
      build(table, jobs);
      append(table, 4);
      build(table, jobs);

      assertEquals(List.of(), jobs.jobs());
      requireWhole(table, 23_000);
    }
  }

  @Test
  void anEmptyTableHasItsIndex() throws IOException {
    try (KeyTable table = new KeyTable(folder, LONG.field()).append(List.of())) {
      build(table, new Runner(3));
      assertTrue(hasIndex(table));
    }
  }
}
