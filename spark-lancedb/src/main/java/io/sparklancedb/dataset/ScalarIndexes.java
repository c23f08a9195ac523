package io.sparklancedb.dataset;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lance.Dataset;
import org.lance.index.Index;
import org.lance.index.IndexDescription;

/**
 * The indexes of one version that answer comparisons of a column exactly and without reading the
 * column: B-Trees and bitmaps on one column at the top of the table.
 *
 * @param fragmentsOfColumn those that the index of the column covers; none of the others is in it
 */
public record ScalarIndexes(Map<String, Set<Integer>> fragmentsOfColumn) {
  private static final Set<String> EXACT = Set.of("btree", "bitmap");

  public ScalarIndexes {
    fragmentsOfColumn = Map.copyOf(fragmentsOfColumn);
  }

  public static ScalarIndexes of(Dataset dataset) {
    Map<Integer, String> columns = new HashMap<>();
    dataset.getLanceSchema().fields().forEach(f -> columns.put(f.getId(), f.getName()));
    Map<String, List<IndexDescription>> indexesOfColumn = new HashMap<>();
    for (IndexDescription index : dataset.describeIndices()) {
      if (index.getFieldIds().size() == 1 && columns.containsKey(index.getFieldIds().get(0))) {
        indexesOfColumn
            .computeIfAbsent(columns.get(index.getFieldIds().get(0)), c -> new ArrayList<>())
            .add(index);
      }
    }
    Map<String, Set<Integer>> covered = new HashMap<>();
    indexesOfColumn.forEach(
        (column, indexes) -> coverage(indexes).ifPresent(found -> covered.put(column, found)));
    return new ScalarIndexes(covered);
  }

  /** Where a column has several indexes, Lance chooses: only what all of them cover is sure. */
  private static Optional<Set<Integer>> coverage(List<IndexDescription> indexes) {
    Set<Integer> common = null;
    for (IndexDescription index : indexes) {
      Set<Integer> covered = new HashSet<>();
      for (Index segment : index.getSegments()) {
        segment.fragments().ifPresent(covered::addAll);
      }
      if (!EXACT.contains(index.getIndexType().toLowerCase(Locale.ROOT))) {
        return Optional.empty();
      }
      if (common == null) {
        common = covered;
      } else {
        common.retainAll(covered);
      }
    }
    return Optional.ofNullable(common).filter(fragments -> !fragments.isEmpty());
  }

  public Set<String> columns() {
    return fragmentsOfColumn.keySet();
  }

  /** Whether all the columns' indexes cover the fragment. */
  public boolean cover(int fragment, Collection<String> columns) {
    return columns.stream().allMatch(column -> fragmentsOfColumn.get(column).contains(fragment));
  }
}
