package io.sparklancedb.read;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.connector.expressions.NullOrdering;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.lance.ipc.ColumnOrdering;

/** The first rows in an order. Ties are broken arbitrarily. */
record TopRows(List<Key> keys, int count) implements Serializable {
  /** Lance sorts the values of all returned columns, so Spark does it when there are more rows. */
  private static final int MOST_ROWS = 10_000;

  /** One column of the order. */
  record Key(String column, boolean ascending, boolean nullsFirst) implements Serializable {
    @Override
    public String toString() {
      return column
          + (ascending ? " ASC" : " DESC")
          + (nullsFirst ? " NULLS FIRST" : " NULLS LAST");
    }
  }

  TopRows {
    keys = List.copyOf(keys);
  }

  /** Empty when Lance does not order exactly so. */
  static Optional<TopRows> of(SortOrder[] orders, int count, Schema table) {
    if (count > MOST_ROWS || count < 1) {
      return Optional.empty();
    }
    List<Key> keys = new ArrayList<>();
    for (SortOrder order : orders) {
      Optional<TopLevelColumn> column = TopLevelColumn.of(order.expression(), table);
      if (column.isEmpty()) {
        return Optional.empty();
      }
      keys.add(
          new Key(
              column.get().field().getName(),
              order.direction() == SortDirection.ASCENDING,
              order.nullOrdering() == NullOrdering.NULLS_FIRST));
    }
    return Optional.of(new TopRows(keys, count));
  }

  /** Why Lance does not order so. */
  static String refusal(SortOrder[] orders, int count, Schema table) {
    return Arrays.stream(orders)
        .map(SortOrder::expression)
        .filter(expression -> TopLevelColumn.of(expression, table).isEmpty())
        .findFirst()
        .map(expression -> TopLevelColumn.refusal(expression, table))
        .orElse("Lance is asked for 1 to %d rows".formatted(MOST_ROWS));
  }

  List<String> columns() {
    return keys.stream().map(Key::column).distinct().toList();
  }

  List<ColumnOrdering> orderings() {
    return keys.stream().map(TopRows::ordering).toList();
  }

  private static ColumnOrdering ordering(Key key) {
    ColumnOrdering.Builder ordering = new ColumnOrdering.Builder();
    ordering.setColumnName(key.column());
    ordering.setAscending(key.ascending());
    ordering.setNullFirst(key.nullsFirst());
    return ordering.build();
  }

  @Override
  public String toString() {
    return keys.stream().map(Key::toString).collect(Collectors.joining(", ")) + " LIMIT " + count;
  }
}
