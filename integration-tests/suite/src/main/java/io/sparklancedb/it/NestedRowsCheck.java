package io.sparklancedb.it;

import io.sparklancedb.arrow.batch.NullStructStorage;
import io.sparklancedb.error.LanceDbException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.lance.ipc.ScanOptions;

/**
 * Random types and rows, one of each seed, written with both kinds of {@code null_structs} and read
 * in every way, before and after a compaction. For a process of its own, which lance-core may end.
 */
final class NestedRowsCheck {
  private static final long MOST_BYTES = 6 << 20;

  private final Random random;
  private final Path folder;
  private final List<NestedType> columns;
  private final StructType type;
  private final String fileVersion;

  private NestedRowsCheck(long seed, Path folder) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.folder = folder;
    this.fileVersion = random.nextBoolean() ? "2.1" : "2.2";
    this.columns =
        Stream.generate(() -> NestedType.random(random, 4, fileVersion.equals("2.2")))
            .limit(1 + random.nextInt(3))
            .toList();
    StructType all = new StructType().add("id", DataTypes.LongType);
    for (int i = 0; i < columns.size(); i++) {
      all = all.add("c" + i, columns.get(i).spark());
    }
    this.type = all;
  }

  /**
   * Prints a line for each seed.
   *
   * @param arguments a folder, the first seed, how many
   */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    long first = Long.parseLong(arguments[1]);
    long count = Long.parseLong(arguments[2]);
    for (long seed = first; seed < first + count; seed++) {
      Path folder = Files.createTempDirectory(Path.of(arguments[0]), "seed" + seed + "-");
      NestedRowsCheck check = new NestedRowsCheck(seed, folder);
      out.println("seed " + seed + " " + check.fileVersion + " " + check.type.toDDL());
      try {
        check.run();
      } catch (Exception | AssertionError e) {
        out.println("WRONG " + seed + ": " + e);
      } finally {
        remove(folder);
      }
    }
    out.println("checked " + count);
    out.flush();
  }

  private static void remove(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void run() throws Exception {
    List<InternalRow> rows = rows();
    List<InternalRow> filled = rows.stream().map(this::filled).toList();
    check("filled", rows, filled, NullStructStorage.STRUCT_OF_NULLS);

    List<UnsafeRow> before = unsafe(rows, type);
    List<UnsafeRow> after = unsafe(filled, type);
    List<InternalRow> storable =
        IntStream.range(0, rows.size())
            .filter(i -> before.get(i).equals(after.get(i)))
            .mapToObj(rows::get)
            .toList();
    requireRefusals(rows, before, after);
    if (!storable.isEmpty()) {
      check("refused", storable, storable, NullStructStorage.REFUSED);
    }
  }

  private List<InternalRow> rows() {
    int most = new int[] {12, 60, 700, 6_000}[random.nextInt(4)];
    int count = 5 + random.nextInt(most - 4);
    List<InternalRow> rows = new ArrayList<>();
    UnsafeProjection projection = UnsafeProjection.create(type);
    long bytes = 0;
    for (long id = 0; id < count && bytes < MOST_BYTES; id++) {
      Object[] values = new Object[type.size()];
      values[0] = id;
      for (int i = 0; i < columns.size(); i++) {
        values[i + 1] = columns.get(i).value(random);
      }
      rows.add(new GenericInternalRow(values));
      bytes += projection.apply(rows.get(rows.size() - 1)).getSizeInBytes();
    }
    return rows;
  }

  private InternalRow filled(InternalRow row) {
    Object[] values = new Object[type.size()];
    values[0] = row.getLong(0);
    for (int i = 0; i < columns.size(); i++) {
      NestedType column = columns.get(i);
      values[i + 1] = column.filled(row.get(i + 1, column.spark()));
    }
    return new GenericInternalRow(values);
  }

  private Schema schema() {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.nullable("id", new ArrowType.Int(Long.SIZE, true)));
    for (int i = 0; i < columns.size(); i++) {
      fields.add(columns.get(i).field("c" + i, true));
    }
    return new Schema(fields);
  }

  /** Whatever has a null that must not be stored is refused, by its key. */
  private void requireRefusals(
      List<InternalRow> rows, List<UnsafeRow> before, List<UnsafeRow> after) throws Exception {
    NestedRows table = new NestedRows(folder.resolve("none.lance"), type, schema(), fileVersion);
    int asked = 0;
    for (int i = 0; i < rows.size() && asked < 5; i++) {
      if (!before.get(i).equals(after.get(i))) {
        asked++;
        try {
          table.write(List.of(rows.get(i)), NullStructStorage.REFUSED);
        } catch (LanceDbException refusal) {
          if (refusal
              .getMessage()
              .contains("of key '" + rows.get(i).getLong(0) + "': it is a null struct")) {
            continue;
          }
          throw refusal;
        }
        throw new AssertionError("row " + i + " was not refused");
      }
    }
  }

  private void check(
      String name, List<InternalRow> rows, List<InternalRow> expected, NullStructStorage nulls)
      throws Exception {
    NestedRows table = new NestedRows(folder.resolve(name + ".lance"), type, schema(), fileVersion);
    int half = random.nextInt(rows.size() + 1);
    for (List<InternalRow> part : List.of(rows.subList(0, half), rows.subList(half, rows.size()))) {
      if (!part.isEmpty()) {
        table.write(part, nulls);
      }
    }
    read(name, table, expected);
    table.compactWithout("id % 5 = 1");
    read(name + " after compaction", table, where(expected, id -> id % 5 != 1));
  }

  private void read(String name, NestedRows table, List<InternalRow> rows) throws Exception {
    requireEqual(name + " scan", rows, type, table.scan(new ScanOptions.Builder(), type));
    int one = 1 + random.nextInt(columns.size());
    StructType some = new StructType().add(type.fields()[0]).add(type.fields()[one]);
    if (rows.isEmpty()) {
      return;
    }
    long from = rows.get(random.nextInt(rows.size())).getLong(0);
    long to = from + random.nextInt(rows.size());
    requireEqual(
        name + " filter",
        where(rows, id -> id >= from && id <= to),
        some,
        table.scan(
            new ScanOptions.Builder().filter(atOnce("id >= " + from + " AND id <= " + to, some)),
            some));
    requireEqual(
        name + " scattered filter",
        where(rows, id -> id % 7 == 3),
        some,
        table.scan(new ScanOptions.Builder().filter(atOnce("id % 7 = 3", some)), some));
    int offset = random.nextInt(rows.size());
    int limit = 1 + random.nextInt(rows.size());
    requireEqual(
        name + " range",
        rows.subList(offset, Math.min(rows.size(), offset + limit)),
        some,
        table.scan(new ScanOptions.Builder().offset(offset).limit(limit).batchSize(64), some));
    List<Long> places =
        random.longs(1 + random.nextInt(20), 0, rows.size()).sorted().distinct().boxed().toList();
    requireEqual(
        name + " take",
        places.stream().map(place -> rows.get(place.intValue())).toList(),
        some,
        table.take(places, some));
  }

  /** As scans of the connector do: in two pieces, lance-core loses nulls. */
  private static String atOnce(String condition, StructType some) {
    String column = some.fieldNames()[1];
    return condition + " AND (" + column + " IS NULL OR " + column + " IS NOT NULL)";
  }

  private static List<InternalRow> where(List<InternalRow> rows, Predicate<Long> condition) {
    return rows.stream().filter(row -> condition.test(row.getLong(0))).toList();
  }

  private List<UnsafeRow> unsafe(List<InternalRow> rows, StructType some) {
    UnsafeProjection projection = UnsafeProjection.create(some);
    return rows.stream().map(row -> projection.apply(project(row, some)).copy()).toList();
  }

  private InternalRow project(InternalRow row, StructType some) {
    return new GenericInternalRow(
        Stream.of(some.fields())
            .map(field -> row.get(type.fieldIndex(field.name()), field.dataType()))
            .toArray());
  }

  private void requireEqual(
      String what, List<InternalRow> expected, StructType some, List<UnsafeRow> got) {
    List<UnsafeRow> wanted = unsafe(expected, some);
    if (wanted.size() != got.size()) {
      throw new AssertionError(what + ": " + got.size() + " rows for " + wanted.size());
    }
    for (int i = 0; i < wanted.size(); i++) {
      if (!wanted.get(i).equals(got.get(i))) {
        throw new AssertionError(
            what
                + ": "
                + wanted.size()
                + " rows, that of id "
                + wanted.get(i).getLong(0)
                + " is "
                + text(got.get(i), some)
                + " for "
                + text(wanted.get(i), some));
      }
    }
  }

  private static String text(UnsafeRow row, StructType type) {
    return CatalystTypeConverters.convertToScala(row, type).toString();
  }
}
