package io.sparklancedb.filter;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/** Says why a predicate has no translation: by its first part that has none. */
final class FilterRefusal {
  private final Schema schema;
  private final ColumnPredicates columnPredicates;

  FilterRefusal(Schema schema, ColumnPredicates columnPredicates) {
    this.schema = schema;
    this.columnPredicates = columnPredicates;
  }

  /** Without a value of the predicate. */
  String reason(Predicate predicate) {
    return untranslatable(predicate)
        .map(part -> ExpressionText.of(part) + ": " + reasonOfPart(part))
        .orElse("it nests deeper than Lance's parser goes");
  }

  /** Without recursion, as Spark nests thousands. */
  private Optional<Predicate> untranslatable(Predicate predicate) {
    Deque<Predicate> open = new ArrayDeque<>(List.of(predicate));
    while (!open.isEmpty()) {
      Predicate next = open.pop();
      if (isConnective(next)) {
        Expression[] children = next.children();
        for (int i = children.length - 1; i >= 0; i--) {
          open.push((Predicate) children[i]);
        }
      } else if (columnPredicates.condition(next, Polarity.TRUE).isEmpty()
          || columnPredicates.condition(next, Polarity.FALSE).isEmpty()) {
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  private static boolean isConnective(Predicate predicate) {
    return List.of("AND", "OR", "NOT").contains(predicate.name())
        && Arrays.stream(predicate.children()).allMatch(Predicate.class::isInstance);
  }

  private String reasonOfPart(Predicate part) {
    List<NamedReference> columns = columns(part);
    if (columns.size() > 1) {
      return "it compares columns with each other";
    }
    for (Expression side : part.children()) {
      if (!(side instanceof NamedReference) && !(side instanceof Literal<?>)) {
        return ExpressionText.of(side) + " is neither a column nor a value";
      }
    }
    return columns.isEmpty()
        ? "it names no column"
        : reasonOfColumn(List.of(columns.get(0).fieldNames()), part);
  }

  private static List<NamedReference> columns(Predicate part) {
    return Arrays.stream(part.children())
        .filter(NamedReference.class::isInstance)
        .map(NamedReference.class::cast)
        .toList();
  }

  private String reasonOfColumn(List<String> path, Predicate part) {
    String name = "column '" + String.join(".", path) + "'";
    Optional<Column> column = Column.find(schema, path);
    if (column.isEmpty()) {
      return "Lance does not see " + name + " as Spark reads it";
    }
    Optional<ColumnDomain> domain = column.get().domain();
    if (domain.isEmpty()) {
      return "Lance does not compare " + name + " as Spark does";
    }
    for (Expression side : part.children()) {
      if (side instanceof Literal<?> literal && !domain.get().holds().test(literal.dataType())) {
        return name + " holds no values of type " + literal.dataType().sql();
      }
    }
    return "Lance's SQL has no condition that is true for exactly the same rows";
  }
}
