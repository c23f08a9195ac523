package io.sparklancedb.config;

import java.io.Serializable;
import java.util.Map;

/**
 * What Lance may keep in memory of one database in each JVM, beside the heap.
 *
 * @param indexBytes for parts of indexes
 * @param metadataBytes for manifests and the metadata of files
 */
public record CacheSizes(long indexBytes, long metadataBytes) implements Serializable {
  /**
   * Those of the options that nobody has set. Lance's own, 6 GB and 1 GB, are too much beside an
   * executor's heap.
   */
  public static final CacheSizes DEFAULT = AddressOptions.caches(Map.of());
}
