package io.sparklancedb.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparklancedb.arrow.ArrowMemory;
import io.sparklancedb.error.LanceDbException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lance.cleanup.CleanupPolicy;

/** Readers while others write, many readers, and many fragments. */
@ExtendWith(SparkExtension.class)
@Tag("soak")
class ManyReadersTest {
  private static final Schema NUMBERS =
      new Schema(List.of(Field.nullable("id", new ArrowType.Int(64, true))));

  @Test
  void c9AReaderSeesOneVersionWhileWritersUpsert(SparkSession spark, Database database)
      throws Exception {
    Docs docs = new Docs(spark, database);
    docs.append(generation(spark, 0));
    ExecutorService writers = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> writes = new ArrayList<>();
      for (int i = 1; i <= 4; i++) {
        int generation = i;
        writes.add(writers.submit(() -> docs.append(generation(spark, generation))));
      }
      for (int i = 0; i < 5 || writes.stream().anyMatch(write -> !write.isDone()); i++) {
        Dataset<Row> read = docs.read();
        for (String count : List.of("count(*)", "count(id)")) {
          Row one = read.selectExpr(count, "min(generation)", "max(generation)").first();
          assertEquals(1_000, one.getLong(0));
          assertEquals(one.getInt(1), one.getInt(2));
        }
        assertEquals(
            0, read.as("a").join(read.as("b"), "id").where("a.generation <> b.generation").count());
      }
      for (Future<?> write : writes) {
        write.get();
      }
    } finally {
      writers.shutdownNow();
    }
  }

  @Test
  void c10AnOlderVersionIsItselfOrGone(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(generation(spark, 0));
    long first = docs.table().version();
    Dataset<Row> old = docs.reader().option("version", first).load();
    docs.append(generation(spark, 1));
    assertEquals(0, old.selectExpr("max(generation)").first().getInt(0));
    new NativeWriter(database.table(Docs.NAME))
        .change(
            dataset ->
                dataset.cleanupWithPolicy(
                    CleanupPolicy.builder()
                        .withBeforeVersion(dataset.version())
                        .withDeleteUnverified(true)
                        .build()));

    assertTrue(isItselfOrGone(() -> old.where("generation + 0 = 0").collectAsList().size()));
    assertTrue(isItselfOrGone(() -> old.where("id = 5").collectAsList().size() * 1_000));
    assertEquals(1, docs.read().selectExpr("min(generation)").first().getInt(0));
  }

  @Test
  void x7AThousandScansLeaveNothingBehind(SparkSession spark, Database database) {
    Docs docs = new Docs(spark, database);
    docs.append(generation(spark, 0));
    Dataset<Row> read = docs.read();

    for (int i = 0; i < 1_000; i++) {
      assertEquals(1, read.where("id = " + i).collectAsList().size());
      assertEquals(0, ArrowMemory.allocatedBytes());
    }
  }

  @Test
  void x8ManyTasksAtOnceShareOneDataset(SparkSession spark, Database database) throws Exception {
    Docs docs = new Docs(spark, database);
    docs.append(spark.range(100_000).selectExpr("id", "cast(id as string) as text"));
    Dataset<Row> read = docs.reader().option("split_size", "20k").load();
    assertTrue(read.javaRDD().getNumPartitions() >= 64);

    readByEight(read);
    long threads = threads();
    for (int round = 0; round < 3; round++) {
      readByEight(read);
    }
    assertTrue(threads() <= threads + 10, threads() + " threads after " + threads);
  }

  private static void readByEight(Dataset<Row> read) throws Exception {
    ExecutorService readers = Executors.newFixedThreadPool(8);
    try {
      List<Future<Integer>> reads =
          Stream.generate(() -> readers.submit(() -> read.collectAsList().size()))
              .limit(8)
              .toList();
      for (Future<Integer> rows : reads) {
        assertEquals(100_000, rows.get());
      }
    } finally {
      readers.shutdownNow();
      assertTrue(readers.awaitTermination(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void aTableOfManyFragmentsIsPlannedInSeconds(SparkSession spark, Database database)
      throws IOException {
    NativeWriter writer = new NativeWriter(database.table(Docs.NAME));
    writer.create(NUMBERS, numbers(1));
    writer.append(NUMBERS, 2, numbers(4_000));
    Docs docs = new Docs(spark, database);

    long start = System.nanoTime();
    Dataset<Row> read = docs.read();
    int tasks = read.javaRDD().getNumPartitions();
    assertTrue(System.nanoTime() - start < 10_000_000_000L);
    assertTrue(tasks <= 4, tasks + " tasks");
    assertEquals(4_001, read.where("id >= 0").collectAsList().size());
  }

  private static boolean isItselfOrGone(Callable<Integer> rows) {
    try {
      return rows.call() == 1_000;
    } catch (LanceDbException e) {
      return true;
    } catch (Exception e) {
      return e.getCause() instanceof LanceDbException;
    }
  }

  private static long threads() {
    return Thread.getAllStackTraces().size();
  }

  private static Dataset<Row> generation(SparkSession spark, int generation) {
    return spark.range(1_000).selectExpr("id", generation + " as generation");
  }

  private static Consumer<VectorSchemaRoot> numbers(int count) {
    return batch -> {
      BigIntVector ids = (BigIntVector) batch.getVector("id");
      ids.allocateNew(count);
      for (int i = 0; i < count; i++) {
        ids.set(i, i);
      }
      batch.setRowCount(count);
    };
  }
}
