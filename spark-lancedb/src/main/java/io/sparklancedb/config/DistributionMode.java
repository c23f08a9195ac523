package io.sparklancedb.config;

/** How rows reach the tasks that write them. */
public enum DistributionMode {
  /** They stay in the partitions that they are in. */
  NONE,
  /** By a hash of the key. */
  HASH,
  /** By ranges of the key, sorted in each task. */
  RANGE
}
