package io.sparklancedb.filter;

import static io.sparklancedb.filter.ZoneFilter.ANYWHERE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/**
 * Makes zone filters of Spark's predicates: of comparisons, IN, null tests and prefixes of a
 * column, and of AND and OR of them. Any other predicate may be true anywhere.
 */
final class ZoneFilters {
  private final Schema schema;

  ZoneFilters(Schema schema) {
    this.schema = schema;
  }

  ZoneFilter of(Predicate predicate) {
    return of(predicate, 0);
  }

  private ZoneFilter of(Predicate predicate, int depth) {
    if (depth > FilterTranslator.MAX_NESTING) {
      return ANYWHERE;
    }
    return switch (predicate.name()) {
      case "AND" -> new ZoneFilter.All(parts(predicate, depth));
      case "OR" -> new ZoneFilter.Any(parts(predicate, depth));
      default -> ofColumn(predicate);
    };
  }

  private List<ZoneFilter> parts(Predicate predicate, int depth) {
    return FilterTranslator.chain(predicate).stream().map(part -> of(part, depth + 1)).toList();
  }

  private ZoneFilter ofColumn(Predicate predicate) {
    Expression[] children = predicate.children();
    boolean mirrored = children.length == 2 && children[0] instanceof Literal<?>;
    Optional<NamedReference> reference =
        Arrays.stream(children)
            .filter(NamedReference.class::isInstance)
            .map(NamedReference.class::cast)
            .findFirst();
    Optional<Column> column = reference.flatMap(this::column);
    if (column.isEmpty()) {
      return ANYWHERE;
    }
    Optional<List<OrderedValue>> values = values(children, column.get());
    return values
        .flatMap(v -> test(predicate.name(), v, children.length - 1, mirrored))
        .<ZoneFilter>map(test -> new ZoneFilter.OfColumn(reference.get().fieldNames()[0], test))
        .orElse(ANYWHERE);
  }

  /** Only at the top of the table, where indexes are. */
  private Optional<Column> column(NamedReference reference) {
    return reference.fieldNames().length == 1
        ? Column.find(schema, List.of(reference.fieldNames()))
            .filter(column -> column.domain().isPresent() && isInOrder(column.type()))
        : Optional.empty();
  }

  /**
   * Whether Spark reads every stored value, and in the order in which Lance compares them. Counts
   * of longer units do not all have their microseconds.
   */
  private static boolean isInOrder(ArrowType type) {
    if (type instanceof ArrowType.Date date) {
      return date.getUnit() == DateUnit.DAY;
    }
    if (type instanceof ArrowType.Timestamp timestamp) {
      return isFine(timestamp.getUnit());
    }
    if (type instanceof ArrowType.Duration duration) {
      return isFine(duration.getUnit());
    }
    return !(type instanceof ArrowType.Time time) || isFine(time.getUnit());
  }

  private static boolean isFine(TimeUnit unit) {
    return unit == TimeUnit.MICROSECOND || unit == TimeUnit.NANOSECOND;
  }

  /** The literals but nulls; empty when there is anything else beside the column. */
  private static Optional<List<OrderedValue>> values(Expression[] children, Column column) {
    List<OrderedValue> values = new ArrayList<>();
    int columns = 0;
    for (Expression child : children) {
      if (child instanceof NamedReference) {
        columns++;
      } else if (!(child instanceof Literal<?> literal)) {
        return Optional.empty();
      } else if (literal.value() != null) {
        Optional<OrderedValue> value =
            column
                .domain()
                .filter(domain -> domain.holds().test(literal.dataType()))
                .flatMap(domain -> OrderedValue.of(literal.value(), literal.dataType()));
        if (value.isEmpty()) {
          return Optional.empty();
        }
        values.add(value.get());
      }
    }
    return columns == 1 ? Optional.of(values) : Optional.empty();
  }

  /**
   * @param literals how many there are with nulls
   */
  private static Optional<ZoneTest> test(
      String name, List<OrderedValue> values, int literals, boolean mirrored) {
    boolean isNull = values.size() < literals;
    return switch (name) {
      case "IS_NULL" -> Optional.of(new ZoneTest.IsNull());
      case "IS_NOT_NULL" -> Optional.of(new ZoneTest.IsNotNull());
      case "IN" -> Optional.of(new ZoneTest.IsIn(values));
      case "<=>" ->
          Optional.of(
              isNull
                  ? new ZoneTest.IsNull()
                  : new ZoneTest.Compares(Comparison.EQUAL, values.get(0)));
      case "STARTS_WITH" ->
          isNull || mirrored
              ? Optional.empty()
              : Optional.of(new ZoneTest.StartsWith(values.get(0)));
      default ->
          isNull
              ? Optional.empty()
              : Comparison.named(name)
                  .map(comparison -> mirrored ? comparison.mirrored() : comparison)
                  .map(comparison -> new ZoneTest.Compares(comparison, values.get(0)));
    };
  }
}
