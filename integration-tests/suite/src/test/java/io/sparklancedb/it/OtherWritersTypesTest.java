package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Types that the connector does not write itself, in tables that lance-core wrote. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class OtherWritersTypesTest {
  private static final UUID AN_ID = UUID.fromString("123e4567-e89b-12d3-a456-426614174000");

  /**
   * A column, its values in rows 0 and 1 (row 2 has null), and what Spark reads.
   *
   * @param set puts the value of row 0 or 1 into the vector
   */
  private record Column(
      Field field,
      BiConsumer<FieldVector, Integer> set,
      String sparkType,
      String first,
      String second) {}

  private static final List<Column> COLUMNS =
      List.of(
          column(
              "u8",
              unsigned(8),
              (v, i) -> ((UInt1Vector) v).setSafe(i, -i),
              "smallint",
              "0",
              "255"),
          column(
              "u16", unsigned(16), (v, i) -> ((UInt2Vector) v).setSafe(i, -i), "int", "0", "65535"),
          column(
              "u32",
              unsigned(32),
              (v, i) -> ((UInt4Vector) v).setSafe(i, -i),
              "bigint",
              "0",
              "4294967295"),
          column(
              "u64",
              unsigned(64),
              (v, i) -> ((UInt8Vector) v).setSafe(i, -i),
              "decimal(20,0)",
              "0",
              "18446744073709551615"),
          column(
              "large_text",
              ArrowType.LargeUtf8.INSTANCE,
              (v, i) -> ((LargeVarCharVector) v).setSafe(i, utf8(i == 0 ? "" : "\uD83D\uDE00")),
              "string",
              "",
              "\uD83D\uDE00"),
          column(
              "large_bytes",
              ArrowType.LargeBinary.INSTANCE,
              (v, i) -> ((LargeVarBinaryVector) v).setSafe(i, new byte[i]),
              "binary",
              "x",
              "x00"),
          column(
              "two_bytes",
              new ArrowType.FixedSizeBinary(2),
              (v, i) -> ((FixedSizeBinaryVector) v).setSafe(i, new byte[] {i.byteValue(), -1}),
              "binary",
              "x00ff",
              "x01ff"),
          column(
              "millis_date",
              new ArrowType.Date(DateUnit.MILLISECOND),
              (v, i) -> ((DateMilliVector) v).setSafe(i, -86_400_000L * i),
              "date",
              "1970-01-01",
              "1969-12-31"),
          timestamp("seconds_utc", TimeUnit.SECOND, "UTC", "timestamp", "1969-12-31T23:59:59Z"),
          timestamp(
              "millis_utc", TimeUnit.MILLISECOND, "UTC", "timestamp", "1969-12-31T23:59:59.999Z"),
          timestamp(
              "micros_kolkata",
              TimeUnit.MICROSECOND,
              "Asia/Kolkata",
              "timestamp",
              "1969-12-31T23:59:59.999999Z"),
          timestamp(
              "nanos_utc", TimeUnit.NANOSECOND, "UTC", "timestamp", "1969-12-31T23:59:59.999999Z"),
          timestamp("seconds", TimeUnit.SECOND, null, "timestamp_ntz", "1969-12-31T23:59:59"),
          timestamp(
              "millis", TimeUnit.MILLISECOND, null, "timestamp_ntz", "1969-12-31T23:59:59.999"),
          timestamp(
              "nanos", TimeUnit.NANOSECOND, null, "timestamp_ntz", "1969-12-31T23:59:59.999999"),
          column(
              "time_s",
              time(TimeUnit.SECOND, 32),
              (v, i) -> ((TimeSecVector) v).setSafe(i, i),
              "bigint",
              "0",
              "1000000"),
          column(
              "time_ms",
              time(TimeUnit.MILLISECOND, 32),
              (v, i) -> ((TimeMilliVector) v).setSafe(i, i),
              "bigint",
              "0",
              "1000"),
          column(
              "time_us",
              time(TimeUnit.MICROSECOND, 64),
              (v, i) -> ((TimeMicroVector) v).setSafe(i, i),
              "bigint",
              "0",
              "1"),
          column(
              "time_ns",
              time(TimeUnit.NANOSECOND, 64),
              (v, i) -> ((TimeNanoVector) v).setSafe(i, 86_399_999_999_999L * i),
              "bigint",
              "0",
              "86399999999"),
          duration("seconds_long", TimeUnit.SECOND, "PT-1S"),
          duration("millis_long", TimeUnit.MILLISECOND, "PT-0.001S"),
          duration("nanos_long", TimeUnit.NANOSECOND, "PT-0.000001S"),
          new Column(
              new Field(
                  "uuid",
                  new FieldType(
                      true,
                      new ArrowType.FixedSizeBinary(16),
                      null,
                      Map.of("ARROW:extension:name", "arrow.uuid")),
                  List.of()),
              (v, i) -> ((FixedSizeBinaryVector) v).setSafe(i, bytes(AN_ID)),
              "string",
              AN_ID.toString(),
              AN_ID.toString()),
          new Column(
              new Field(
                  "json",
                  new FieldType(
                      true,
                      ArrowType.Utf8.INSTANCE,
                      null,
                      Map.of("ARROW:extension:name", "arrow.json")),
                  List.of()),
              (v, i) -> ((VarCharVector) v).setSafe(i, utf8(i == 0 ? "{\"a\":[1,null]}" : "null")),
              "string",
              "{\"a\":[1,null]}",
              "null"),
          new Column(
              new Field(
                  "large_list",
                  FieldType.nullable(ArrowType.LargeList.INSTANCE),
                  List.of(Field.nullable("item", new ArrowType.Int(64, true)))),
              (v, i) -> {
                LargeListVector list = (LargeListVector) v;
                list.startNewValue(i);
                for (int k = 0; k < i; k++) {
                  ((BigIntVector) list.getDataVector()).setSafe(k, 7L);
                }
                list.endValue(i, i);
              },
              "array<bigint>",
              "[]",
              "[7]"));

  @Test
  void areReadAsTheirWiderCounterparts(SparkSession spark, Database database) throws IOException {
    Docs docs = new Docs(spark, database);
    create(database);
    spark.conf().set("spark.sql.datetime.java8API.enabled", "true");
    spark.conf().set("spark.sql.session.timeZone", "America/New_York");

    Dataset<Row> read = docs.read();
    for (Column column : COLUMNS) {
      String name = column.field().getName();
      assertEquals(column.sparkType(), spelled(read, name), name);
    }
    Map<String, List<String>> texts = ExactColumns.of(read).texts();
    for (Column column : COLUMNS) {
      String name = column.field().getName();
      List<String> values = new ArrayList<>();
      texts.get(name).forEach(text -> values.add(text.replaceAll("^'|'$", "")));
      assertEquals(List.of(column.first(), column.second(), "null"), values, name);
    }
  }

  @Test
  void areFilteredAsWhatSparkReads(SparkSession spark, Database database) throws IOException {
    Docs docs = new Docs(spark, database);
    create(database);
    spark.conf().set("spark.sql.session.timeZone", "America/New_York");

    Dataset<Row> copy = docs.read().localCheckpoint();
    for (Column column : COLUMNS) {
      String name = column.field().getName();
      if (!name.equals("large_list")) {
        String value = "(select first(" + name + ") from copy where id = 1)";
        copy.createOrReplaceTempView("copy");
        docs.read().createOrReplaceTempView("docs");
        for (String comparison : List.of("=", "<=")) {
          String where = " where " + name + " " + comparison + " " + value + " order by id";
          assertEquals(
              spark.sql("select id from copy" + where).collectAsList(),
              spark.sql("select id from docs" + where).collectAsList(),
              name + " " + comparison);
        }
      }
    }
  }

  /** Nanoseconds are written as microseconds, and so are not the same any more. */
  @Test
  void areComparedAsTheyAreStored(SparkSession spark, Database database) throws IOException {
    Docs docs = new Docs(spark, database);
    create(database);
    String[] nanos =
        COLUMNS.stream()
            .map(column -> column.field().getName())
            .filter(name -> name.contains("nanos") || name.equals("time_ns"))
            .toArray(String[]::new);

    writer(docs, docs.read().drop(nanos)).option("schema_evolution", "add_columns").save();
    // The first write to such a table makes an index, but no rows.
    assertEquals(1, docs.read().select("_fragment").distinct().count());

    writer(docs, docs.read()).save();
    assertEquals(
        Map.of("inserted", 0L, "updated", 1L, "deleted", 0L, "unchanged", 2L),
        KeyedTexts.counts(database));
  }

  private static DataFrameWriter<Row> writer(Docs docs, Dataset<Row> rows) {
    return docs.writer(rows).option("primary_key", "id").option("when_matched", "update_changed");
  }

  private static String spelled(Dataset<Row> read, String column) {
    return read.schema().apply(column).dataType().catalogString();
  }

  private static void create(Database database) throws IOException {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.nullable("id", new ArrowType.Int(64, true)));
    COLUMNS.forEach(column -> fields.add(column.field()));
    new NativeWriter(database.table(Docs.NAME))
        .create(new Schema(fields), OtherWritersTypesTest::fill);
  }

  private static void fill(VectorSchemaRoot batch) {
    for (int i = 0; i < 3; i++) {
      ((BigIntVector) batch.getVector("id")).setSafe(i, i);
    }
    for (Column column : COLUMNS) {
      FieldVector vector = batch.getVector(column.field().getName());
      column.set().accept(vector, 0);
      column.set().accept(vector, 1);
    }
    batch.setRowCount(3);
  }

  private static Column column(
      String name,
      ArrowType type,
      BiConsumer<FieldVector, Integer> set,
      String sparkType,
      String first,
      String second) {
    return new Column(Field.nullable(name, type), set, sparkType, first, second);
  }

  /** The epoch, and one unit before it. */
  private static Column timestamp(
      String name, TimeUnit unit, String zone, String sparkType, String second) {
    return column(
        name,
        new ArrowType.Timestamp(unit, zone),
        (v, i) -> ((TimeStampVector) v).setSafe(i, -i),
        sparkType,
        zone == null ? "1970-01-01T00:00" : "1970-01-01T00:00:00Z",
        second);
  }

  private static Column duration(String name, TimeUnit unit, String second) {
    return column(
        name,
        new ArrowType.Duration(unit),
        (v, i) -> ((DurationVector) v).setSafe(i, -i),
        "interval day to second",
        "PT0S",
        second);
  }

  private static ArrowType unsigned(int bits) {
    return new ArrowType.Int(bits, false);
  }

  private static ArrowType time(TimeUnit unit, int bits) {
    return new ArrowType.Time(unit, bits);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }
}
