package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lance.Ref;
import org.lance.index.IndexType;

/** A shallow clone: a table whose files lie in the folder of another. */
@Tag("engine")
@ExtendWith(SparkExtension.class)
class ClonesTest {
  private SqlCatalog catalog;
  private Docs docs;
  private Path original;
  private List<String> filesOfOriginal;

  @BeforeEach
  void clone(SparkSession spark, Database database) {
    catalog = SqlCatalog.of(spark, database);
    docs = new Docs(spark, database);
    docs.append(rows(0, 1_000));
    docs.append(rows(1_000, 2_000));
    catalog.sql("DELETE FROM lance.default.docs WHERE id % 7 = 3 AND id < 1000");
    new NativeWriter(docs.table().folder())
        .change(dataset -> Indexes.create(dataset, "n", IndexType.ZONEMAP));
    original = database.table("original");
    assertEquals(true, docs.table().folder().toFile().renameTo(original.toFile()));
    new NativeWriter(original)
        .change(
            dataset ->
                dataset
                    .shallowClone(docs.table().folder().toString(), Ref.ofMain(dataset.version()))
                    .close());
    filesOfOriginal = new FileTree(original).names();
  }

  private Dataset<Row> rows(long from, long to) {
    return docs.spark()
        .range(from, to)
        .selectExpr(
            "id",
            "id AS n",
            "named_struct('a', id, 'b', repeat('x', 20)) AS s",
            "array(named_struct('a', id, 'b', 'text')) AS items")
        .repartition(1);
  }

  private void requireRows(long count, long sum) {
    assertEquals(
        "[[%d,%d,%d,%d]]".formatted(count, sum, sum, sum),
        catalog.sql("SELECT count(*), sum(n), sum(s.a), sum(items[0].a) FROM lance.default.docs"));
    assertEquals(
        "[[%d,%d]]".formatted(count, sum),
        catalog.sql(
            "SELECT count(s.b), sum(aggregate(items.a, 0L, (x, y) -> x + y)) FROM lance.default.docs"));
  }

  private void requireOriginalUntouched() {
    assertEquals(filesOfOriginal, new FileTree(original).names());
    assertEquals(1_857, new NativeTable(original).count());
  }

  private static long sum(long from, long to) {
    return (from + to - 1) * (to - from) / 2;
  }

  private static final long DELETED = 143;
  private static final long SUM =
      sum(0, 2_000) - java.util.stream.LongStream.range(0, 1_000).filter(i -> i % 7 == 3).sum();

  @Test
  void isReadInPart() {
    requireRows(2_000 - DELETED, SUM);
    assertEquals(
        "[[1500]]", catalog.sql("SELECT items.a[0] FROM lance.default.docs WHERE id = 1500"));
    assertEquals(
        "[[10]]", catalog.sql("SELECT count(s.a) FROM lance.default.docs WHERE n >= 1990"));
  }

  @Test
  void isWrittenWithoutTouchingTheOriginal() {
    docs.append(rows(1_990, 2_200));
    requireRows(2_200 - DELETED, SUM + sum(2_000, 2_200));
    docs.append(rows(0, 2_200));
    requireRows(2_200, sum(0, 2_200));
    assertEquals("[[1]]", catalog.sql("SELECT count(*) FROM lance.default.docs WHERE id = 3"));
    docs.table().compact();
    requireRows(2_200, sum(0, 2_200));
    docs.overwrite(rows(0, 10));
    requireRows(10, sum(0, 10));
    requireOriginalUntouched();
  }

  @Test
  void losesRowsWithoutTouchingTheOriginal() {
    catalog.sql("DELETE FROM lance.default.docs WHERE id = 1001 OR n = 5");
    requireRows(1_998 - DELETED, SUM - 1_006);
    catalog.sql("UPDATE lance.default.docs SET n = n WHERE id < 100");
    requireRows(1_998 - DELETED, SUM - 1_006);
    catalog.sql(
        "MERGE INTO lance.default.docs t USING (SELECT 7L AS id) s ON t.id = s.id WHEN MATCHED THEN DELETE");
    requireRows(1_997 - DELETED, SUM - 1_013);
    catalog.sql("TRUNCATE TABLE lance.default.docs");
    assertEquals("[[0]]", catalog.sql("SELECT count(*) FROM lance.default.docs"));
    requireOriginalUntouched();
  }

  @Test
  void isDroppedWithoutTouchingTheOriginal() {
    catalog.sql("DROP TABLE lance.default.docs");
    requireOriginalUntouched();
  }
}
