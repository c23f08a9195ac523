package io.sparklancedb.client;

import io.sparklancedb.commit.Alterations;
import io.sparklancedb.commit.OrphanFiles;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.LocalChanges;
import io.sparklancedb.dataset.TableHistory;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.error.TableErrors;
import io.sparklancedb.types.ArrowToSpark;
import java.time.Duration;
import java.util.Map;
import org.apache.spark.sql.types.StructType;

/**
 * A table of a connection. A call reads the newest version, or one that was the newest within the
 * read consistency interval of the connection.
 */
public final class TableHandle {
  private static final int VERSIONS_LOOKED_AT = 100;

  private final TableAddress address;
  private final Duration interval;
  private TableReference current;
  private long lookedAtNanos;
  private long ownCommits;

  TableHandle(TableAddress address, Duration interval) {
    this.address = address;
    this.interval = interval;
  }

  /**
   * A handle that always reads the newest version.
   *
   * @throws io.sparklancedb.error.LanceDbException when there is no such table
   */
  public static TableHandle of(TableAddress address) {
    TableHandle handle = new TableHandle(address, Duration.ZERO);
    handle.version();
    return handle;
  }

  /** Rows that are not deleted. */
  public long countRows() {
    try (DatasetLease lease = lease()) {
      return lease.dataset().countRows();
    } catch (Exception e) {
      throw TableLoader.unreachable(address, e);
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

  /**
   * What the last write of this connector did: {@code operation}, the rows {@code inserted}, {@code
   * updated}, {@code deleted} and {@code unchanged}, {@code probed_keys} and {@code scanned_rows}
   * of the table, {@code located_by} ({@code index}, {@code scan} or {@code job}) in {@code
   * locate_millis} where keys had to be looked for, {@code files}, {@code bytes} and {@code
   * commit_retries}. Of a write of several {@code commits} it is what all of them did. Empty when
   * none of the last hundred versions is one of its writes.
   */
  public Map<String, String> lastWrite() {
    return TableHistory.lastWrite(reference(), VERSIONS_LOOKED_AT);
  }

  public TableQuery query() {
    return new TableQuery(this);
  }

  /**
   * Makes the rows, columns and indexes of an older version the newest. Writes that are under way
   * come before or after it as a whole.
   *
   * @throws io.sparklancedb.error.LanceDbException when there is no such version
   */
  public void restore(long version) {
    Alterations.restore(existing(version));
  }

  /**
   * Names a version, which no cleanup removes then. A name that is there goes to this version.
   *
   * @throws io.sparklancedb.error.LanceDbException when there is no such version, or Lance takes no
   *     such name
   */
  public void tag(String tag, long version) {
    Alterations.tag(existing(version), tag);
  }

  /**
   * Takes a name from its version.
   *
   * @throws io.sparklancedb.error.LanceDbException when there is no such tag
   */
  public void untag(String tag) {
    if (!Alterations.untag(address, tag)) {
      throw TableErrors.noSuchTag(address.uri(), tag);
    }
  }

  private TableReference existing(long version) {
    return TableLoader.reference(address, version)
        .orElseThrow(() -> TableErrors.noSuchVersion(address.uri(), version, latest().version()));
  }

  /**
   * Removes orphan files: those that no version names. Only a write whose driver died leaves some.
   * A write that fails, or an executor that dies, leaves none.
   *
   * @param olderThan files of younger writes stay: these may be under way, whoever writes
   * @throws io.sparklancedb.error.LanceDbException for a table in an object store
   */
  public void removeOrphanFiles(Duration olderThan) {
    OrphanFiles.remove(address, olderThan);
  }

  TableAddress address() {
    return address;
  }

  DatasetLease lease() {
    return TableLoader.lease(reference());
  }

  private synchronized TableReference reference() {
    long committed = LocalChanges.last(address);
    boolean stale = current == null || System.nanoTime() - lookedAtNanos >= interval.toNanos();
    if (stale || committed != ownCommits) {
      current = latest();
      lookedAtNanos = System.nanoTime();
      ownCommits = committed;
    }
    return current;
  }

  private TableReference latest() {
    return TableLoader.latest(address).orElseThrow(() -> TableErrors.notFound(address.uri()));
  }
}
