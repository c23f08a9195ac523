package io.sparklancedb.it;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Makes up statements on a table and does to its model what they do to it. */
public final class RandomStatement {
  private static final int IDS = 40;
  private static final int MANY_ROWS = 300;

  private final String table;
  private final Random random;
  private final TableModel model;

  public RandomStatement(String table, Random random, TableModel model) {
    this.table = table;
    this.random = random;
    this.model = model;
  }

  private record Condition(String sql, Predicate<Map<String, Object>> holds) {}

  /** The next statement; the model has its effect already. */
  public String next() {
    if (model.size() > MANY_ROWS) {
      return random.nextBoolean() ? truncate() : overwrite();
    }
    return switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> insert();
      case 4 -> insertFromItself();
      case 5, 6 -> update();
      case 7, 8 -> delete();
      case 9, 10, 11 -> merge();
      case 12 -> replaceWhere();
      case 13 -> random.nextInt(4) == 0 ? truncate() : overwrite();
      default -> alter();
    };
  }

  private String insert() {
    return "INSERT INTO " + rowsInto();
  }

  private String overwrite() {
    model.delete(row -> true);
    return "INSERT OVERWRITE " + rowsInto();
  }

  private String replaceWhere() {
    Condition condition = pushed();
    model.delete(condition.holds);
    return "INSERT INTO " + table + " REPLACE WHERE " + condition.sql + " " + newRows();
  }

  private String truncate() {
    model.delete(row -> true);
    return "TRUNCATE TABLE " + table;
  }

  private String rowsInto() {
    return table + " " + newRows();
  }

  /**
   * A query of rows with ids that follow each other; in a table without a key each may be twice.
   */
  private String newRows() {
    long from = random.nextInt(IDS);
    long to = from + 1 + random.nextInt(12);
    int copies = model.isKeyed() ? 1 : 1 + random.nextInt(2);
    boolean hasStruct = random.nextInt(8) > 0;
    Map<String, Integer> added = new TreeMap<>();
    List<String> fields = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    model
        .types()
        .forEach(
            (path, type) -> {
              String value = "NULL";
              if (path.equals("id")) {
                value = "id";
              } else if (random.nextInt(4) > 0) {
                added.put(path, random.nextInt(100));
                value = "id + " + added.get(path);
              }
              String text = "cast(%s AS %s)".formatted(value, type);
              if (path.startsWith("s.")) {
                fields.add("'%s', %s".formatted(path.substring(2), text));
              } else {
                columns.add(text + " AS " + path);
              }
            });
    String struct = "named_struct(" + String.join(", ", fields) + ")";
    columns.add(2, hasStruct ? struct + " AS s" : "if(true, null, " + struct + ") AS s");
    for (int copy = 0; copy < copies; copy++) {
      LongStream.range(from, to).forEach(id -> model.insert(row(id, added, hasStruct)));
    }
    return "SELECT %s FROM (%s)"
        .formatted(
            String.join(", ", columns),
            Collections.nCopies(copies, "SELECT id FROM range(%d, %d)".formatted(from, to)).stream()
                .collect(Collectors.joining(" UNION ALL ")));
  }

  private static Map<String, Object> row(long id, Map<String, Integer> added, boolean hasStruct) {
    Map<String, Object> row = new TreeMap<>();
    row.put("id", id);
    added.forEach(
        (path, value) -> {
          if (hasStruct || !path.startsWith("s.")) {
            row.put(path, id + value);
          }
        });
    if (hasStruct) {
      row.put(TableModel.STRUCT, true);
    }
    return row;
  }

  private String insertFromItself() {
    Condition condition = condition();
    model.rows().stream().filter(condition.holds).toList().forEach(model::insert);
    return "INSERT INTO %s SELECT * FROM %s WHERE %s".formatted(table, table, condition.sql);
  }

  private String update() {
    Condition condition = condition();
    String path = anyColumn();
    long value = random.nextInt(100);
    boolean adds = random.nextBoolean();
    model.replaceAll(
        row -> {
          if (!condition.holds.test(row)) {
            return row;
          }
          Map<String, Object> changed = new TreeMap<>(row);
          Object n = row.get("n");
          set(changed, path, adds ? n == null ? null : (Object) ((Long) n + value) : value);
          return changed;
        });
    return "UPDATE %s SET %s = %s WHERE %s"
        .formatted(table, path, adds ? "n + " + value : value, condition.sql);
  }

  /** A field of a null struct makes one that is not null. */
  private static void set(Map<String, Object> row, String path, Object value) {
    if (path.startsWith("s.")) {
      row.put(TableModel.STRUCT, true);
    }
    if (value == null) {
      row.remove(path);
    } else {
      row.put(path, value);
    }
  }

  private String delete() {
    Condition condition = condition();
    model.delete(condition.holds);
    return "DELETE FROM " + table + " WHERE " + condition.sql;
  }

  private String merge() {
    long from = random.nextInt(IDS);
    long to = from + 1 + random.nextInt(12);
    long value = random.nextInt(100);
    String path = anyColumn();
    boolean deletes = random.nextBoolean();
    boolean updates = random.nextBoolean();
    boolean inserts = random.nextBoolean() || !(deletes || updates);
    boolean deletesOthers = random.nextInt(4) == 0;
    List<Long> absent = LongStream.range(from, to).filter(id -> !model.hasId(id)).boxed().toList();
    model.replaceAll(
        row -> {
          Long id = (Long) row.get("id");
          Long n = (Long) row.get("n");
          if (id == null || id < from || id >= to) {
            return deletesOthers && n != null && n > value ? null : row;
          }
          if (deletes && n != null && n % 2 == 0) {
            return null;
          }
          Map<String, Object> changed = new TreeMap<>(row);
          if (updates) {
            set(changed, path, value);
          }
          return changed;
        });
    if (inserts) {
      absent.forEach(id -> model.insert(Map.of("id", id, "n", value)));
    }
    return "MERGE INTO %s t USING (SELECT id FROM range(%d, %d)) x ON t.id = x.id%s%s%s%s"
        .formatted(
            table,
            from,
            to,
            clause(deletes, " WHEN MATCHED AND t.n %% 2 = 0 THEN DELETE"),
            clause(updates, " WHEN MATCHED THEN UPDATE SET t.%s = %d", path, value),
            clause(inserts, " WHEN NOT MATCHED THEN INSERT (id, n) VALUES (x.id, %d)", value),
            clause(deletesOthers, " WHEN NOT MATCHED BY SOURCE AND t.n > %d THEN DELETE", value));
  }

  private static String clause(boolean isThere, String text, Object... values) {
    return isThere ? text.formatted(values) : "";
  }

  private String alter() {
    String path = (random.nextBoolean() ? "s.f" : "c") + random.nextInt(3);
    if (!model.types().containsKey(path)) {
      String type = random.nextBoolean() ? "BIGINT" : "STRING";
      model.types().put(path, type);
      return "ALTER TABLE %s ADD COLUMN %s %s".formatted(table, path, type);
    }
    String free = path.replaceAll("\\d", "") + (3 + random.nextInt(2));
    if (random.nextBoolean() && !model.types().containsKey(free)) {
      model.rename(path, free);
      return "ALTER TABLE %s RENAME COLUMN %s TO %s"
          .formatted(table, path, free.substring(free.indexOf('.') + 1));
    }
    model.drop(path);
    return "ALTER TABLE %s DROP COLUMN %s".formatted(table, path);
  }

  private String anyColumn() {
    List<String> paths = model.types().keySet().stream().filter(p -> !p.equals("id")).toList();
    return paths.get(random.nextInt(paths.size()));
  }

  /** One that Lance evaluates. */
  private Condition pushed() {
    long from = random.nextInt(IDS);
    long to = from + 1 + random.nextInt(10);
    return random.nextInt(3) == 0
        ? new Condition("n > " + 2 * from, row -> isAbove(row, "n", 2 * from))
        : new Condition(
            "id >= %d AND id < %d".formatted(from, to),
            row -> isAbove(row, "id", from - 1) && !isAbove(row, "id", to - 1));
  }

  private Condition condition() {
    int number = random.nextInt(60);
    String path = anyColumn();
    return switch (random.nextInt(6)) {
      case 0 -> new Condition(path + " IS NULL", row -> row.get(path) == null);
      case 1 ->
          new Condition(
              "n % 3 = " + number % 3,
              row -> row.get("n") != null && (Long) row.get("n") % 3 == number % 3);
      case 2 ->
          new Condition(
              "id IN (SELECT 2 * id FROM range(%d))".formatted(number / 3),
              row -> {
                Long id = (Long) row.get("id");
                return id != null && id % 2 == 0 && id / 2 < number / 3;
              });
      case 3 -> new Condition("s.a > " + number, row -> isAbove(row, "s.a", number));
      case 4 ->
          new Condition(
              "%s = '%d'".formatted(path, number),
              row -> Objects.toString(row.get(path)).equals("" + number));
      default -> pushed();
    };
  }

  private static boolean isAbove(Map<String, Object> row, String path, long value) {
    return row.get(path) != null && (Long) row.get(path) > value;
  }
}
