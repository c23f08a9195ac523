package io.sparklancedb.index;

import io.sparklancedb.layout.LanceLayout;
import io.sparklancedb.layout.ZoneMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lance.Dataset;
import org.lance.index.Index;
import org.lance.index.IndexType;
import org.lance.ipc.ScanOptions;

/**
 * What the scalar indexes of one version tell about columns at the top of the table.
 *
 * @param fragmentsOfColumn those that the column's B-Tree or bitmap covers: it answers comparisons
 *     exactly and without reading the column; no row of other fragments is in it
 * @param zoneMapsOfColumn the segments of the column's zone maps
 * @param unreliableColumns columns by whose indexes Lance finds too few rows
 */
public record ScalarIndexes(
    Map<String, Set<Integer>> fragmentsOfColumn,
    Map<String, List<ZoneMap>> zoneMapsOfColumn,
    Set<String> unreliableColumns) {
  private static final Set<IndexType> EXACT = Set.of(IndexType.BTREE, IndexType.BITMAP);

  /** Indexes that answer with row addresses, and not with rows. */
  private static final Set<IndexType> OF_ADDRESSES =
      Set.of(IndexType.ZONEMAP, IndexType.BLOOM_FILTER);

  public ScalarIndexes {
    fragmentsOfColumn = Map.copyOf(fragmentsOfColumn);
    zoneMapsOfColumn = Map.copyOf(zoneMapsOfColumn);
    unreliableColumns = Set.copyOf(unreliableColumns);
  }

  public static ScalarIndexes of(Dataset dataset) {
    Map<Integer, String> columns = new HashMap<>();
    dataset.getLanceSchema().fields().forEach(f -> columns.put(f.getId(), f.getName()));
    Map<String, List<Index>> segmentsOfColumn = new HashMap<>();
    // Not describeIndices(), which fails when a compaction has left indexes for later.
    List<Index> segments = dataset.getIndexes();
    for (Index segment : segments) {
      if (segment.fields().size() == 1 && columns.containsKey(segment.fields().get(0))) {
        segmentsOfColumn
            .computeIfAbsent(columns.get(segment.fields().get(0)), c -> new ArrayList<>())
            .add(segment);
      }
    }
    // Lance 7.0.0 takes these addresses for row ids, and for those of the rows that have moved.
    boolean addressesAreWrong = dataset.hasStableRowIds() || haveMoved(segments);
    Map<String, Set<Integer>> covered = new HashMap<>();
    Map<String, List<ZoneMap>> zoneMaps = new HashMap<>();
    Set<String> unreliableColumns = new HashSet<>();
    segmentsOfColumn.forEach(
        (column, ofColumn) -> {
          coverage(ofColumn).ifPresent(found -> covered.put(column, found));
          List<ZoneMap> found = ofColumn.stream().flatMap(s -> ZoneMap.of(s).stream()).toList();
          if (!found.isEmpty()) {
            zoneMaps.put(column, found);
          }
          if (addressesAreWrong && ofColumn.stream().anyMatch(s -> isOf(OF_ADDRESSES, s))) {
            unreliableColumns.add(column);
          }
        });
    return new ScalarIndexes(covered, zoneMaps, unreliableColumns);
  }

  /** Whether a compaction has left it for later to tell the indexes where the rows are now. */
  public static boolean haveMoved(Dataset dataset) {
    return haveMoved(dataset.getIndexes());
  }

  private static boolean haveMoved(List<Index> segments) {
    return segments.stream()
        .anyMatch(segment -> segment.name().equals(LanceLayout.MOVED_ROWS_INDEX));
  }

  /**
   * Lets a scan return only the rows that meet a condition in Lance's SQL, on whatever columns. No
   * index is used if one is unreliable.
   *
   * @return the scan
   */
  public static ScanOptions.Builder applyTo(
      String condition, Dataset dataset, ScanOptions.Builder scan) {
    return scan.filter(condition).useScalarIndex(of(dataset).unreliableColumns().isEmpty());
  }

  /** Where a column has several indexes, Lance chooses: only what all of them cover is sure. */
  private static Optional<Set<Integer>> coverage(List<Index> segments) {
    Map<String, Set<Integer>> fragmentsOfIndex = new HashMap<>();
    for (Index segment : segments) {
      if (!isOf(EXACT, segment)) {
        return Optional.empty();
      }
      fragmentsOfIndex
          .computeIfAbsent(segment.name(), name -> new HashSet<>())
          .addAll(segment.fragments().orElse(List.of()));
    }
    Set<Integer> common = null;
    for (Set<Integer> covered : fragmentsOfIndex.values()) {
      if (common == null) {
        common = covered;
      } else {
        common.retainAll(covered);
      }
    }
    return Optional.ofNullable(common).filter(fragments -> !fragments.isEmpty());
  }

  /** The type is null where lance-core has no name for it. */
  private static boolean isOf(Set<IndexType> types, Index segment) {
    return segment.indexType() != null && types.contains(segment.indexType());
  }

  /** Those by which a filter can leave out fragments. */
  public Set<String> columns() {
    Set<String> columns = new HashSet<>(fragmentsOfColumn.keySet());
    columns.addAll(zoneMapsOfColumn.keySet());
    return columns;
  }

  /** Whether all the columns' indexes cover the fragment. */
  public boolean covers(int fragment, Collection<String> columns) {
    return columns.stream().allMatch(column -> fragmentsOfColumn.get(column).contains(fragment));
  }
}
