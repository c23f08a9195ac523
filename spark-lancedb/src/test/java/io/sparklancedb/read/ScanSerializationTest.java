package io.sparklancedb.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparklancedb.config.DatabaseUri;
import io.sparklancedb.config.StorageOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.TableReference;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScanSerializationTest {
  private static final StructField ID = DataTypes.createStructField("id", DataTypes.LongType, true);
  private static final TableReference TABLE =
      new TableReference(
          TableAddress.of(
              new DatabaseUri("/tmp/db"), "docs", new StorageOptions(Map.of("key", "hush-hush"))),
          3,
          Instant.EPOCH);

  @Test
  void aFactoryTravelsToTheExecutors() throws Exception {
    LanceDbPartitionReaderFactory factory =
        new LanceDbPartitionReaderFactory(
            new ScanPlan(
                TABLE,
                new StructType().add("id", "long"),
                List.of("id"),
                new StructFieldProjection(List.of("id", "s.a"), "s.a IS NOT NULL", "s.a IS NULL"),
                List.of("id > 1"),
                List.of(),
                5,
                0,
                new TopRows(List.of(new TopRows.Key("id", true, false)), 3),
                new PushedAggregate(
                    List.of(new PushedAggregate.Group(0, ID)),
                    List.of(new PushedAggregate.Measure("count", -1, ID)))));

    assertEquals(factory, sent(factory));
    assertEquals(factory.hashCode(), sent(factory).hashCode());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aPartitionTravelsToTheExecutors(RowSelection rows) throws Exception {
    LanceDbInputPartition partition =
        new LanceDbInputPartition(
            List.of(7),
            rows,
            new FragmentFile("f.lance", List.of(0, 2)),
            10,
            true,
            List.of("id IN (1, 2)"));

    assertEquals(partition, sent(partition));
  }

  private static List<RowSelection> rows() {
    return List.of(
        new RowSelection.All(),
        new RowSelection.Positions(0, 9),
        new RowSelection.LiveRows(3, 7),
        new RowSelection.RowIds(List.of(1L, 2L)),
        new RowSelection.MatchCount(7));
  }

  @Test
  void noSecretTravelsInText() {
    assertEquals(
        "TableReference[address=/tmp/db/docs.lance, version=3, committed=1970-01-01T00:00:00Z]",
        TABLE.toString());
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
