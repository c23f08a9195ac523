package io.sparklancedb.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.index.Index;
import org.lance.index.IndexCriteria;
import org.lance.index.IndexDescription;
import org.lance.index.IndexType;
import org.lance.schema.LanceField;

/**
 * An index of words.
 *
 * @param column its name, or its path in structs
 * @param fragments that it covers
 */
record TextIndex(String name, String column, Set<Integer> fragments) {
  private static final String NO_POSITIONS = "\"with_position\":false";

  /** One for each column, in the order of the table. */
  static List<TextIndex> of(Dataset dataset) {
    Map<Integer, Set<Integer>> fragments = new LinkedHashMap<>();
    Map<Integer, String> names = new LinkedHashMap<>();
    for (Index segment : dataset.getIndexes()) {
      if (segment.indexType() == IndexType.INVERTED && segment.fields().size() == 1) {
        int field = segment.fields().get(0);
        names.putIfAbsent(field, segment.name());
        fragments
            .computeIfAbsent(field, f -> new HashSet<>())
            .addAll(segment.fragments().orElse(List.of()));
      }
    }
    List<TextIndex> indexes = new ArrayList<>();
    add(dataset.getLanceSchema().fields(), "", names, fragments, indexes);
    return indexes;
  }

  private static void add(
      List<LanceField> fields,
      String parents,
      Map<Integer, String> names,
      Map<Integer, Set<Integer>> fragments,
      List<TextIndex> indexes) {
    for (LanceField field : fields) {
      String path = parents + field.getName();
      Optional.ofNullable(names.get(field.getId()))
          .ifPresent(name -> indexes.add(new TextIndex(name, path, fragments.get(field.getId()))));
      add(field.getChildren(), path + ".", names, fragments, indexes);
    }
  }

  /** Whether it certainly does not know where in a text a word stands. */
  boolean lacksPositions(Dataset dataset) {
    IndexCriteria named = new IndexCriteria.Builder().hasName(name).build();
    return dataset.describeIndices(named).stream()
        .map(IndexDescription::getDetailsJson)
        .anyMatch(details -> details != null && details.contains(NO_POSITIONS));
  }

  /** Rows that it does not cover. */
  long rowsMissing(Dataset dataset) {
    return dataset.getFragments().stream()
        .filter(fragment -> !fragments.contains(fragment.getId()))
        .map(Fragment::metadata)
        .mapToLong(metadata -> metadata.getNumRows())
        .sum();
  }
}
