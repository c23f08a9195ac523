package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Null structs above lists and maps: in no path stored as such. */
@Tag("engine")
@ExtendWith(SparkExtension.class)
class NullStructsTest {
  private static final String REFUSAL =
      "Cannot write column '%s' of key '%s': it is a null struct with lists or maps below, which Lance may read back wrong. Fill it in, or store a struct of nulls with 'null_structs' = 'struct_of_nulls'.";

  private SparkSession spark;
  private Docs docs;
  private SqlCatalog catalog;

  @BeforeEach
  void open(SparkSession session, Database database) {
    spark = session;
    docs = new Docs(session, database);
    catalog = SqlCatalog.of(session, database);
  }

  /** The smallest inputs that came back wrong, ended the JVM, or could not be read. */
  @Tag("contract")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM VALUES (1L, null), (2L, named_struct('l', null)), (3L, named_struct('l', array(repeat('x', 1000)))) AS t(id, c)",
        "SELECT id, IF(id % 10 < 9, null, named_struct('l', IF(id % 100 < 90, null, array(CAST(id AS INT))))) AS c FROM range(400)",
        "SELECT id, IF(id % 3 = 0, null, named_struct('m', IF(id % 3 = 1, null, map('k', repeat('v', CAST(id * 50 AS INT)))))) AS c FROM range(24)"
      })
  void inputsThatCameBackWrongAreRefusedOrComeBack(String query) {
    Dataset<Row> rows = spark.sql(query).coalesce(1);
    String first = Long.toString(rows.where("c IS NULL").first().getLong(0));
    String list = rows.schema().apply("c").dataType().sql().contains("MAP") ? "m" : "l";

    assertEquals(REFUSAL.formatted("c", first), Failure.of(() -> docs.append(rows)).refusal());
    docs.writer(rows).option("primary_key", "id").option("null_structs", "struct_of_nulls").save();
    ExactColumns filled =
        ExactColumns.of(rows.selectExpr("id", "named_struct('%1$s', c.%1$s) AS c".formatted(list)));
    filled.requireEqual(ExactColumns.of(docs.read()));
    assertEquals(0, docs.read().where("c IS NULL").count());
    docs.table().compact();
    filled.requireEqual(ExactColumns.of(docs.read()));
  }

  @Test
  void anUpdateThatMixesNullsIsRefusedAndLosesNothing() {
    docs.append(
        spark.sql("SELECT id, named_struct('l', array(repeat('x', 1200))) AS c FROM range(20)"));
    String update =
        "UPDATE lance.default.docs SET c = IF(id = 1, null, IF(id = 2, named_struct('l', null), c)) WHERE id < 10";

    assertEquals(REFUSAL.formatted("c", 1), catalog.refusal(update));
    catalog.sql(
        "ALTER TABLE lance.default.docs SET TBLPROPERTIES ('null_structs' = 'struct_of_nulls')",
        update);
    assertEquals(
        "18,2,20",
        SqlCatalog.text(
            docs.read()
                .selectExpr(
                    "count_if(c.l[0] = repeat('x', 1200))", "count_if(c.l IS NULL)", "count(c)")));
  }

  @ParameterizedTest(name = "a null struct in {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "if(id = 2, null, named_struct('l', array(id)))|c",
        "if(id = 2, null, named_struct('m', map('k', id)))|c",
        "array(if(id = 2, null, named_struct('l', array(id))))|c.element",
        "named_struct('s', if(id = 2, null, named_struct('l', array(id))))|c.s",
        "if(id = 2, null, named_struct('s', named_struct('l', array(id))))|c",
        "map('k', if(id = 2, null, named_struct('l', array(id))))|c.value"
      })
  void areRefusedByTheKeyAtEveryLevel(String value, String path) {
    Dataset<Row> rows = spark.range(4).selectExpr("id", value + " as c");

    assertEquals(REFUSAL.formatted(path, 2), Failure.of(() -> docs.append(rows)).refusal());
    docs.append(rows.where("id <> 2"));
    assertEquals(3, docs.read().collectAsList().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO lance.default.docs %s",
        "INSERT OVERWRITE lance.default.docs %s",
        "UPDATE lance.default.docs SET c = null WHERE id = 7",
        "MERGE INTO lance.default.docs t USING (%s) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *",
        "CREATE TABLE lance.default.other TBLPROPERTIES ('primary_key' = 'id') AS %s",
        "REPLACE TABLE lance.default.docs TBLPROPERTIES ('primary_key' = 'id') AS %s",
        "CREATE OR REPLACE TABLE lance.default.docs TBLPROPERTIES ('primary_key' = 'id') AS SELECT *, 1 AS more FROM (%s)"
      })
  void noStatementStoresOne(String statement) {
    makeTheTable();
    long before = docs.table().version();
    String row = "SELECT 7L AS id, CAST(null AS STRUCT<l: ARRAY<INT>>) AS c";

    assertEquals(REFUSAL.formatted("c", 7), catalog.refusal(statement.formatted(row)));
    assertEquals(before, docs.table().version());
    assertEquals("[[default,docs,false]]", catalog.sql("SHOW TABLES IN lance.default"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"append", "overwrite"})
  void noDataFrameStoresOne(String mode) {
    makeTheTable();
    Dataset<Row> rows = spark.sql("SELECT 7L AS id, CAST(null AS STRUCT<l: ARRAY<INT>>) AS c");

    assertEquals(
        REFUSAL.formatted("c", 7), Failure.of(() -> docs.writer(rows).mode(mode).save()).refusal());
    docs.writer(rows).mode(mode).option("null_structs", "struct_of_nulls").save();
    assertEquals("7,false,true", state());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO lance.default.docs %s",
        "INSERT OVERWRITE lance.default.docs %s",
        "UPDATE lance.default.docs SET c = null WHERE id = 7",
        "MERGE INTO lance.default.docs t USING (%s) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *",
        "REPLACE TABLE lance.default.docs TBLPROPERTIES ('primary_key' = 'id', 'null_structs' = 'struct_of_nulls') AS %s",
        "CREATE OR REPLACE TABLE lance.default.docs TBLPROPERTIES ('primary_key' = 'id', 'null_structs' = 'struct_of_nulls') AS SELECT *, 1 AS more FROM (%s)"
      })
  void thePropertyOfATableHoldsForEachStatement(String statement) {
    makeTheTable();
    catalog.sql(
        "ALTER TABLE lance.default.docs SET TBLPROPERTIES ('null_structs' = 'struct_of_nulls')",
        statement.formatted("SELECT 7L AS id, CAST(null AS STRUCT<l: ARRAY<INT>>) AS c"));

    assertEquals("7,false,true", state());
  }

  @ParameterizedTest
  @ValueSource(strings = {"append", "overwrite"})
  void thePropertyOfATableHoldsForDataFramesUnlessTheyHaveTheOption(String mode) {
    makeTheTable();
    catalog.sql(
        "ALTER TABLE lance.default.docs SET TBLPROPERTIES ('null_structs' = 'struct_of_nulls', 'when_matched' = 'fail')");
    Dataset<Row> rows = spark.sql("SELECT 7L AS id, CAST(null AS STRUCT<l: ARRAY<INT>>) AS c");

    DataFrameWriter<Row> refusing = docs.writer(rows).option("null_structs", "refuse").mode(mode);
    assertEquals(REFUSAL.formatted("c", 7), Failure.of(refusing::save).refusal());
    docs.writer(rows).mode(mode).save();
    assertEquals("7,false,true", state());
  }

  private void makeTheTable() {
    docs.append(spark.sql("SELECT 7L AS id, named_struct('l', array(1)) AS c"));
  }

  /** Of the row 7. */
  private String state() {
    return SqlCatalog.text(
        docs.read().where("id = 7").selectExpr("id", "c IS NULL", "c.l IS NULL"));
  }

  @Test
  void otherValuesOfTheOptionAreRefused() {
    assertEquals(
        "Cannot use option 'null_structs' = 'keep': expected 'refuse' or 'struct_of_nulls'. Leave it out to use 'refuse'.",
        Failure.of(() -> docs.writer(spark.range(1).toDF()).option("null_structs", "keep").save())
            .refusal());
  }

  @Test
  void fieldsThatAreNeverNullCannotBeFilledWithNulls(Database database) throws Exception {
    ArrowType number = new ArrowType.Int(32, true);
    Field list =
        new Field(
            "l",
            FieldType.nullable(ArrowType.List.INSTANCE),
            List.of(Field.nullable("item", number)));
    List<Field> fields = List.of(list, Field.notNullable("n", number));
    Schema schema =
        new Schema(
            List.of(
                Field.notNullable("id", number),
                new Field("c", FieldType.nullable(ArrowType.Struct.INSTANCE), fields)));
    new NativeWriter(database.table(Docs.NAME)).create(schema, root -> root.setRowCount(0));
    Dataset<Row> rows = spark.sql("SELECT 7 AS id, named_struct('l', array(1), 'n', 1) AS c");

    assertEquals(
        "Cannot store a null of column 'c' as a struct of nulls: its field 'c.n' is NOT NULL. Leave 'null_structs' = 'struct_of_nulls' out and fill such structs in.",
        Failure.of(
                () ->
                    docs.writer(rows)
                        .option("primary_key", "id")
                        .option("null_structs", "struct_of_nulls")
                        .save())
            .refusal());
    docs.append(rows);
    assertEquals(1, docs.read().count());
  }

  @Test
  void newRowsWithoutSuchAColumnAreRefusedOrFilled() {
    docs.append(spark.sql("SELECT id, 'old' AS t, named_struct('l', array(1)) AS c FROM range(2)"));
    Dataset<Row> rows = spark.range(1, 4).selectExpr("id", "'new' AS t");
    DataFrameWriter<Row> writer = docs.writer(rows).option("schema_evolution", "add_columns");

    assertEquals(
        "Cannot write rows without the table's column 'c': in new ones it would be a null struct with lists or maps below, which Lance may read back wrong. Add the column, or set 'null_structs' = 'struct_of_nulls', or 'when_not_matched' = 'ignore'.",
        Failure.of(writer::save).refusal());
    writer.option("when_not_matched", "ignore").save();
    assertEquals("0,old,false,1; 1,new,false,1", withColumn());
    docs.writer(rows.where("id > 1"))
        .option("schema_evolution", "add_columns")
        .option("null_structs", "struct_of_nulls")
        .save();
    docs.writer(spark.range(1, 5).selectExpr("id", "'newer' AS t"))
        .option("schema_evolution", "add_columns")
        .option("null_structs", "struct_of_nulls")
        .save();
    String expected =
        "0,old,false,1; 1,newer,false,1; 2,newer,false,null; 3,newer,false,null; 4,newer,false,null";
    assertEquals(expected, withColumn());
    docs.table().compact();
    assertEquals(expected, withColumn());
  }

  private String withColumn() {
    return SqlCatalog.text(docs.read().selectExpr("id", "t", "c IS NULL", "c.l[0]").orderBy("id"));
  }

  /** As another writer has stored them. */
  @Test
  void nullStructsThatAreCarriedAreRefusedOrFilled(Database database) throws Exception {
    ArrowType number = new ArrowType.Int(64, true);
    Field list =
        new Field(
            "l",
            FieldType.nullable(ArrowType.List.INSTANCE),
            List.of(Field.nullable("item", number)));
    Schema schema =
        new Schema(
            List.of(
                Field.notNullable("id", number),
                Field.nullable("t", number),
                new Field("c", FieldType.nullable(ArrowType.Struct.INSTANCE), List.of(list))));
    new NativeWriter(database.table(Docs.NAME))
        .create(
            schema,
            root -> {
              ((BigIntVector) root.getVector("id")).setSafe(0, 7);
              root.setRowCount(1);
            });
    DataFrameWriter<Row> writer =
        docs.writer(spark.sql("SELECT 7L AS id, 1L AS t"))
            .option("primary_key", "id")
            .option("schema_evolution", "add_columns")
            .option("when_not_matched", "ignore");

    assertEquals(
        "Cannot write column 'c' of row 1: it is a null struct with lists or maps below, which Lance may read back wrong. Fill it in, or store a struct of nulls with 'null_structs' = 'struct_of_nulls'.",
        Failure.of(writer::save).refusal());
    writer.option("null_structs", "struct_of_nulls").save();
    assertEquals("7,1,false,null", withColumn());
  }

  /** JSON as OpenAlex and GH Archive publish it: what is missing there is a null struct here. */
  @Tag("contract")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "is_oa BOOLEAN, source STRUCT<id: STRING, issn: ARRAY<STRING>, host: STRUCT<name: STRING, lineage: ARRAY<STRING>>>, license STRING"
            + "|{\"is_oa\":true,\"source\":null}|{\"is_oa\":true,\"source\":{\"host\":{}}}"
            + "|{\"source\":{\"id\":\"S1\",\"issn\":[\"1234-5678\"]}}|{\"source\":{\"id\":\"S1\",\"issn\":[\"1234-5678\"],\"host\":{}}}",
        "action STRING, pull_request STRUCT<id: BIGINT, user: STRUCT<login: STRING>, labels: ARRAY<STRUCT<name: STRING>>, head: STRUCT<repo: STRUCT<topics: ARRAY<STRING>>>>, commits ARRAY<STRUCT<sha: STRING, parents: ARRAY<STRING>>>"
            + "|{\"action\":\"x\",\"commits\":[null,{\"sha\":\"a\"}]}|{\"action\":\"x\",\"pull_request\":{\"head\":{\"repo\":{}}},\"commits\":[{},{\"sha\":\"a\"}]}"
            + "|{\"pull_request\":{\"id\":1,\"labels\":[null],\"head\":{}}}|{\"pull_request\":{\"id\":1,\"labels\":[null],\"head\":{\"repo\":{}}}}"
      })
  void nestedJsonIsWritable(
      String type, String first, String firstFilled, String second, String secondFilled) {
    docs.writer(json(type, first, second))
        .option("primary_key", "id")
        .option("null_structs", "struct_of_nulls")
        .save();

    ExactColumns.of(json(type, firstFilled, secondFilled))
        .requireEqual(ExactColumns.of(docs.read()));
  }

  private Dataset<Row> json(String type, String first, String second) {
    return spark
        .createDataset(List.of(first, second), Encoders.STRING())
        .selectExpr(
            "monotonically_increasing_id() AS id",
            "from_json(value, '%s', map('mode', 'FAILFAST')) AS c".formatted(type));
  }
}
