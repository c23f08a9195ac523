package io.sparklancedb.dataset;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.error.TableErrors;
import io.sparklancedb.types.ArrowToSpark;
import java.time.Duration;
import org.apache.spark.sql.types.StructType;

/**
 * A table on a connection. Each call reads the newest version that the connection's interval asks
 * for.
 */
public final class TableHandle {
  private final TableAddress address;
  private final Duration interval;
  private TableReference current;
  private long lookedAtNanos;

  TableHandle(TableAddress address, Duration interval) {
    this.address = address;
    this.interval = interval;
  }

  /** Rows that are not deleted. */
  public long countRows() {
    try (DatasetLease lease = lease()) {
      return lease.dataset().countRows();
    } catch (RuntimeException e) {
      throw Tables.unreachable(address, e);
    }
  }

  /** The columns as Spark sees them. */
  public StructType schema() {
    try (DatasetLease lease = lease()) {
      return ArrowToSpark.toSpark(lease.dataset().getSchema());
    }
  }

  public long version() {
    return reference().version();
  }

  public TableQuery query() {
    return new TableQuery(this);
  }

  /** Stands here until the engine brings it. */
  public void removeUncommittedFiles(Duration olderThan) {
    throw new UnsupportedOperationException("removeUncommittedFiles " + olderThan);
  }

  TableAddress address() {
    return address;
  }

  DatasetLease lease() {
    return Tables.lease(reference());
  }

  private synchronized TableReference reference() {
    boolean stale = current == null || System.nanoTime() - lookedAtNanos >= interval.toNanos();
    if (stale || OwnCommits.ofJvm(address) > current.version()) {
      current = latest();
      lookedAtNanos = System.nanoTime();
    }
    return current;
  }

  private TableReference latest() {
    return Tables.latest(address).orElseThrow(() -> TableErrors.notFound(address.uri()));
  }
}
