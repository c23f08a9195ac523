package io.sparklancedb.write;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.WriteConfig;
import io.sparklancedb.dataset.TableSnapshot;
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
  private WriteMode mode = WriteMode.UPSERT;

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
    this.info = info;
  }

  @Override
  public WriteBuilder truncate() {
    mode = WriteMode.REPLACE;
    return this;
  }

  @Override
  public Write build() {
    WritePlan plan = new WritePlanner(address, config, info.schema(), mode).plan(table);
    return new LanceDbWrite(plan, mode, table);
  }
}
