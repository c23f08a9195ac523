package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code MERGE WITH SCHEMA EVOLUTION}, and from 4.2 on {@code INSERT} with it. */
@Tag("contract")
@ExtendWith(SparkExtension.class)
class MergeSchemaEvolutionTest {
  private static final String TABLE = "lance.default.docs";
  private static final String MERGE =
      "MERGE WITH SCHEMA EVOLUTION INTO " + TABLE + " t USING (%s) s ON t.id = s.id %s";
  private static final String ALL = "WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *";
  private static final String ROWS = "SELECT * FROM " + TABLE + " ORDER BY id";

  private SparkSession spark;
  private SqlCatalog catalog;
  private NativeTable table;

  @BeforeEach
  void useTheDatabase(SparkSession session, Database database) {
    assumeTrue(
        Arrays.stream(TableCapability.values())
            .anyMatch(known -> known.name().equals("AUTOMATIC_SCHEMA_EVOLUTION")),
        "came with Spark 4.1");
    spark = session;
    table = new Docs(session, database).table();
    catalog = SqlCatalog.of(session, database);
    create("id INT, pay INT, dep STRING", "(1, 100, 'hr'), (2, 200, 'it')");
  }

  private void create(String columns, String rows) {
    catalog.sql(
        "DROP TABLE IF EXISTS " + TABLE,
        "CREATE TABLE %s (%s) TBLPROPERTIES ('primary_key' = 'id')".formatted(TABLE, columns),
        "INSERT INTO %s VALUES %s".formatted(TABLE, rows));
  }

  private String merge(String source, String clauses) {
    catalog.sql(MERGE.formatted(source, clauses));
    return catalog.sql(ROWS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ALL,
        "WHEN MATCHED THEN UPDATE SET pay = s.pay, dep = s.dep, active = s.active WHEN NOT MATCHED THEN INSERT (id, pay, dep, active) VALUES (s.id, s.pay, s.dep, s.active)",
        "WHEN MATCHED AND t.active IS NULL THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *"
      })
  void columnsThatTheTableLacksAreAdded(String clauses) {
    long before = table.version();
    String source =
        "SELECT * FROM VALUES (2, 250, 'fin', true), (3, 350, 'ops', false) AS s(id, pay, dep, active)";

    assertEquals("[[1,100,hr,null], [2,250,fin,true], [3,350,ops,false]]", merge(source, clauses));
    assertEquals(before + 2, table.version());
  }

  @Test
  void columnsThatTheSourceLacksKeepTheirValues() {
    String source = "SELECT * FROM VALUES (2, 250, true), (3, 350, false) AS s(id, pay, active)";

    assertEquals("[[1,100,hr,null], [2,250,it,true], [3,350,null,false]]", merge(source, ALL));
  }

  @Test
  void onlyWhatIsAssignedIsAdded() {
    String source = "SELECT 2 AS id, 'x' AS used, 'y' AS unused, 0 AS pay";

    assertEquals(
        "[[1,100,hr,null], [2,0,it,x]]",
        merge(source, "WHEN MATCHED THEN UPDATE SET pay = s.pay, used = s.used"));
  }

  @Test
  void fieldsOfStructsAreAddedWhateverIsNull() {
    create(
        "id INT, s STRUCT<a: INT, t: STRUCT<b: STRING>>",
        "(1, struct(1, struct('x'))), (2, null), (3, struct(3, null)), (4, struct(4, struct('z')))");
    String source =
        "SELECT id, named_struct('a', id * 10, 't', named_struct('b', 'new', 'd', 0.5D), 'c', true) AS s FROM VALUES (4), (5) AS v(id)";

    merge(source, ALL);
    assertEquals(
        "[[1,{\"a\":1,\"t\":{\"b\":\"x\"}}], [2,null], [3,{\"a\":3}], [4,{\"a\":40,\"t\":{\"b\":\"new\",\"d\":0.5},\"c\":true}], [5,{\"a\":50,\"t\":{\"b\":\"new\",\"d\":0.5},\"c\":true}]]",
        catalog.sql("SELECT id, to_json(s) FROM " + TABLE + " ORDER BY id"));
  }

  @Test
  void anAssignmentToAFieldAddsThatField() {
    create("id INT, s STRUCT<a: INT>", "(1, struct(1)), (2, struct(2))");
    String source = "SELECT 2 AS id, named_struct('a', 20, 'c', 'new', 'unused', 1) AS s";

    merge(source, "WHEN MATCHED THEN UPDATE SET s.c = s.s.c");
    assertEquals(
        "[[1,{\"a\":1}], [2,{\"a\":2,\"c\":\"new\"}]]",
        catalog.sql("SELECT id, to_json(s) FROM " + TABLE + " ORDER BY id"));
  }

  @Test
  void fieldsOfStructsInArraysAndMapsAreAdded() {
    create(
        "id INT, l ARRAY<STRUCT<x: INT>>, m MAP<STRING, STRUCT<y: INT>>",
        "(1, array(struct(1), null), map('k', struct(1))), (2, null, map()), (3, array(struct(3)), null)");
    String source =
        "SELECT id, array(named_struct('x', id, 'z', 'new')) AS l, map('n', named_struct('y', id, 'w', 7L)) AS m FROM VALUES (3), (4) AS v(id)";

    merge(source, ALL);
    assertEquals(
        "[[1,[{\"x\":1},null],{\"k\":{\"y\":1}}], [2,null,{}], [3,[{\"x\":3,\"z\":\"new\"}],{\"n\":{\"y\":3,\"w\":7}}], [4,[{\"x\":4,\"z\":\"new\"}],{\"n\":{\"y\":4,\"w\":7}}]]",
        catalog.sql("SELECT id, to_json(l), to_json(m) FROM " + TABLE + " ORDER BY id"));
  }

  /** Narrower types too: Spark asks for those as well. */
  @ParameterizedTest
  @CsvSource({"5000000000L,BIGINT", "1Y,TINYINT", "string(1),STRING"})
  void aChangeOfTypeIsRefusedByName(String pay, String type) {
    long before = table.version();
    String source = "SELECT 2 AS id, %s AS pay, 'x' AS dep, 1 AS more".formatted(pay);

    assertEquals(
        "Cannot change the type of column 'pay' of table 'docs' to %s: columns keep their types. Cast the source's column if this is a statement WITH SCHEMA EVOLUTION, else create another table from a query of this one."
            .formatted(type),
        catalog.refusal(MERGE.formatted(source, ALL)));
    assertEquals(before, table.version());
  }

  @Test
  void withoutTheClauseNothingIsAdded() {
    String source = "SELECT 2 AS id, 250 AS pay, 'fin' AS dep, true AS active";
    catalog.sql(MERGE.replace(" WITH SCHEMA EVOLUTION", "").formatted(source, ALL));

    assertEquals("[[1,100,hr], [2,250,fin]]", catalog.sql(ROWS));
  }

  @Test
  void anInsertAddsColumnsAndFields() {
    assumeTrue(spark.version().compareTo("4.2") >= 0, "came with Spark 4.2");
    create("id INT, s STRUCT<a: INT>", "(1, struct(1)), (2, null)");
    catalog.sql(
        "INSERT WITH SCHEMA EVOLUTION INTO %s BY NAME SELECT 3 AS id, named_struct('a', 3, 'c', 'new') AS s, 0.5D AS more"
            .formatted(TABLE));

    assertEquals(
        "[[1,{\"a\":1},null], [2,null,null], [3,{\"a\":3,\"c\":\"new\"},0.5]]",
        catalog.sql("SELECT id, to_json(s), more FROM " + TABLE + " ORDER BY id"));
  }
}
