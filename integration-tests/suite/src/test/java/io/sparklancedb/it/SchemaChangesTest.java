package io.sparklancedb.it;

import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lance.schema.ColumnAlteration;

/** {@code ALTER TABLE}: fields of structs, vectors, and what writers make of it meanwhile. */
@ExtendWith(SparkExtension.class)
@Tag("planner")
class SchemaChangesTest {
  private static final String ROWS =
      "SELECT id, n, s.a, s.b, get(l, 0).x, get(l, 1).x FROM lance.default.docs ORDER BY id";

  private SparkSession spark;
  private SqlCatalog catalog;
  private NativeTable table;

  /**
   * Ids 1 to 3: (1, 10, (1, x), [(1), (2)]), (2, 20, (null, y), []), (3, 30, (null, null), null).
   */
  @BeforeEach
  void makeTheTable(SparkSession session, Database database) {
    spark = session;
    catalog = SqlCatalog.of(session, database);
    table = new Docs(session, database).table();
    catalog.sql(
        "CREATE TABLE lance.default.docs (id BIGINT, n INT, s STRUCT<a: INT, b: STRING>, l ARRAY<STRUCT<x: INT>>) TBLPROPERTIES ('primary_key' = 'id')",
        "INSERT INTO lance.default.docs VALUES (1, 10, struct(1, 'x'), array(struct(1), struct(2))), (2, 20, struct(null, 'y'), array()), (3, 30, struct(null, null), null)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TABLE lance.default.docs RENAME TO lance.more|Cannot rename table 'lance.default.docs' to 'lance.more': Spark takes 'lance' for a namespace there, since a table is not renamed into a catalog. Write RENAME TO default.more.",
        "ALTER TABLE lance.default.docs RENAME TO lance.default.more|Cannot rename table 'lance.default.docs' to 'lance.default.more': Spark takes 'lance' for a namespace there, since a table is not renamed into a catalog. Write RENAME TO default.more.",
        "ALTER TABLE lance.default.docs ADD COLUMN embedding ARRAY<FLOAT>|Cannot make vector column 'embedding': no row has a vector, so its dimension is unknown. Say it first, such as ALTER TABLE lance.default.docs SET TBLPROPERTIES ('vector.embedding' = '768').",
        "ALTER TABLE lance.default.docs ADD COLUMN `a.b` INT|Cannot create or add column 'a.b': Lance reads a dot in a column's name as a path. Rename the column."
      })
  void aRefusalAdvisesAStatementThatCanBeRun(String statement, String message) {
    assertEquals(message, catalog.refusal(statement));
  }

  @ParameterizedTest
  @Tag("contract")
  @ValueSource(booleans = {true, false})
  void aFieldOfAStructIsAdded(boolean isKeyed) throws Exception {
    if (!isKeyed) {
      catalog.sql(
          "CREATE TABLE lance.default.copy AS SELECT * FROM lance.default.docs",
          "DROP TABLE lance.default.docs",
          "ALTER TABLE lance.default.copy RENAME TO default.docs");
    }
    long before = table.version();
    List<String> indexes = table.indexNames();
    catalog.sql("ALTER TABLE lance.default.docs ADD COLUMNS (s.c INT COMMENT 'third', more INT)");

    assertEquals(before + 1, table.version());
    assertEquals(indexes, table.indexNames());
    assertEquals(
        "[[1,false,null], [2,false,null], [3,false,null]]",
        catalog.sql("SELECT id, s IS NULL, s.c FROM lance.default.docs ORDER BY id"));
    assertEquals(
        "[[3]]", catalog.sql("SELECT count(*) FROM lance.default.docs WHERE s IS NOT NULL"));
    assertEquals(
        "[[0,3]]", catalog.sql("SELECT count(s.c), count_if(s.c IS NULL) FROM lance.default.docs"));
    catalog.sql(
        "INSERT INTO lance.default.docs VALUES (4, 40, struct(4, 'd', 400), array(struct(5)), 7), (5, 50, null, null, null)",
        "UPDATE lance.default.docs SET s.c = 100 WHERE id = 1",
        "MERGE INTO lance.default.docs t USING (SELECT 3L AS id) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET l = array(named_struct('x', 6), null), t.s.c = 300");

    String expected =
        "[[1,1,x,100,1], [2,null,y,null,null], [3,null,null,300,6], [4,4,d,400,5], [5,null,null,null,null]]";
    String query = "SELECT id, s.a, s.b, s.c, get(l, 0).x FROM lance.default.docs %s ORDER BY id";
    assertEquals(expected, catalog.sql(query.formatted("")));
    assertEquals("[[4,4,d,400,5]]", catalog.sql(query.formatted("WHERE s.c = 400")));
    assertEquals(1, table.rows("s.c = 300").size());
    table.compact();
    assertEquals(expected, catalog.sql(query.formatted("")));
    assertEquals(
        "[[1,10,1,x,1,2], [2,20,null,y,null,null], [3,30,null,null,null,null]]",
        catalog.sql(ROWS.replace("docs", "docs VERSION AS OF " + before)));
  }

