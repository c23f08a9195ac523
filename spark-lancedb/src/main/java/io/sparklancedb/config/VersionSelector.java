package io.sparklancedb.config;

import java.io.Serializable;
import java.time.Instant;

/** Which version of a table is read. */
public sealed interface VersionSelector extends Serializable {
  /** The newest when the table is loaded. */
  record Latest() implements VersionSelector {}

  /** Exactly this version. */
  record Version(long number) implements VersionSelector {}

  /** The version that the tag names when the table is loaded. */
  record Tag(String name) implements VersionSelector {}

  /**
   * The newest version that was committed at or before this time; of equal times, the one with the
   * highest number.
   */
  record AsOf(Instant time) implements VersionSelector {}
}
