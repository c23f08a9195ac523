package io.sparklancedb.it;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SparkExtension.class)
@Tag("engine")
class NestedTypesTest {
  @Test
  void d13NullsAndEmptyListsAreToldApartAtEveryOfTenLevels(SparkSession spark, Database database) {
    Dataset<Row> rows = spark.range(60).selectExpr("id", nested(10) + " as nested");
    ExactColumns written = ExactColumns.of(rows);
    Docs docs = new Docs(spark, database);
    docs.append(rows);

    assertEquals(60, written.texts().get("nested").stream().distinct().count());
    written.requireEqual(ExactColumns.of(docs.read()));
  }

  /** Behind a filter, and where a batch holds nothing but such a null. */
  @ParameterizedTest
  @Tag("contract")
  @CsvSource(
      delimiter = '|',
      value = {
        "if(id = 1, null, named_struct('a', 1, 'b', if(id = 2, null, 'x')))",
        "if(id = 1, null, array(if(id = 2, null, named_struct('a', 1, 'b', 'x'))))",
        "if(id = 1, null, slice(array(named_struct('a', 1, 'b', 'x')), 1, cast(id % 2 as int)))",
        "if(id = 1, null, map_from_arrays(slice(array('k'), 1, cast(id % 2 as int)), slice(array(1), 1, cast(id % 2 as int))))",
        "named_struct('i', if(id = 1, null, named_struct('a', 1, 'b', 'x')), 'c', if(id = 2, null, 'y'))"
      })
  void d13NullsAreToldApartBehindAFilter(String value, SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    Dataset<Row> rows = spark.range(4).selectExpr("id", "id as n", value + " as c");
    docs.append(rows);
    for (String filter : List.of("id = 1", "id = 2", "n = 0", "n = 1", "n = 2", "n + 0 = 1")) {
      ExactColumns.of(rows.where(filter)).requireEqual(ExactColumns.of(docs.read().where(filter)));
    }
    String first =
        docs.read().orderBy("n").where("n > 0").limit(1).selectExpr("c is null").first().toString();
    assertEquals(rows.where("n = 1").selectExpr("c is null").first().toString(), first);
  }

  /**
   * Lists, structs and maps in turn. Row n is null at level n (with structs, what is in it), row 20
   * + n has an empty list or map there; in every second one lists end with a null.
   */
  private static String nested(int levels) {
    String value = "concat('text ', id)";
    for (int level = 1; level <= levels; level++) {
      String isNull = "if(id = " + level + ", null, ";
      String size = ", 1, cast(if(id = 20 + " + level + ", 0, 1 + id % 2) as int))";
      value =
          switch (level % 3) {
            case 0 ->
                isNull
                    + ("map_from_arrays(slice(array('a')" + size)
                    + (", slice(array(" + value + ")" + size + "))");
            case 1 -> isNull + "slice(array(" + value + ", null)" + size + ")";
            default ->
                "named_struct('there', id <> " + level + ", 'value', " + isNull + value + "))";
          };
    }
    return value;
  }

  @Test
  void otherNullStructsComeBack(SparkSession spark, Database database) {
    Dataset<Row> rows =
        spark
            .range(3_000)
            .selectExpr(
                "id",
                "named_struct('l', if(id % 5 = 0, null, array(id, null))) as sl",
                "named_struct('l', if(id % 3 = 0, null, array(if(id % 5 = 0, null, named_struct('x', id))))) as sls",
                "if(id % 3 = 0, null, map('k', if(id % 5 = 0, null, named_struct('x', id)))) as ms",
                "named_struct('s', if(id % 5 = 0, null, named_struct('x', id)), 'l', array(id)) as ss_l",
                "array(if(id % 5 = 0, null, named_struct('s', if(id % 7 = 0, null, named_struct('x', id))))) as lss");
    ExactColumns written = ExactColumns.of(rows);
    Docs docs = new Docs(spark, database);
    docs.append(rows);

    written.requireEqual(ExactColumns.of(docs.read()));
  }

  @Test
  void d13AStructOfNullsIsNoNullStructAndAnEmptyListNoNullList(
      SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(
        spark.sql(
            "SELECT * FROM VALUES"
                + " (0L, named_struct('a', cast(null as int)), array(cast(null as int)), map('k', cast(null as int))),"
                + " (1L, null, cast(array() as array<int>), cast(map() as map<string,int>)),"
                + " (2L, named_struct('a', 1), null, null)"
                + " AS t(id, s, l, m)"));

    assertEquals(
        List.of(
            "[0,false,true,1,1,true]", "[1,true,null,0,0,null]", "[2,false,false,null,null,null]"),
        docs
            .read()
            .selectExpr(
                "id",
                "s is null",
                "if(s is null, null, s.a is null)",
                "if(l is null, null, size(l))",
                "if(m is null, null, size(m))",
                "m['k'] is null and map_contains_key(m, 'k')")
            .orderBy("id")
            .collectAsList()
            .stream()
            .map(Object::toString)
            .map(row -> row.replace(",false]", ",null]"))
            .toList());
  }

  @Test
  void d8FiftyStructsInEachOtherComeBack(SparkSession spark, Database database) {
    DataType type = DataTypes.LongType;
    for (int level = 0; level < 50; level++) {
      type = new StructType().add("f" + level, type);
    }
    Dataset<Row> rows =
        spark.createDataFrame(
            IntStream.range(0, 60).mapToObj(NestedTypesTest::deep).toList(),
            new StructType().add("id", DataTypes.LongType).add("deep", type));
    ExactColumns written = ExactColumns.of(rows);
    Docs docs = new Docs(spark, database);
    docs.append(rows);

    written.requireEqual(ExactColumns.of(docs.read()));
  }

  /** Null at the level of its id, as long as there is one. */
  private static Row deep(int id) {
    Object value = (long) id;
    for (int level = 0; level < 50; level++) {
      value = id == level ? null : RowFactory.create(value);
    }
    return RowFactory.create((long) id, value);
  }

  @Test
  @Tag("soak")
  void d8TwoThousandColumnsComeBack(SparkSession spark, Database database) {
    StructType type = new StructType().add("id", DataTypes.LongType);
    for (int i = 0; i < 2_000; i++) {
      type = type.add("c" + i, i % 2 == 0 ? DataTypes.LongType : DataTypes.StringType);
    }
    List<Row> rows = IntStream.range(0, 20).mapToObj(NestedTypesTest::wide).toList();
    Docs docs = new Docs(spark, database);
    docs.append(spark.createDataFrame(rows, type));

    assertEquals(rows, docs.read().orderBy("id").collectAsList());
    assertEquals(5, docs.read().select(someColumns(5)).first().length());
  }

  private static Row wide(int id) {
    List<Object> values = new ArrayList<>(List.of((long) id));
    for (int i = 0; i < 2_000; i++) {
      values.add(i % 20 == id ? null : i % 2 == 0 ? (Object) (long) (i * id) : i + " " + id);
    }
    return RowFactory.create(values.toArray());
  }

  private static Column[] someColumns(int count) {
    return IntStream.range(0, count).mapToObj(i -> col("c" + (2 * i))).toArray(Column[]::new);
  }
}
