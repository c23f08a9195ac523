package io.sparklancedb.write;

import io.sparklancedb.commit.CommitPlan;
import io.sparklancedb.commit.WriteMode;
import io.sparklancedb.commit.WriteTotals;
import io.sparklancedb.config.WriteConfig;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.types.ArrowToSpark;
import io.sparklancedb.write.LanceDbWriteBuilder.Keyless;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.write.DeltaWrite;
import org.apache.spark.sql.connector.write.DeltaWriteBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Plans the write of a {@code MERGE}, {@code UPDATE} or {@code DELETE}: rows, and keys or addresses
 * of rows to delete, told apart by columns that the writer adds to the rows.
 */
final class LanceDbDeltaWriteBuilder implements DeltaWriteBuilder {
  private final TableSnapshot table;
  private final WriteConfig config;
  private final LogicalWriteInfo info;
  private final String command;

  /**
   * @param table the version that the statement has read
   * @param command the statement's, such as {@code update}
   */
  LanceDbDeltaWriteBuilder(
      TableSnapshot table, WriteConfig config, LogicalWriteInfo info, String command) {
    this.table = table;
    this.config = config;
    this.info = info;
    this.command = command;
  }

  @Override
  public DeltaWrite build() {
    CommitParts.refuseIn(command.toUpperCase(Locale.ROOT), config);
    StructType rows = columns();
    String deletion = nameBeside(rows, "deleted");
    rows = rows.add(deletion, DataTypes.BooleanType);
    Optional<String> addresses =
        table.primaryKey().isEmpty() ? Optional.of(nameBeside(rows, "address")) : Optional.empty();
    if (addresses.isPresent()) {
      rows = rows.add(addresses.get(), DataTypes.LongType);
    }
    WriteMode mode = new WriteMode.RowLevel(command, addresses, notStored(rows));
    WritePlanner planner =
        new WritePlanner(
            table.reference().address(),
            config.ofRowLevelOperation(deletion),
            Keyless.APPEND,
            rows,
            mode);
    TaskPlan taskPlan = planner.plan(Optional.of(table));
    CommitPlan commitPlan =
        new CommitPlan(
            mode,
            Optional.of(table),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            List.of(),
            1,
            config.keyMemory(),
            planner.indexes(taskPlan),
            Map.of(),
            WriteTotals.NONE);
    return new LanceDbDeltaWrite(
        new LanceDbDeltaBatchWrite(new LanceDbBatchWrite(taskPlan, commitPlan, Optional.empty())));
  }

  /** A {@code DELETE} has no rows to write. */
  private StructType columns() {
    return info.schema().isEmpty() ? ArrowToSpark.toSpark(table.schema()) : info.schema();
  }

  /** A statement that names metadata columns has them in its rows. */
  private Set<String> notStored(StructType rows) {
    Set<String> names = new HashSet<>(List.of(rows.fieldNames()));
    names.removeAll(TargetSchema.names(table.schema()));
    return names;
  }

  private static String nameBeside(StructType columns, String wanted) {
    StringBuilder name = new StringBuilder(wanted);
    while (Arrays.stream(columns.fieldNames()).anyMatch(name.toString()::equalsIgnoreCase)) {
      name.append('_');
    }
    return name.toString();
  }
}
