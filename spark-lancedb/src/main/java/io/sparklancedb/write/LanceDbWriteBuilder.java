package io.sparklancedb.write;

import io.sparklancedb.config.DistributionMode;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.WriteConfig;
import io.sparklancedb.dataset.TableSnapshot;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsTruncate;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;

/** Plans a write: an upsert, or after {@link #truncate} a replacement of all rows. */
public final class LanceDbWriteBuilder implements WriteBuilder, SupportsTruncate {
  private final TableAddress address;
  private final Optional<TableSnapshot> table;
  private final WriteConfig config;
  private final LogicalWriteInfo info;
  private WriteMode mode;

  /**
   * @param table the version that the write is pinned to; empty when there is no table yet
   */
  public LanceDbWriteBuilder(
      TableAddress address,
      Optional<TableSnapshot> table,
      WriteConfig config,
      LogicalWriteInfo info) {
    this.address = address;
    this.table = table;
    this.config = config;
    this.mode = new WriteMode.Upsert(config.rules());
    this.info = info;
  }

  @Override
  public WriteBuilder truncate() {
    mode = new WriteMode.Replace();
    return this;
  }

  @Override
  public Write build() {
    WritePlanner planner = new WritePlanner(address, config, info.schema(), mode);
    WritePlan tasks = planner.plan(table);
    CommitPlan plan =
        new CommitPlan(
            mode,
            table,
            config.transaction(),
            table.map(planner::missing).orElse(List.of()),
            config.commitAttempts(),
            config.keyMemoryBytes());
    return new LanceDbWrite(tasks, plan, distribution());
  }

  /** To pick the last row of each key, a task needs all rows of it. */
  private DistributionMode distribution() {
    return config
        .distribution()
        .orElse(
            config.sequenceColumn().isPresent() ? DistributionMode.HASH : DistributionMode.NONE);
  }
}
