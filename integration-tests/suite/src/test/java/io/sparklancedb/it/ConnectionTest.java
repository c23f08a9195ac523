package io.sparklancedb.it;

import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.sparklancedb.LanceDb;
import io.sparklancedb.client.Connection;
import io.sparklancedb.client.TableHandle;
import io.sparklancedb.client.TableQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lance.index.IndexType;

/** The shared connection: {@link LanceDb#connect}. */
@ExtendWith(SparkExtension.class)
@Tag("engine")
class ConnectionTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Comparator<String> BY_DISTANCE =
      Comparator.comparing((String s) -> s.split(" ")[1]).thenComparing(s -> s);

  @Test
  void theSameArgumentsGiveTheSameConnection(Database database) throws Exception {
    Connection connection = LanceDb.connect(database.uri(), Map.of("region", "a"), HOUR);
    Path link = Files.createSymbolicLink(database.folder().resolve("link"), database.folder());

    for (String spelling :
        List.of(
            database.uri() + "/",
            "file:" + database.uri(),
            "file://" + database.uri(),
            "" + link)) {
      assertSame(connection, LanceDb.connect(spelling, Map.of("region", "a"), HOUR));
    }
    assertNotSame(connection, LanceDb.connect(database.uri(), Map.of("region", "b"), HOUR));
    assertNotSame(connection, LanceDb.connect(database.uri(), Map.of(), HOUR));
    assertNotSame(
        connection, LanceDb.connect(database.uri(), Map.of("region", "a"), Duration.ZERO));
    assertNotSame(connection, LanceDb.connect(database.uri() + "/x", Map.of("region", "a"), HOUR));
    assertEquals("Connection to " + database.uri(), connection.toString());
  }

  @Test
  void answersQueriesByVectorAndFilter(SparkSession spark, Database database) {
    Docs docs = table(spark, database);
    TableHandle table = connect(database, HOUR).openTable(Docs.NAME);

    assertEquals(100, table.countRows());
    assertEquals(docs.table().version(), table.version());
    assertEquals(docs.read().schema(), table.schema());
    assertEquals(
        List.of(RowFactory.create(90L, 0f), RowFactory.create(89L, 2f)),
        table
            .query()
            .nearestTo("embedding", new float[] {90, 90})
            .where("id <= 90")
            .select("id", "_distance")
            .limit(2)
            .rows());
    List<Row> around =
        table
            .query()
            .nearestTo("embedding", new float[] {90, 90})
            .distanceRange(2, 9)
            .limit(100)
            .rows();
    assertEquals(
        List.of("89 2.0", "91 2.0", "88 8.0", "92 8.0"),
        around.stream()
            .map(r -> r.getAs("id") + " " + r.getAs("_distance"))
            .sorted(BY_DISTANCE)
            .toList());
    assertEquals(
        List.of("id", "text", "embedding", "tags", "_distance"),
        List.of(around.get(0).schema().fieldNames()));
    List<Row> row = table.query().where("id = 7").rows();
    assertEquals(docs.read().where("id = 7").collectAsList(), row);
    assertEquals("text 7", row.get(0).getAs("text"));
    assertEquals(10, table.query().rows().size());
    assertEquals(0, table.query().where("id > 1000").rows().size());
  }

  @Test
  void aNullStructIsNullBehindAFilter(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(
        spark
            .range(4)
            .selectExpr("id", "id as n", "if(n = 1, null, named_struct('a', 1, 'b', 'x')) as s"));
    TableHandle table = connect(database, HOUR).openTable(Docs.NAME);

    assertEquals("[[null]]", table.query().where("n = 1").select("s").rows().toString());
    assertEquals("[[1,1,null]]", table.query().where("n = 1").rows().toString());
    assertEquals("[[[1,x]]]", table.query().where("n > 1").select("s").limit(1).rows().toString());
  }

  /** Its rows have other ids than addresses once they have moved. */
  @Test
  void findsRowsOfATableWithStableRowIds(SparkSession spark, Database database) {
    Docs plain = table(spark, new Database(database.folder().resolve("plain")));
    Docs docs = new Docs(spark, database);
    docs.table().createStable(plain.table().schema());
    docs.append(rows(spark, 0, 100));
    docs.append(rows(spark, 50, 150));
    docs.table().compact();
    TableHandle table = connect(database, HOUR).openTable(Docs.NAME);

    for (int id = 0; id < 150; id++) {
      List<Row> found = table.query().where("id = " + id).select("id").rows();
      assertEquals(List.of(RowFactory.create((long) id)), found);
    }
  }

  /** Lance 7.0.0 finds none of the rows by a zone map that a compaction has left for later. */
  @Test
  void searchesRowsThatACompactionHasMoved(SparkSession spark, Database database) {
    Docs docs = table(spark, database);
    docs.append(rows(spark, 100, 200));
    new NativeWriter(docs.table().folder())
        .change(dataset -> Indexes.create(dataset, "text", IndexType.ZONEMAP));
    docs.table().compactDeferringIndexRemap();
    TableHandle table = connect(database, HOUR).openTable(Docs.NAME);

    TableQuery nearest = table.query().nearestTo("embedding", new float[] {90, 90});
    assertEquals(1, nearest.where("text = 'text 7'").rows().size());
  }

  @Test
  void seesWritesOfTheConnectorAtOnce(SparkSession spark, Database database) {
    Docs docs = table(spark, database);
    TableHandle table = connect(database, HOUR).openTable(Docs.NAME);
    assertEquals(100, table.countRows());

    docs.append(rows(spark, 90, 120));
    assertEquals(120, table.countRows());
    assertEquals(docs.table().version(), table.version());
    docs.overwrite(rows(spark, 0, 5));
    assertEquals(5, table.countRows());
    assertEquals(5, table.query().limit(100).rows().size());
  }

  @Test
  void seesOtherWritersWhenItsIntervalIsOver(SparkSession spark, Database database) {
    Docs docs = table(spark, database);
    TableHandle patient = connect(database, HOUR).openTable(Docs.NAME);
    TableHandle eager = connect(database, Duration.ZERO).openTable(Docs.NAME);
    TableHandle soon = connect(database, Duration.ofMillis(200)).openTable(Docs.NAME);
    long before = docs.table().version();
    docs.table().delete("id >= 60");

    assertEquals(60, eager.countRows());
    assertEquals(before + 1, eager.version());
    assertEquals(100, patient.countRows());
    assertEquals(before, patient.version());
    Poll.until("the interval is over", () -> soon.countRows() == 60);
    docs.append(rows(spark, 0, 1));
    assertEquals(60, patient.countRows());
  }

  /** The versions of the new table have smaller numbers than what the connector had committed. */
  @Test
  void keepsItsIntervalForATableThatOthersMadeAnew(SparkSession spark, Database database)
      throws IOException {
    Docs docs = new Docs(spark, database);
    docs.append(spark.range(3).toDF());
    docs.append(spark.range(3).toDF());
    Schema columns = docs.table().schema();
    new FileTree(docs.table().folder()).remove();
    new NativeWriter(docs.table().folder()).create(columns, batch -> batch.setRowCount(0));
    TableHandle patient = connect(database, HOUR).openTable(Docs.NAME);
    assertEquals(1, patient.version());
    docs.table().addColumn("added", new ArrowType.Int(32, true));

    assertEquals(2, docs.table().version());
    assertEquals(1, patient.version());
  }

  @Test
  void saysWhatIsWrongWithAnAddress(SparkSession spark, Database database) {
    table(spark, database);
    Connection connection = connect(database, Duration.ZERO);
    TableHandle table = connection.openTable(Docs.NAME);
    String missing = database.table("missing").toString();

    assertRefused(
        "Cannot read table '"
            + missing
            + "': there is none."
            + " Check 'db_uri' and 'table_name', or write it first.",
        () -> connection.openTable("missing"));
    assertRefused(
        "Cannot use table name '../docs': a name is made of 1 to 200 letters, digits, '_', '-' and"
            + " '.', and holds no '..'. Choose another.",
        () -> connection.openTable("../docs"));
    assertRefused(
        "Cannot connect with a read consistency interval of PT-1S: it is negative."
            + " Use zero to look for new versions at every read.",
        () -> connect(database, Duration.ofSeconds(-1)));
    assertRefused(
        "Cannot query for 0 rows: expected at least 1. Choose how many rows you want.",
        () -> table.query().limit(0));
  }

  @Test
  void saysWhatIsWrongWithAQuery(SparkSession spark, Database database) {
    Docs docs = table(spark, database);
    TableHandle table = connect(database, Duration.ZERO).openTable(Docs.NAME);

    assertQueryRefused(
        docs,
        "Invalid user input: Schema error: No field named nothing. Valid fields are id, text,"
            + " embedding, tags, _rowid, _rowaddr, _row_last_updated_at_version,"
            + " _row_created_at_version, _rowoffset",
        table.query().where("nothing = 3"));
    assertQueryRefused(
        docs,
        "Invalid user input: Error parsing statement: SELECT 1 FROM t WHERE (id = = 3) (sql parser"
            + " error: Expected: an expression, found: =)",
        table.query().where("id = = 3"));
    assertQueryRefused(
        docs,
        "Invalid user input: Schema error: No field named nothing. Valid fields are id",
        table.query().select("id", "nothing"));
    assertQueryRefused(
        docs,
        "there is no column 'nothing'",
        table.query().nearestTo("nothing", new float[] {1, 2}));
    assertQueryRefused(
        docs,
        "column 'embedding' holds vectors of 2 values, and the query has 3",
        table.query().nearestTo("embedding", new float[] {1, 2, 3}));
    assertQueryRefused(
        docs,
        "column 'text' holds no vectors",
        table.query().nearestTo("text", new float[] {1, 2}));
  }

  @Test
  void refusesWhatASearchCannotMean(SparkSession spark, Database database) {
    Docs docs = table(spark, database);
    TableHandle table = connect(database, Duration.ZERO).openTable(Docs.NAME);

    assertQueryRefused(
        docs,
        "Invalid user input: Schema error: No field named nothing. Valid fields are id, _rowid",
        table.query().nearestTo("embedding", new float[] {1, 2}).select("id", "nothing"));
    assertRefused(
        "Cannot query table '"
            + docs.table().folder()
            + "' with distanceRange, distanceType or a setting of an index alone: they are of a search by vector."
            + " Add nearestTo(...), or leave them out.",
        () -> table.query().distanceRange(0, 1).rows());
    assertRefused(
        "Cannot query for distances from 2.0 to less than 1.0: there are none. Give the lower bound"
            + " first, and use infinity for none.",
        () -> table.query().distanceRange(2, 1));
    assertRefused(
        "Cannot query with nprobes(0): expected a whole number from 1 to 2147483647. Leave it out"
            + " for the default.",
        () -> table.query().nearestTo("embedding", new float[] {1, 2}).nprobes(0).rows());
    assertRefused(
        "Cannot query with refineFactor(1001): expected a whole number from 1 to 1000. Leave it out"
            + " for the default.",
        () -> table.query().nearestTo("embedding", new float[] {1, 2}).refineFactor(1_001).rows());
  }

  @Test
  void refusesWhatASearchOfTextsCannotMean(SparkSession spark, Database database) {
    Docs docs = table(spark, database);
    TableHandle table = connect(database, Duration.ZERO).openTable(Docs.NAME);

    assertRefused(
        "Cannot query table '"
            + docs.table().folder()
            + "' with allWords, fuzziness or phrase alone: they are of a search of texts."
            + " Add fullTextSearch(...), or leave them out.",
        () -> table.query().phrase().rows());
    assertRefused(
        "Cannot query for a phrase with allWords or fuzziness: a phrase has all words as they are."
            + " Leave them out, or phrase.",
        () -> table.query().phrase().fuzziness(1));
    assertRefused(
        "Cannot query with distanceType('hamming'): expected 'l2', 'cosine' or 'dot'. Leave it out"
            + " for that of the column's index.",
        () -> table.query().distanceType("hamming"));
  }

  @Test
  void refusesToSearchATableWhoseOwnColumnIsADistance(SparkSession spark, Database database) {
    Docs docs = table(spark, database);
    docs.table().addColumn("_distance", new ArrowType.Int(32, true));
    TableHandle table = connect(database, Duration.ZERO).openTable(Docs.NAME);

    assertRefused(
        "Cannot search table '"
            + docs.table().folder()
            + "': it has a column '_distance' of its own, beside which a search can return none."
            + " Rename the column.",
        () -> table.query().nearestTo("embedding", new float[] {1, 2}).rows());
    assertEquals(10, table.query().where("_distance IS NULL").rows().size());
  }

  @Test
  void aTableThatIsDroppedAndMadeAgainIsTheNewOne(SparkSession spark, Database database) {
    Docs docs = table(spark, database);
    TableHandle table = connect(database, Duration.ZERO).openTable(Docs.NAME);
    assertEquals(100, table.countRows());
    docs.append(rows(spark, 0, 10));
    new FileTree(docs.table().folder()).remove();

    String none =
        "Cannot read table '"
            + docs.table().folder()
            + "': there is none. Check 'db_uri' and 'table_name', or write it first.";
    assertRefused(none, table::countRows);
    assertRefused(none, () -> table.query().rows());
    docs.append(spark.range(3).toDF());
    assertEquals(3, table.countRows());
    assertEquals(List.of("id"), List.of(table.schema().fieldNames()));
    assertEquals(3, docs.read().count());
    docs.append(spark.range(2, 5).toDF());
    assertEquals(5, table.countRows());
    assertEquals(5, docs.read().count());
    assertEquals(1, docs.read().where("id = 4").count());
  }

  private static void assertQueryRefused(Docs docs, String reason, TableQuery query) {
    assertRefused(
        "Cannot query table '%s': %s. Check the columns, the filter and the vector."
            .formatted(docs.table().folder(), reason),
        query::rows);
  }

  private static void assertRefused(
      String message, org.junit.jupiter.api.function.Executable action) {
    Failure failure = Failure.of(action);
    assertEquals(message, failure.refusal(), failure::text);
  }

  private static Connection connect(Database database, Duration interval) {
    return LanceDb.connect(database.uri(), Map.of(), interval);
  }

  private static Docs table(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(rows(spark, 0, 100));
    return docs;
  }

  private static Dataset<Row> rows(SparkSession spark, long from, long to) {
    return spark
        .range(from, to)
        .selectExpr(
            "id",
            "concat('text ', id) as text",
            "array(cast(id as float), cast(id as float)) as embedding")
        .withColumn("tags", org.apache.spark.sql.functions.array(lit("a"), lit(null)));
  }
}
