package io.sparklancedb.dataset;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lance.Dataset;
import org.lance.Tag;
import org.lance.Version;

/** The history of a table: its versions and tags. */
public final class TableHistory {
  private TableHistory() {}

  /**
   * A version that has not been cleaned up.
   *
   * @param operation the write's own name for it, or Lance's; empty when nothing tells
   * @param properties of the transaction, in versions of this connector its counts
   */
  public record Entry(
      long version, Instant time, Optional<String> operation, Map<String, String> properties) {
    public Entry {
      properties = Map.copyOf(properties);
    }
  }

  /** The oldest first. Looks at each. */
  public static List<Entry> versions(TableReference table) {
    try (DatasetLease lease = TableLoader.lease(table)) {
      List<Version> versions = lease.dataset().listVersions();
      List<Entry> entries = new ArrayList<>();
      for (Version version : versions) {
        entries.add(entry(lease.dataset(), version, version == versions.get(0)));
      }
      return entries;
    } catch (Exception e) {
      throw TableLoader.unreachable(table.address(), e);
    }
  }

  private static Entry entry(Dataset dataset, Version version, boolean isFirst) {
    try (Dataset older = dataset.checkoutVersion(version.getId())) {
      VersionOrigin origin = VersionOrigin.of(older, () -> isFirst);
      Map<String, String> properties = origin.properties();
      Optional<String> operation =
          Optional.ofNullable(properties.get("operation")).or(origin::operation);
      return new Entry(version.getId(), version.getDataTime().toInstant(), operation, properties);
    }
  }

  /**
   * What the newest write of this connector did, by the properties of its transaction.
   *
   * @param most so many versions are looked at
   * @return empty when none of those is one
   */
  public static Map<String, String> lastWrite(TableReference table, int most) {
    try (DatasetLease lease = TableLoader.lease(table)) {
      long oldest = Math.max(1, table.version() - most);
      for (long version = table.version(); version >= oldest; version--) {
        Optional<VersionOrigin> origin = origin(lease.dataset(), version);
        if (origin.isEmpty()) {
          return Map.of();
        }
        Map<String, String> properties = origin.get().properties();
        if (VersionOrigin.WRITER.equals(properties.get("writer"))) {
          return ofWholeWrite(properties);
        }
      }
      return Map.of();
    } catch (Exception e) {
      throw TableLoader.unreachable(table.address(), e);
    }
  }

  /** Of a write of several commits the newest tells what all of them did. */
  private static Map<String, String> ofWholeWrite(Map<String, String> ofCommit) {
    Map<String, String> whole = new HashMap<>(ofCommit);
    ofCommit.forEach(
        (name, value) -> {
          if (name.startsWith(VersionOrigin.TOTAL)) {
            whole.remove(name);
            whole.put(name.substring(VersionOrigin.TOTAL.length()), value);
          }
        });
    return whole;
  }

  /** Empty when there is no such version any more. */
  private static Optional<VersionOrigin> origin(Dataset dataset, long version) {
    try (Dataset older = dataset.checkoutVersion(version)) {
      return Optional.of(VersionOrigin.of(older, () -> !isThere(dataset, version - 1)));
    } catch (IllegalArgumentException e) {
      if (NativeFailure.isNotFound(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean isThere(Dataset dataset, long version) {
    try (Dataset older = dataset.checkoutVersion(version)) {
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Tags and their versions. */
  public static Map<String, Long> tags(TableReference table) {
    try (DatasetLease lease = TableLoader.lease(table)) {
      Map<String, Long> tags = new HashMap<>();
      for (Tag tag : lease.dataset().tags().list()) {
        tags.put(tag.getName(), tag.getVersion());
      }
      return tags;
    } catch (Exception e) {
      throw TableLoader.unreachable(table.address(), e);
    }
  }
}
