package io.sparklancedb.index;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lance.Dataset;
import org.lance.index.Index;
import org.lance.index.IndexCriteria;
import org.lance.index.IndexDescription;
import org.lance.index.IndexType;

/**
 * An index of one version, whoever made it.
 *
 * @param fields the ids of its columns
 * @param type Lance's, which is the same for all kinds of vector indexes; empty where lance-core
 *     has no name for it
 * @param fragments that its segments cover; they may be gone
 * @param segments how many it has
 * @param made when the last of them was made, where it tells
 */
record TableIndex(
    String name,
    List<Integer> fields,
    Optional<IndexType> type,
    Set<Integer> fragments,
    int segments,
    Optional<Instant> made) {
  /** Lance's own names begin so. */
  private static final String OF_LANCE = "__lance_";

  TableIndex {
    fields = List.copyOf(fields);
    fragments = Set.copyOf(fragments);
  }

  /** In the order of their names. Not by describeIndices(), which fails when rows have moved. */
  static List<TableIndex> of(Dataset dataset) {
    Map<String, List<Index>> segments = new LinkedHashMap<>();
    for (Index segment : dataset.getIndexes()) {
      segments.computeIfAbsent(segment.name(), name -> new ArrayList<>()).add(segment);
    }
    return segments.keySet().stream().sorted().map(name -> of(segments.get(name))).toList();
  }

  private static TableIndex of(List<Index> segments) {
    Set<Integer> fragments = new HashSet<>();
    segments.forEach(segment -> segment.fragments().ifPresent(fragments::addAll));
    Index first = segments.get(0);
    return new TableIndex(
        first.name(),
        first.fields(),
        Optional.ofNullable(first.indexType()),
        fragments,
        segments.size(),
        segments.stream().flatMap(s -> s.createdAt().stream()).max(Comparator.naturalOrder()));
  }

  /** Whether Lance uses it internally. Such an index has no column. */
  boolean isOfLance() {
    return name.startsWith(OF_LANCE);
  }

  boolean isOfVectors() {
    return type.filter(known -> known.getValue() >= IndexType.VECTOR.getValue()).isPresent();
  }

  /** What Lance tells of it; empty of its own. */
  Optional<IndexDescription> describe(Dataset dataset) {
    return isOfLance()
        ? Optional.empty()
        : dataset.describeIndices(new IndexCriteria.Builder().hasName(name).build()).stream()
            .findFirst();
  }
}
