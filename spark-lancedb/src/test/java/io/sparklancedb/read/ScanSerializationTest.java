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
import java.util.Set;
import java.util.stream.Collectors;
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

  @ParameterizedTest
  @MethodSource("plans")
  void aFactoryTravelsToTheExecutors(ScanPlan plan) throws Exception {
    LanceDbPartitionReaderFactory factory = new LanceDbPartitionReaderFactory(plan);

    assertEquals(factory, sent(factory));
    assertEquals(factory.hashCode(), sent(factory).hashCode());
  }

  private static List<ScanPlan> plans() {
    ScanSource source = new ScanSource(TABLE, List.of("id > 1", "s = 2"), List.of("s = 2"));
    StructType columns = new StructType().add(ID);
    ColumnProjection whole = new ColumnProjection.Named(List.of("id"));
    return List.of(
        new ScanPlan.Rows(source, columns, new ColumnProjection.All(), 5, 0),
        new ScanPlan.Rows(source, columns, whole, ScanPlan.NO_LIMIT, 7),
        new ScanPlan.StructFields(
            source,
            columns,
            new StructFieldProjection(List.of("id", "s.a"), "s.a IS NOT NULL", "s.a IS NULL"),
            whole),
        new ScanPlan.Top(
            source, columns, whole, new TopRows(List.of(new TopRows.Key("id", true, false)), 3)),
        new ScanPlan.Aggregate(
            source,
            new PushedAggregate(
                List.of(new PushedAggregate.Group(0, ID)),
                List.of(new PushedAggregate.Measure("count", -1, ID)))));
  }

  @Test
  void everyKindOfPlanIsSent() {
    assertEquals(
        Set.of(ScanPlan.class.getPermittedSubclasses()),
        plans().stream().map(ScanPlan::getClass).collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aPartitionTravelsToTheExecutors(RowSelection rows) throws Exception {
    for (ReadPath path :
        List.of(new ReadPath.Scanner(), new FragmentFile("f.lance", List.of(0, 2)))) {
      LanceDbInputPartition partition =
          new LanceDbInputPartition(List.of(7), rows, path, 10, true, List.of("id IN (1, 2)"));

      assertEquals(partition, sent(partition));
    }
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
