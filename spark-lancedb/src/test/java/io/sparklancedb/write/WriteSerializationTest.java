package io.sparklancedb.write;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparklancedb.arrow.batch.NullStructStorage;
import io.sparklancedb.commit.Staging;
import io.sparklancedb.commit.WrittenFragment;
import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.error.ValueErrors;
import io.sparklancedb.key.KeyRange;
import io.sparklancedb.types.CaseSensitivity;
import io.sparklancedb.types.SparkToArrow;
import io.sparklancedb.types.VectorType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;

class WriteSerializationTest {
  private static final StructType ROWS =
      new StructType().add("id", "long").add("embedding", "array<float>");
  private static final TableAddress ADDRESS =
      TableAddress.of(
          new DatabaseUri("/tmp/db"), "docs", new StorageOptions(Map.of("key", "hush-hush")));

  @Test
  void aFactoryTravelsToTheExecutorsOfAnExistingTable() throws Exception {
    Schema schema =
        SparkToArrow.toArrow(
            ROWS,
            Map.of("embedding", new VectorType(3, VectorType.Element.FLOAT32)),
            Optional.of("id"));
    LanceDbDataWriterFactory factory = factory(TargetSchema.Existing.of(schema));

    LanceDbDataWriterFactory sent = (LanceDbDataWriterFactory) sent(factory);

    assertEquals(factory, sent);
    assertEquals(schema, sent.plan().target().with(Map.of()));
  }

  @Test
  void aFactoryTravelsToTheExecutorsOfANewTable() throws Exception {
    LanceDbDataWriterFactory factory =
        factory(
            new TargetSchema.New(
                ROWS, Map.of(), Map.of("embedding", VectorType.Element.FLOAT32), "id"));

    assertEquals(factory, sent(factory));
  }

  @Test
  void aResultTravelsToTheDriver() throws Exception {
    FragmentMetadata metadata =
        new FragmentMetadata(
            0,
            List.of(new DataFile("f.lance", new int[] {0, 1}, new int[] {0, 1}, 2, 1, 99L, null)),
            10L,
            null,
            null);
    TaskResult result =
        new TaskResult(
            List.of(new WrittenFragment(metadata, List.of("id"), WrittenFragment.Content.ROWS)),
            new KeyRange(KeyRange.Order.INCREASING, -1, 1),
            KeyRange.EMPTY,
            Map.of("embedding", 3),
            null);

    TaskCommitMessage sent = (TaskCommitMessage) sent(TaskCommitMessage.of(result, 7));

    assertEquals(result, sent.outcome());
    assertEquals(false, sent.isRefusal());
  }

  /** The classes stand in docs/operations.md. */
  @Test
  void aResultTravelsWithASerializerThatTakesRegisteredClassesOnly() {
    SparkConf strict =
        new SparkConf(false)
            .set("spark.kryo.registrationRequired", "true")
            .set(
                "spark.kryo.classesToRegister",
                "io.sparklancedb.job.SerializedValue,io.sparklancedb.write.TaskCommitMessage");
    SerializerInstance kryo = new KryoSerializer(strict).newInstance();
    scala.reflect.ClassTag<TaskCommitMessage> type =
        scala.reflect.ClassTag.apply(TaskCommitMessage.class);
    TaskRefusal refusal = new TaskRefusal(ValueErrors.nullKey("id", "row 1"));

    TaskCommitMessage sent =
        kryo.deserialize(kryo.serialize(TaskCommitMessage.of(refusal, 7), type), type);

    assertEquals(
        refusal.reason().getMessage(), ((TaskRefusal) sent.outcome()).reason().getMessage());
  }

  @Test
  void aRefusalTravelsToTheDriver() throws Exception {
    TaskRefusal refusal = new TaskRefusal(ValueErrors.nullKey("id", "row 1"));

    TaskCommitMessage sent = (TaskCommitMessage) sent(TaskCommitMessage.of(refusal, 7));

    TaskRefusal heard = (TaskRefusal) sent.outcome();
    assertEquals(true, sent.isRefusal());
    assertEquals(7, sent.stage());
    assertEquals(
        "Cannot write row 1: its primary key 'id' is null. Fill it or filter such rows out.",
        heard.reason().getMessage());
  }

  private static LanceDbDataWriterFactory factory(TargetSchema target) {
    return new LanceDbDataWriterFactory(
        new TaskPlan(
            new Staging(ADDRESS, "0123", true),
            target,
            ROWS,
            CaseSensitivity.INSENSITIVE,
            0,
            "id",
            new ControlColumns(1, ControlColumns.Sequence.NONE, ControlColumns.NONE),
            Set.of("gone"),
            List.of(),
            NullStructStorage.STRUCT_OF_NULLS,
            "2.1"),
        null);
  }

  private static Object sent(Object value) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }
}
