package io.sparklancedb.types;

import io.sparklancedb.error.TypeErrors;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.StructType;

/** Finds a struct's fields by name, and remembers which were asked for. */
final class NameIndex {
  private final Map<String, List<Integer>> byName = new HashMap<>();
  private final Map<String, List<Integer>> byNormalForm = new HashMap<>();
  private final BitSet taken = new BitSet();
  private final String[] fieldNames;
  private final CaseSensitivity names;
  private final Set<String> wanted;

  /**
   * @param wanted all that are asked for: a field that is spelled like one of them is no other's
   */
  NameIndex(StructType struct, CaseSensitivity names, Set<String> wanted) {
    this.fieldNames = struct.fieldNames();
    this.names = names;
    this.wanted = wanted;
    for (int i = 0; i < fieldNames.length; i++) {
      add(byName, fieldNames[i], i);
      add(byNormalForm, names.normalForm(fieldNames[i]), i);
    }
  }

  private static void add(Map<String, List<Integer>> index, String name, int ordinal) {
    index.computeIfAbsent(name, absent -> new ArrayList<>(1)).add(ordinal);
  }

  /**
   * {@link ColumnMapping#ABSENT} when there is no such field. A name that is spelled alike wins
   * over the others.
   */
  int take(String path, String name) {
    List<Integer> found = byName.get(name);
    if (found == null) {
      found = inOtherCase(path, name);
    }
    if (found.size() > 1) {
      throw TypeErrors.ambiguousColumn(ColumnPath.field(path, name));
    }
    if (found.isEmpty()) {
      return ColumnMapping.ABSENT;
    }
    taken.set(found.get(0));
    return found.get(0);
  }

  private List<Integer> inOtherCase(String path, String name) {
    List<Integer> found =
        byNormalForm.getOrDefault(names.normalForm(name), List.of()).stream()
            .filter(ordinal -> !wanted.contains(fieldNames[ordinal]))
            .toList();
    if (found.size() == 1 && taken.get(found.get(0))) {
      throw TypeErrors.severalColumnsMeant(
          ColumnPath.field(path, fieldNames[found.get(0)]), ColumnPath.field(path, name));
    }
    return found;
  }

  List<String> notTaken() {
    return IntStream.range(0, fieldNames.length)
        .filter(i -> !taken.get(i))
        .mapToObj(i -> fieldNames[i])
        .toList();
  }
}
