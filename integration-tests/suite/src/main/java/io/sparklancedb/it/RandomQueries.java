package io.sparklancedb.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Queries in Spark's SQL over {@link FilterColumn}s of a view, each with one right answer: rows
 * that are limited are ordered by all that is returned. The same ones for the same seed.
 */
public final class RandomQueries {
  private static final List<String> INTEGERS =
      List.of("`select`", "`Upper`", "`it's`", "id", "`dou\"ble`");

  private final List<FilterColumn> columns;
  private final RandomPredicates predicates;
  private final Random random;

  public RandomQueries(long seed) {
    this.columns = FilterColumn.all();
    this.predicates = new RandomPredicates(columns, seed);
    this.random = new Random(seed);
  }

  /**
   * @param view the table's name
   */
  public String next(String view) {
    return switch (random.nextInt(4)) {
      case 0 -> rows(view);
      case 1 -> "SELECT " + measures() + from(view);
      case 2 -> grouped(view);
      default -> top(view);
    };
  }

  private String rows(String view) {
    return "SELECT id, " + text(column()) + ", " + text(column()) + from(view);
  }

  private String grouped(String view) {
    List<String> keys = columns(1 + random.nextInt(2));
    String selected = keys.stream().map(RandomQueries::text).collect(Collectors.joining(", "));
    return "SELECT %s, %s%s GROUP BY %s"
        .formatted(selected, measures(), from(view), String.join(", ", keys));
  }

  private String top(String view) {
    List<String> keys = columns(1 + random.nextInt(3));
    if (random.nextInt(3) > 0) {
      keys.add("id");
    }
    boolean total = keys.get(keys.size() - 1).equals("id");
    String selected =
        Stream.concat(keys.stream(), total ? Stream.of(column()) : Stream.empty())
            .map(RandomQueries::text)
            .collect(Collectors.joining(", "));
    String order =
        keys.stream()
            .map(key -> key + oneOf(List.of("", " ASC NULLS LAST", " DESC", " DESC NULLS FIRST")))
            .collect(Collectors.joining(", "));
    return "SELECT %s%s ORDER BY %s LIMIT %d%s"
        .formatted(
            selected,
            from(view),
            order,
            1 + random.nextInt(40),
            random.nextInt(4) == 0 ? " OFFSET 5" : "");
  }

  private String measures() {
    return Stream.generate(this::measure)
        .limit(1 + random.nextInt(3))
        .collect(Collectors.joining(", "));
  }

  /** Of floating point neither sums, which depend on the order, nor bounds: which zero is it? */
  private String measure() {
    return switch (random.nextInt(6)) {
      case 0 -> "count(*)";
      case 1 -> "count(" + column() + ")";
      case 2 -> "sum(" + oneOf(INTEGERS.subList(0, 4)) + ")";
      case 3 -> "avg(" + oneOf(INTEGERS.subList(0, 3)) + ")";
      default -> {
        String function = random.nextBoolean() ? "min(" : "max(";
        yield text(function + plain() + ")");
      }
    };
  }

  private String plain() {
    return oneOf(
        columns.stream()
            .filter(column -> !List.of("float", "double").contains(column.type()))
            .map(FilterColumn::name)
            .toList());
  }

  private String from(String view) {
    return " FROM " + view + (random.nextInt(4) == 0 ? "" : " WHERE " + predicates.next());
  }

  private List<String> columns(int count) {
    return new ArrayList<>(Stream.generate(this::column).limit(count).distinct().toList());
  }

  private String column() {
    return oneOf(columns).name();
  }

  /** Arrays of bytes have no text of their own. */
  private static String text(String expression) {
    return expression.contains("`bin%`") ? "hex(" + expression + ")" : expression;
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
