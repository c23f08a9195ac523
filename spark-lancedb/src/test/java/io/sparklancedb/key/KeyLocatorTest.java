package io.sparklancedb.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.key.KeyLocator.Effort;
import io.sparklancedb.key.KeyLocator.Scope;
import io.sparklancedb.key.KeyTable.Found;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.lance.index.IndexType;

class KeyLocatorTest {
  private static final KeyType LONG = KeyType.of("i64");
  private static final KeyType TEXT = KeyType.of("str");

  /** Those of which a filter finds a key exactly as it is stored. */
  private static final Set<String> PROBED =
      Set.of(
          "bool",
          "i8",
          "i16",
          "i32",
          "i64",
          "date",
          "ts_MICROSECOND",
          "ntz_MICROSECOND",
          "str",
          "bin");

  @TempDir private Path folder;

  static List<KeyType> types() {
    return KeyType.all();
  }

  @ParameterizedTest
  @MethodSource("types")
  void findsKeysOfEveryTypeByScanAndByIndexAndNoDeletedRow(KeyType type) throws IOException {
    int rows = 8_000;
    List<Integer> numbers = IntStream.range(0, rows).mapToObj(i -> i % type.distinct()).toList();
    Set<Integer> wanted = Set.of(1_001 % type.distinct(), 3_050 % type.distinct());
    List<Long> expected =
        IntStream.range(0, rows)
            .filter(i -> wanted.contains(numbers.get(i)) && (i < 3_000 || i >= 3_100))
            .mapToObj(i -> (long) i)
            .toList();
    List<Object> keys = type.values(List.copyOf(wanted));
    try (KeyTable table = new KeyTable(folder, type.field())) {
      table.append(type.values(numbers)).delete("n >= 3000 AND n < 3100");
      Effort scan = new Effort(0, rows - 100);

      assertEquals(new Found(scan, expected), table.locate(keys));
      assertEquals(false, KeyLocator.asksIndex(table.version(), "k", wanted.size()));

      table.bTree();
      boolean isProbed = PROBED.contains(type.name());
      Effort effort = isProbed ? new Effort(wanted.size(), 0) : scan;
      assertEquals(new Found(effort, expected), table.locate(keys));
      assertEquals(isProbed, KeyLocator.asksIndex(table.version(), "k", wanted.size()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "i64, 1333, 1, SCAN",
    "i64, 1334, 1, INDEX",
    "i64, 4000, 3, SCAN",
    "i64, 4001, 3, INDEX",
    "str, 3333, 1, SCAN",
    "str, 3334, 1, INDEX"
  })
  void looksIntoTheIndexWhileThatIsCheaperThanAScan(
      String type, int rows, int keys, String expected) throws IOException {
    KeyType keyType = KeyType.of(type);
    try (KeyTable table = new KeyTable(folder, keyType.field())) {
      table.append(keyType.values(range(0, rows))).bTree();

      Effort effort = expected.equals("INDEX") ? new Effort(keys, 0) : new Effort(0, rows);
      assertEquals(
          new Found(effort, LongStream.range(0, keys).boxed().toList()),
          table.locate(keyType.values(range(0, keys))));
      assertEquals(expected.equals("INDEX"), KeyLocator.asksIndex(table.version(), "k", keys));
    }
  }

  @Test
  void findsManyKeysByTheIndex() throws IOException {
    // One probe looks for a thousand keys; so many are worth it from 1.34 million rows on.
    List<Long> keys = LongStream.range(0, 1_001).map(i -> i * 1_337).boxed().toList();
    int rowsOfFragment = 670_000;
    try (KeyTable table = new KeyTable(folder, LONG.field())) {
      for (int first : new int[] {0, rowsOfFragment}) {
        table.append(LongStream.range(first, first + rowsOfFragment).boxed().toList());
      }
      table.bTree();
      List<Long> expected =
          keys.stream()
              .map(k -> KeyTable.address((int) (k / rowsOfFragment), k % rowsOfFragment))
              .toList();

      assertEquals(new Found(new Effort(1_001, 0), expected), table.locate(keys));
    }
  }

  @Test
  void findsNoKeyThatTheTableLacks() throws IOException {
    try (KeyTable table = new KeyTable(folder, LONG.field())) {
      table.append(LongStream.range(0, 4_000).map(i -> 2 * i).boxed().toList());

      assertEquals(new Found(new Effort(0, 4_000), List.of()), table.locate(List.of(-1L, 3_001L)));
      table.bTree();
      assertEquals(new Found(new Effort(2, 0), List.of()), table.locate(List.of(-1L, 3_001L)));
    }
  }

  @Test
  void aNullOfTheTableIsNoKey() throws IOException {
    List<Object> keys = new ArrayList<>(LONG.values(range(0, 4_000)));
    keys.set(0, null);
    keys.set(17, null);
    keys.set(18, 0L);
    try (KeyTable table = new KeyTable(folder, LONG.field())) {
      table.append(keys);

      assertEquals(new Found(new Effort(0, 4_000), List.of(18L)), table.locate(List.of(0L)));
      table.bTree();
      assertEquals(new Found(new Effort(1, 0), List.of(18L)), table.locate(List.of(0L)));
    }
  }

  @Test
  void findsTextsAsTheyAreByIndexAndByScan() throws IOException {
    List<String> texts =
        List.of(
            "",
            "it's",
            "''",
            "\"",
            "a\"b\\c",
            "100%",
            "x_y",
            "\n",
            " a",
            "é",
            "日本",
            "\ud83d\ude00x",
            "x\ud83d\ude00",
            "\udbff\udfff",
            "`a`",
            "k IN ('a')",
            "\uffff");
    List<Object> rows = new ArrayList<>(texts.stream().map(UTF8String::fromString).toList());
    int others = 4_000 - rows.size();
    rows.addAll(TEXT.values(range(0, others)));
    try (KeyTable indexed = new KeyTable(folder.resolve("indexed"), TEXT.field());
        KeyTable bare = new KeyTable(folder.resolve("bare"), TEXT.field())) {
      indexed.append(rows).bTree();
      bare.append(rows);
      for (int i = 0; i < texts.size(); i++) {
        List<Object> key = List.of(rows.get(i));
        List<Long> at = List.of((long) i);

        assertEquals(new Found(new Effort(1, 0), at), indexed.locate(key), texts.get(i));
        assertEquals(new Found(new Effort(0, 4_000), at), bare.locate(key), texts.get(i));
      }
    }
  }

  @Test
  void findsKeysInFragmentsThatTheIndexCoversAndInOthers() throws IOException {
    try (KeyTable table = new KeyTable(folder, LONG.field())) {
      table.append(LONG.values(range(0, 3_000))).bTree();
      table.append(LONG.values(range(3_000, 3_010))).append(LONG.values(List.of(5, 3_005)));
      table.delete("n = 5");

      assertEquals(
          new Found(
              new Effort(2, 0),
              List.of(KeyTable.address(1, 5), KeyTable.address(2, 0), KeyTable.address(2, 1))),
          table.locate(LONG.values(List.of(5, 3_005))));
    }
  }

  @Test
  void scansWhereAnotherIndexOfTheKeyMisleads() throws IOException {
    try (KeyTable table = KeyTable.stable(folder, LONG.field())) {
      table.append(LONG.values(range(0, 2_000))).append(LONG.values(range(2_000, 4_000))).bTree();
      Found found = new Found(new Effort(1, 0), List.of(KeyTable.address(1, 3)));
      assertEquals(found, table.locate(LONG.values(List.of(2_003))));

      table.index(IndexType.ZONEMAP, "zonemap");

      assertEquals(
          new Found(new Effort(0, 4_000), found.addresses()),
          table.locate(LONG.values(List.of(2_003))));
    }
  }

  @Test
  void otherKindsOfIndexAreNoneToLookInto() throws IOException {
    try (KeyTable table = new KeyTable(folder, LONG.field())) {
      table.append(LONG.values(range(0, 4_000))).index(IndexType.BITMAP, "bitmap");

      assertEquals(
          new Found(new Effort(0, 4_000), List.of(7L)), table.locate(LONG.values(List.of(7))));
    }
  }

  @Test
  void looksForNothingWithoutKeys() throws IOException {
    try (KeyTable table = new KeyTable(folder, LONG.field())) {
      table.append(LONG.values(range(0, 10)));

      assertEquals(new Found(Effort.NONE, List.of()), table.locate(List.of()));
    }
  }

  @Test
  void tellsOfEveryVisibleRowWhereAllAreAskedFor() throws IOException {
    try (KeyTable table = new KeyTable(folder, LONG.field())) {
      table.append(LONG.values(range(0, 4_000))).bTree().append(LONG.values(range(0, 3)));
      table.delete("n = 1 OR n = 4001");
      List<Long> visible = new ArrayList<>(LongStream.range(0, 4_000).boxed().toList());
      visible.remove(1);
      visible.addAll(List.of(KeyTable.address(1, 0), KeyTable.address(1, 2)));

      for (List<Integer> keys : List.of(List.of(2, 1), List.<Integer>of())) {
        Everything all = new Everything();
        Effort effort =
            KeyLocator.locate(
                table.newest(),
                table.key(),
                table.set(LONG.values(keys)),
                Scope.ofTable(table.size(), true),
                all);

        assertEquals(new Effort(0, 4_001), effort);
        assertEquals(visible, all.rows);
        List<Long> matching = List.of(2L, KeyTable.address(1, 2));
        assertEquals(keys.isEmpty() ? List.of() : matching, List.copyOf(all.numbers.keySet()));
      }
    }
  }

  @Test
  void handsOverTheNumberOfTheKeyAndAnotherColumnOfItsRow() throws IOException {
    try (KeyTable table = new KeyTable(folder, LONG.field())) {
      table.append(LONG.values(range(0, 50_000))).bTree();
      table.append(LONG.values(range(0, 3)));

      Everything few = new Everything();
      assertEquals(new Effort(3, 0), table.tell(LONG.values(List.of(49_999, 2, 70_000)), few));
      assertEquals(Map.of(2L, 1, 49_999L, 0, KeyTable.address(1, 2), 1), few.numbers);
      assertEquals(Map.of(2L, 2L, 49_999L, 49_999L, KeyTable.address(1, 2), 50_002L), few.others);
      assertEquals(LONG.values(List.of(2, 49_999, 2)), List.copyOf(few.keys.values()));

      Everything all = new Everything();
      assertEquals(new Effort(0, 50_003), table.tell(LONG.values(range(0, 50_000)), all));
      assertEquals(50_003, all.numbers.size());
      all.others.forEach(
          (address, n) -> {
            long number = n < 50_000 ? n : n - 50_000;
            assertEquals(number, (long) all.numbers.get(address));
            assertEquals(LONG.value().apply(number), all.keys.get(address));
          });
    }
  }

  @Test
  void saysThatTheVersionIsGone() throws IOException {
    try (KeyTable table = new KeyTable(folder, LONG.field())) {
      table.append(LONG.values(range(0, 3)));
      TableReference newest = table.newest();
      TableReference gone = new TableReference(newest.address(), 7, Instant.EPOCH);

      LanceDbException e =
          assertThrows(
              LanceDbException.class,
              () ->
                  KeyLocator.locate(
                      gone,
                      table.key(),
                      table.set(List.of(1L)),
                      Scope.ofTable(new TableSize(4_000, 1, StoreWaits.NONE), false),
                      new Everything()));
      assertEquals(
          "Cannot read version 7 of table '"
              + newest.address()
              + "': it is gone; it was cleaned up, or the table was dropped. Load the table again.",
          e.getMessage());
    }
  }

  @Test
  void aRefusalOfTheVisitorIsThrownAsItIs() throws IOException {
    LanceDbException refusal = WriteErrors.keyIsThere("k", "1");
    try (KeyTable table = new KeyTable(folder, LONG.field())) {
      table.append(LONG.values(range(0, 3)));

      assertSame(
          refusal,
          assertThrows(
              LanceDbException.class,
              () ->
                  KeyLocator.locate(
                      table.newest(),
                      table.key(),
                      table.set(LONG.values(List.of(1))),
                      Scope.ofTable(new TableSize(4_000, 1, StoreWaits.NONE), false),
                      (address, number, keys, i) -> {
                        throw refusal;
                      })));
    }
  }

  /** Notes all that it is told. */
  private static final class Everything implements KeyLocator.Visitor {
    private final List<Long> rows = new ArrayList<>();
    private final TreeMap<Long, Integer> numbers = new TreeMap<>();
    private final TreeMap<Long, Long> keys = new TreeMap<>();
    private final TreeMap<Long, Long> others = new TreeMap<>();
    private VectorSchemaRoot batch;

    @Override
    public String column() {
      return "n";
    }

    @Override
    public void batch(VectorSchemaRoot next) {
      batch = next;
    }

    @Override
    public void rows(long[] addresses) {
      LongStream.of(addresses).forEach(rows::add);
    }

    @Override
    public void match(long address, int number, FieldVector values, int position) {
      numbers.put(address, number);
      keys.put(address, ((BigIntVector) values).get(position));
      others.put(address, ((BigIntVector) batch.getVector("n")).get(position));
    }
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}
