package io.sparklancedb.dataset;

import io.sparklancedb.config.TableAddress;
import java.io.Serializable;
import java.time.Instant;
import org.lance.Dataset;
import org.lance.Version;

/**
 * One version of one table: what a plan is pinned to, and what its tasks open.
 *
 * @param committed tells the version from that of the same number in a table that was dropped and
 *     made again
 */
public record TableReference(TableAddress address, long version, Instant committed)
    implements Serializable {
  public static TableReference of(TableAddress address, Dataset dataset) {
    Version version = dataset.getVersion();
    return new TableReference(address, version.getId(), version.getDataTime().toInstant());
  }

  /** Whether the table is in a file system rather than an object store. */
  public boolean isInFolder() {
    return address.database().isFolder();
  }
}
