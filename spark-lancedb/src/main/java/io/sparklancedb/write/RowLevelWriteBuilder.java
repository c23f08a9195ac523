package io.sparklancedb.write;

import io.sparklancedb.config.WriteConfig;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.types.ArrowToSpark;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.write.DeltaWrite;
import org.apache.spark.sql.connector.write.DeltaWriteBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Plans the write of a {@code MERGE}, {@code UPDATE} or {@code DELETE}: a merge of rows and keys to
 * delete, told apart by a column that the writer adds to the rows.
 */
public final class RowLevelWriteBuilder implements DeltaWriteBuilder {
  private final TableSnapshot table;
  private final WriteConfig config;
  private final LogicalWriteInfo info;
  private final String command;

  /**
   * @param table the version that the statement has read
   * @param command the statement's, such as {@code update}
   */
  public RowLevelWriteBuilder(
      TableSnapshot table, WriteConfig config, LogicalWriteInfo info, String command) {
    this.table = table;
    this.config = config;
    this.info = info;
    this.command = command;
  }

  @Override
  public DeltaWrite build() {
    WriteMode mode = new WriteMode.RowLevel(command);
    StructType columns = columns();
    String deletion = nameBeside(columns);
    WritePlan tasks =
        new WritePlanner(
                table.reference().address(),
                config.ofRowLevelOperation(deletion),
                columns.add(deletion, DataTypes.BooleanType),
                mode)
            .plan(Optional.of(table));
    CommitPlan plan =
        new CommitPlan(
            mode, Optional.of(table), Optional.empty(), List.of(), 1, config.keyMemoryBytes());
    return new RowLevelWrite(new RowLevelBatchWrite(tasks, new LanceDbBatchWrite(tasks, plan)));
  }

  /** A {@code DELETE} has no rows to write. */
  private StructType columns() {
    return info.schema().isEmpty() ? ArrowToSpark.toSpark(table.schema()) : info.schema();
  }

  private static String nameBeside(StructType columns) {
    StringBuilder name = new StringBuilder("deleted");
    while (Arrays.stream(columns.fieldNames()).anyMatch(name.toString()::equalsIgnoreCase)) {
      name.append('_');
    }
    return name.toString();
  }
}