  @Test
  @Tag("contract")
  void aFieldOfAStructIsRenamedAndDropped() {
    catalog.sql(
        "CREATE OR REPLACE TABLE lance.default.docs (id BIGINT, n INT, s STRUCT<a: INT, b: STRING, c: INT>, l ARRAY<STRUCT<x: INT, y: STRING>>) TBLPROPERTIES ('primary_key' = 'id')",
        "INSERT INTO lance.default.docs VALUES (1, 10, struct(1, 'x', 100), array(struct(1, 'y1'), null)), (2, 20, null, array()), (3, 30, null, null)",
        "INSERT INTO lance.default.docs VALUES (4, 40, struct(4, 'd', 400), array(struct(5, 'y5')))",
        "ALTER TABLE lance.default.docs RENAME COLUMN s.b TO text",
        "ALTER TABLE lance.default.docs RENAME COLUMN l.element.x TO z",
        "ALTER TABLE lance.default.docs ALTER COLUMN s.text COMMENT 'a text'",
        "ALTER TABLE lance.default.docs DROP COLUMNS (s.c, l.element.y)");

    String query = "SELECT id, s.text, get(l, 0).z FROM lance.default.docs ORDER BY id";
    assertEquals("[[1,x,1], [2,null,null], [3,null,null], [4,d,5]]", catalog.sql(query));
    assertTrue(spark.table("lance.default.docs").schema().json().contains("a text"));
    catalog.sql(
        "DELETE FROM lance.default.docs WHERE s IS NULL",
        "ALTER TABLE lance.default.docs ADD COLUMN s.c INT",
        "UPDATE lance.default.docs SET s.text = 'new' WHERE id = 4");
    assertEquals("[[1,x,1], [4,new,5]]", catalog.sql(query));
    assertEquals("[[0]]", catalog.sql("SELECT count(s.c) FROM lance.default.docs"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TABLE lance.default.docs DROP COLUMN l.element.x|some files would hold no field of its struct any more",
        "ALTER TABLE lance.default.docs DROP COLUMNS (s.a, s.b)|some files would hold no field of its struct any more",
        "ALTER TABLE lance.default.docs ADD COLUMN s.c INT FIRST|Leave FIRST or AFTER out",
        "ALTER TABLE lance.default.docs ADD COLUMN s.c INT NOT NULL|fill the column with UPDATE",
        "ALTER TABLE lance.default.docs ADD COLUMN m MAP<STRING, INT>|maps need 2.2",
        "ALTER TABLE lance.default.docs ADD COLUMN s.m MAP<STRING, INT>|maps need 2.2",
        "ALTER TABLE lance.default.docs ADD COLUMN s.i INTERVAL YEAR|i",
        "ALTER TABLE lance.default.docs ALTER COLUMN s.a TYPE BIGINT|Cannot change the type",
        "ALTER TABLE lance.default.docs ALTER COLUMN n TYPE BIGINT|Cannot change the type",
        "ALTER TABLE lance.default.docs ADD COLUMN embedding ARRAY<FLOAT>|SET TBLPROPERTIES ('vector.embedding'",
        "ALTER TABLE lance.default.docs SET TBLPROPERTIES ('vector.v' = 'wide')|'vector.v'",
        "ALTER TABLE lance.default.docs SET TBLPROPERTIES ('vector.n' = '2')|Cannot change the property"
      })
  void whatCannotBeIsRefused(String statement, String part) {
    long before = table.version();
    String message = catalog.refusal(statement);

    assertTrue(message.contains(part), message);
    assertEquals(before, table.version());
  }

  @Test
  void aStructThatIsNullSomewhereStaysNullWhenItGetsAField() {
    catalog.sql(
        "CREATE OR REPLACE TABLE lance.default.docs (id BIGINT, s STRUCT<a: INT, t: STRUCT<b: STRING>>) TBLPROPERTIES ('primary_key' = 'id')",
        "INSERT INTO lance.default.docs VALUES (1, struct(1, struct('x'))), (2, null), (3, struct(3, null)), (4, null), (5, struct(5, struct('y')))",
        "INSERT INTO lance.default.docs VALUES (6, struct(6, struct('z'))), (7, struct(7, null))",
        "DELETE FROM lance.default.docs WHERE id IN (1, 7)",
        "ALTER TABLE lance.default.docs ADD COLUMNS (s.c INT, s.t.d STRING)");
    String query =
        "SELECT id, s IS NULL, s.a, s.c, s.t IS NULL, s.t.b, s.t.d FROM lance.default.docs ORDER BY id";
    String expected =
        "[[2,true,null,null,true,null,null], [3,false,3,null,true,null,null], [4,true,null,null,true,null,null], [5,false,5,null,false,y,null], [6,false,6,null,false,z,null]]";

    assertEquals(expected, catalog.sql(query));
    table.compact();
    assertEquals(expected, catalog.sql(query));
    catalog.sql("UPDATE lance.default.docs SET s.t.d = 'new' WHERE id = 5");
    assertEquals(expected.replace("y,null]", "y,new]"), catalog.sql(query));
    assertEquals("[[2], [4]]", catalog.sql("SELECT id FROM lance.default.docs WHERE s IS NULL"));
  }

  @Test
  void structsInListsAndMapsGetFields() {
    catalog.sql(
        "DROP TABLE lance.default.docs",
        "CREATE TABLE lance.default.docs (id BIGINT, l ARRAY<STRUCT<x: INT>>, m MAP<STRING, STRUCT<y: INT>>, n INT) TBLPROPERTIES ('primary_key' = 'id', 'index.n' = 'bitmap')",
        "INSERT INTO lance.default.docs VALUES (1, array(struct(1), struct(2)), map('k', struct(1)), 1), (2, array(), map(), 2), (3, array(null, struct(3)), map('k', null), 3)",
        "INSERT INTO lance.default.docs VALUES (4, null, null, 4), (5, array(struct(5)), null, 5)",
        "DELETE FROM lance.default.docs WHERE id = 2",
        "ALTER TABLE lance.default.docs ADD COLUMNS (l.element.z STRING, m.value.w BIGINT)",
        "INSERT INTO lance.default.docs VALUES (6, array(struct(6, 'six')), map('k', struct(6, 60L)), 6)");
    String query =
        "SELECT id, to_json(l), to_json(m) FROM lance.default.docs WHERE n > 0 ORDER BY id";
    String expected =
        "[[1,[{\"x\":1},{\"x\":2}],{\"k\":{\"y\":1}}], [3,[null,{\"x\":3}],{\"k\":null}], [4,null,null], [5,[{\"x\":5}],null], [6,[{\"x\":6,\"z\":\"six\"}],{\"k\":{\"y\":6,\"w\":60}}]]";

    assertEquals(expected, catalog.sql(query));
    table.compact();
    assertEquals(expected, catalog.sql(query));
  }

  @Test
  void aStructIsNotLeftWithoutTheFieldsThatTellOfIt() {
    catalog.sql("ALTER TABLE lance.default.docs ADD COLUMN s.c INT");
    String refusal = catalog.refusal("ALTER TABLE lance.default.docs DROP COLUMNS (s.a, s.b)");

    assertEquals(
        "Cannot drop the field 's.a' of table 'docs': some files would hold no field of its struct"
            + " any more. Create another table from a query of this one.",
        refusal);
    catalog.sql(
        "INSERT OVERWRITE lance.default.docs SELECT id, n, struct(s.a, s.b, 7), l FROM lance.default.docs",
        "ALTER TABLE lance.default.docs DROP COLUMNS (s.a, s.b)");
    assertEquals(
        "[[1,7], [2,7], [3,7]]", catalog.sql("SELECT id, s.c FROM lance.default.docs ORDER BY id"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"vector.embedding", "embedding.arrow.fixed-size-list.size"})
  void aColumnIsAddedAsAVectorWhenAPropertySaysSo(String property) {
    catalog.sql(
        "ALTER TABLE lance.default.docs SET TBLPROPERTIES ('%s' = '2')".formatted(property),
        "ALTER TABLE lance.default.docs ADD COLUMN embedding ARRAY<FLOAT>",
        "INSERT INTO lance.default.docs VALUES (4, 40, null, null, array(1, 2))");

    assertEquals(new ArrowType.FixedSizeList(2), table.schema().findField("embedding").getType());
    assertEquals(
        "[[1,null], [4,2.0]]",
        catalog.sql(
            "SELECT id, embedding[1] FROM lance.default.docs WHERE id IN (1, 4) ORDER BY id"));
    assertTrue(
        catalog.sql("SHOW TBLPROPERTIES lance.default.docs ('vector.embedding')").contains("2"));
  }

  /** What happens to the table while the rows of a statement are computed. */
  private enum Meanwhile {
    ADD {
      @Override
      void change(NativeTable table) {
        table.addColumn("more", new ArrowType.Int(32, true));
      }
    },
    DROP {
      @Override
      void change(NativeTable table) {
        table.dropColumn("n");
      }
    },
    DROP_FIELD {
      @Override
      void change(NativeTable table) {
        table.dropColumn("s.b");
      }
    },
    RENAME {
      @Override
      void change(NativeTable table) {
        table.alter(new ColumnAlteration.Builder("n").rename("number").build());
      }
    };

    abstract void change(NativeTable table);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INSERT INTO lance.default.docs SELECT meanwhile(id), n + 1 AS n, s, l FROM lance.default.docs|ADD|",
        "INSERT INTO lance.default.docs SELECT meanwhile(id), n + 1 AS n, s, l FROM lance.default.docs|DROP|n",
        "INSERT INTO lance.default.docs SELECT meanwhile(id), n + 1 AS n, s, l FROM lance.default.docs|DROP_FIELD|s",
        "INSERT INTO lance.default.docs SELECT meanwhile(id), n + 1 AS n, s, l FROM lance.default.docs|RENAME|n",
        "UPDATE lance.default.docs SET n = n + 1 WHERE meanwhile(id) > 0|ADD|Run the statement again",
        "UPDATE lance.default.docs SET n = n + 1 WHERE meanwhile(id) > 0|DROP|Run the statement again",
        "UPDATE lance.default.docs SET n = n + 1 WHERE meanwhile(id) > 0|DROP_FIELD|Run the statement again"
      })
  void c7ASchemaChangeMeanwhileIsTakenOverOrRefused(
      String statement, Meanwhile change, String refusal) {
    spark.udf().register("meanwhile", once(table.folder(), change), LongType);
    if (refusal == null) {
      catalog.sql(statement);
      assertEquals(
          "[[1,11,1,x,null], [2,21,null,y,null], [3,31,null,null,null]]",
          catalog.sql("SELECT id, n, s.a, s.b, more FROM lance.default.docs ORDER BY id"));
    } else {
      String message = catalog.refusal(statement);
      assertTrue(message.contains(refusal), message);
      assertEquals(
          "[[1,1], [2,null], [3,null]]",
          catalog.sql("SELECT id, s.a FROM lance.default.docs ORDER BY id"));
      assertEquals(0, table.count("id > 3"));
    }
  }

  /** Another table of the name, whose columns have other types, is no place for the rows. */
  @Test
  void c8RowsOfOtherTypesAreNotPutIntoATableThatWasMadeAnew() {
    AtomicBoolean done = new AtomicBoolean();
    Replacements.next =
        () -> {
          if (done.compareAndSet(false, true)) {
            catalog.sql(
                "CREATE OR REPLACE TABLE lance.default.docs TBLPROPERTIES ('primary_key' = 'id') AS SELECT id, 'text' AS n, struct(1L AS a, 2 AS b) AS s, array(struct(1 AS x)) AS l FROM range(2)");
          }
        };
    spark
        .udf()
        .register(
            "replace_meanwhile",
            (UDF1<Long, Long>)
                id -> {
                  Replacements.run();
                  return id;
                },
            LongType);
    String message =
        catalog.refusal(
            "INSERT INTO lance.default.docs SELECT replace_meanwhile(id), n, s, l FROM lance.default.docs");

    assertTrue(message.contains("'n'"), message);
    assertEquals(
        "[[0,text,1], [1,text,1]]",
        catalog.sql("SELECT id, n, s.a FROM lance.default.docs ORDER BY id"));
  }

  /** A statement inside a task, which may not hold the session. */
  private static final class Replacements {
    private static Runnable next;

    private static synchronized void run() throws InterruptedException {
      Thread thread = new Thread(next);
      thread.start();
      thread.join();
    }
  }

  private static UDF1<Long, Long> once(Path folder, Meanwhile change) {
    String path = folder.toString();
    return id -> {
      if (id == 1) {
        change.change(new NativeTable(Path.of(path)));
      }
      return id;
    };
  }
}
