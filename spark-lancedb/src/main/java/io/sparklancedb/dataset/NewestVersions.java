package io.sparklancedb.dataset;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VersionSelector;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The newest version of each table, as it was found by the last look at the table. Queries that
 * follow each other closely share a look.
 */
public final class NewestVersions {
  private static final Duration REUSE = Duration.ofSeconds(1);
  private static final Map<TableAddress, Look> LOOKS = new ConcurrentHashMap<>();

  /**
   * @param ownCommits the number of this JVM's last commit to the table before the look
   */
  private record Look(TableSnapshot found, long ownCommits, long atNanos) {
    private boolean isOver(long nowNanos) {
      return nowNanos - atNanos >= REUSE.toNanos();
    }

    private static Look later(Look one, Look other) {
      return one.atNanos - other.atNanos > 0 ? one : other;
    }
  }

  private NewestVersions() {}

  /**
   * Returns what was found less than a second ago, unless this JVM has committed to the table
   * since; else looks. Empty when there is no table.
   */
  public static Optional<TableSnapshot> of(TableAddress address) {
    Look last = LOOKS.get(address);
    boolean holds =
        last != null
            && !last.isOver(System.nanoTime())
            && last.ownCommits == LocalChanges.last(address);
    return holds
        ? Optional.of(last.found)
        : TableLoader.load(address, new VersionSelector.Latest());
  }

  /** Before a look: what it finds is at least as new as this moment. */
  static Moment now(TableAddress address) {
    return new Moment(address, LocalChanges.last(address), System.nanoTime());
  }

  /** When a look began. */
  record Moment(TableAddress address, long ownCommits, long atNanos) {
    void found(TableSnapshot newest) {
      LOOKS.values().removeIf(look -> look.isOver(atNanos));
      LOOKS.merge(address, new Look(newest, ownCommits, atNanos), Look::later);
    }

    /** There was no table: what was found of it before holds no longer. */
    void foundNothing() {
      LOOKS.computeIfPresent(address, (at, look) -> look.atNanos - atNanos > 0 ? look : null);
    }
  }
}
