package io.sparklancedb.layout;

import io.sparklancedb.config.TableAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.lance.index.Index;
import org.lance.index.IndexType;

/**
 * A segment of a zone map: a file with bounds of a column's values in runs of rows.
 *
 * @param fragments those that it covers; it may know others, in which rows have changed
 */
public record ZoneMap(UUID uuid, Set<Integer> fragments) {
  /** The layout that lance-core 7.0.0 writes. */
  private static final int VERSION = 0;

  public ZoneMap {
    fragments = Set.copyOf(fragments);
  }

  /**
   * Empty for an index of another kind or of a layout that is not known here, and in a clone, whose
   * files are the original's.
   */
  public static Optional<ZoneMap> of(Index segment) {
    return of(segment, TestedLance.isLoaded());
  }

  static Optional<ZoneMap> of(Index segment, boolean isTestedLance) {
    boolean isReadable =
        isTestedLance
            && segment.indexType() == IndexType.ZONEMAP
            && segment.indexVersion() == VERSION
            && segment.baseId().isEmpty();
    return isReadable
        ? Optional.of(
            new ZoneMap(segment.uuid(), new HashSet<>(segment.fragments().orElse(List.of()))))
        : Optional.empty();
  }

  String file(TableAddress table) {
    return LanceLayout.indexFile(table.uri(), uuid.toString(), "zonemap.lance");
  }
}
