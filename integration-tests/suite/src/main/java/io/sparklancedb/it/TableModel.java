package io.sparklancedb.it;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a table is to hold: a column {@code id}, {@code n}, a struct {@code s} with a field {@code
 * a}, and columns of that struct and of the table that come and go.
 *
 * <p>A row is its values by their paths, such as {@code s.a}; {@code s} itself is true where the
 * struct is not null. Nulls are left out.
 */
public final class TableModel {
  /** The struct. */
  public static final String STRUCT = "s";

  private final boolean isKeyed;
  private final Map<String, String> types = new LinkedHashMap<>();
  private List<Map<String, Object>> rows = new ArrayList<>();

  public TableModel(boolean isKeyed) {
    this.isKeyed = isKeyed;
    types.put("id", "BIGINT");
    types.put("n", "INT");
    types.put("s.a", "INT");
  }

  public TableModel copy() {
    TableModel copy = new TableModel(isKeyed);
    copy.types.clear();
    copy.types.putAll(types);
    rows.forEach(row -> copy.rows.add(new TreeMap<>(row)));
    return copy;
  }

  public boolean isKeyed() {
    return isKeyed;
  }

  public int size() {
    return rows.size();
  }

  /** The types of columns and fields by their paths. */
  public Map<String, String> types() {
    return types;
  }

  /** Inserts a row by the table's rules. */
  public void insert(Map<String, Object> row) {
    if (isKeyed) {
      rows.removeIf(old -> old.get("id").equals(row.get("id")));
    }
    rows.add(new TreeMap<>(row));
  }

  public void delete(Predicate<Map<String, Object>> condition) {
    rows.removeIf(condition);
  }

  /** Puts other rows in the place of each; null for none. */
  public void replaceAll(Function<Map<String, Object>, Map<String, Object>> change) {
    rows =
        rows.stream()
            .map(change)
            .filter(row -> row != null)
            .collect(Collectors.toCollection(ArrayList::new));
  }

  public List<Map<String, Object>> rows() {
    return List.copyOf(rows);
  }

  public boolean hasId(long id) {
    return rows.stream().anyMatch(row -> Long.valueOf(id).equals(row.get("id")));
  }

  public void drop(String path) {
    types.remove(path);
    rows.forEach(row -> row.remove(path));
  }

  public void rename(String path, String newPath) {
    Map<String, String> renamed = new LinkedHashMap<>();
    types.forEach((old, type) -> renamed.put(old.equals(path) ? newPath : old, type));
    types.clear();
    types.putAll(renamed);
    rows.forEach(
        row -> {
          Object value = row.remove(path);
          if (value != null) {
            row.put(newPath, value);
          }
        });
  }

  /** What a query selects of the rows. */
  public String selection() {
    return String.join(", ", types.keySet()) + ", if(s IS NULL, null, 'struct')";
  }

  /** The rows that the condition holds for as that query returns them, sorted. */
  public List<String> text(Predicate<Map<String, Object>> condition) {
    return rows.stream().filter(condition).map(this::text).sorted().toList();
  }

  private String text(Map<String, Object> row) {
    String values =
        types.keySet().stream()
            .map(path -> String.valueOf(row.get(path)))
            .collect(Collectors.joining(","));
    return values + "," + (row.containsKey(STRUCT) ? "struct" : "null");
  }
}
