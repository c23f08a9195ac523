package io.sparklancedb.config;

import java.io.Serializable;

/**
 * What Lance may keep in memory of one database in each JVM, beside the heap.
 *
 * @param indexBytes for parts of indexes
 * @param metadataBytes for manifests and the metadata of files
 */
public record CacheSizes(long indexBytes, long metadataBytes) implements Serializable {
  /** Lance's own defaults, 6 GB and 1 GB, are too much beside an executor's heap. */
  public static final CacheSizes DEFAULT = new CacheSizes(512L << 20, 128L << 20);
}
