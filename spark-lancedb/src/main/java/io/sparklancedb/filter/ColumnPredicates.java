package io.sparklancedb.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** Predicates about one column: where each is true, and where it is false. */
final class ColumnPredicates {
  private final Schema schema;

  ColumnPredicates(Schema schema) {
    this.schema = schema;
  }

  Optional<SqlCondition> condition(Predicate predicate, Polarity polarity) {
    Expression[] children = predicate.children();
    return switch (predicate.name()) {
      case "ALWAYS_TRUE" -> Optional.of(constant(polarity == Polarity.TRUE));
      case "ALWAYS_FALSE" -> Optional.of(constant(polarity == Polarity.FALSE));
      case "IS_NULL" -> column(children[0]).map(column -> nullTest(column, polarity));
      case "IS_NOT_NULL" -> column(children[0]).map(column -> nullTest(column, polarity.negated()));
      case "BOOLEAN_EXPRESSION" -> booleanColumn(children[0], polarity);
      case "IN" -> in(children, polarity);
      case "<=>" -> nullSafeEqual(children, polarity);
      case "STARTS_WITH" -> text(children, polarity, TextPrefix::condition);
      case "ENDS_WITH" -> text(children, polarity, ColumnPredicates::endsWith);
      case "CONTAINS" -> text(children, polarity, ColumnPredicates::contains);
      default ->
          Comparison.named(predicate.name())
              .flatMap(comparison -> comparison(children, polarity.of(comparison)));
    };
  }

  Optional<SqlCondition> in(List<String> path, DataType type, List<?> values, Polarity polarity) {
    return Column.find(schema, path)
        .flatMap(
            column ->
                column
                    .domain()
                    .filter(domain -> domain.holds().test(type))
                    .flatMap(domain -> MemberTest.of(domain, values))
                    .map(test -> test.condition(column.sql(), polarity)));
  }

  private static SqlCondition constant(boolean value) {
    return value ? SqlCondition.ALWAYS : SqlCondition.NEVER;
  }

  private static SqlCondition nullTest(Column column, Polarity polarity) {
    return polarity == Polarity.TRUE
        ? SqlCondition.isNull(column.sql())
        : SqlCondition.isNotNull(column.sql());
  }

  private Optional<SqlCondition> booleanColumn(Expression child, Polarity polarity) {
    if (child instanceof Predicate predicate) {
      return condition(predicate, polarity);
    }
    return column(child)
        .filter(column -> column.type() instanceof ArrowType.Bool)
        .map(column -> SqlCondition.of(column.sql() + " = " + (polarity == Polarity.TRUE)));
  }

  private Optional<SqlCondition> comparison(Expression[] sides, Comparison comparison) {
    if (sides[0] instanceof Literal<?> literal) {
      return comparison(sides[1], comparison.mirrored(), literal);
    }
    return sides[1] instanceof Literal<?> literal
        ? comparison(sides[0], comparison, literal)
        : Optional.empty();
  }

  private Optional<SqlCondition> comparison(
      Expression reference, Comparison comparison, Literal<?> literal) {
    return column(reference)
        .flatMap(
            column ->
                literal.value() == null
                    ? Optional.of(SqlCondition.NEVER)
                    : operand(column, literal)
                        .map(operand -> operand.compare(column.sql(), comparison)));
  }

  private Optional<SqlCondition> nullSafeEqual(Expression[] sides, Polarity polarity) {
    Expression reference = sides[0] instanceof Literal<?> ? sides[1] : sides[0];
    Expression other = reference == sides[0] ? sides[1] : sides[0];
    if (!(other instanceof Literal<?> literal)) {
      return Optional.empty();
    }
    return column(reference)
        .flatMap(
            column ->
                literal.value() == null
                    ? Optional.of(nullTest(column, polarity))
                    : operand(column, literal)
                        .map(operand -> nullSafeEqual(column.sql(), operand, polarity)));
  }

  private static SqlCondition nullSafeEqual(String column, Operand operand, Polarity polarity) {
    SqlCondition compared = operand.compare(column, polarity.of(Comparison.EQUAL));
    return polarity == Polarity.TRUE
        ? compared
        : SqlCondition.or(List.of(SqlCondition.isNull(column), compared));
  }

  private Optional<SqlCondition> in(Expression[] children, Polarity polarity) {
    List<Object> values = new ArrayList<>(children.length - 1);
    DataType type = null;
    for (Expression child : Arrays.asList(children).subList(1, children.length)) {
      if (!(child instanceof Literal<?> literal)
          || (type != null && !type.equals(literal.dataType()))) {
        return Optional.empty();
      }
      type = literal.dataType();
      values.add(literal.value());
    }
    if (type == null || !(children[0] instanceof NamedReference reference)) {
      return Optional.empty();
    }
    return in(List.of(reference.fieldNames()), type, values, polarity);
  }

  private Optional<SqlCondition> text(Expression[] children, Polarity polarity, TextTest test) {
    if (!(children[1] instanceof Literal<?> literal)
        || !DataTypes.StringType.equals(literal.dataType())) {
      return Optional.empty();
    }
    return column(children[0])
        .filter(ColumnPredicates::isText)
        .flatMap(
            column ->
                literal.value() == null
                    ? Optional.of(SqlCondition.NEVER)
                    : test.condition(column.sql(), (UTF8String) literal.value(), polarity));
  }

  private interface TextTest {
    Optional<SqlCondition> condition(String column, UTF8String part, Polarity polarity);
  }

  /** Not contains(): an n-gram index of Lance 7.0.0 finds nothing shorter than three characters. */
  private static Optional<SqlCondition> contains(
      String column, UTF8String part, Polarity polarity) {
    String found = polarity == Polarity.TRUE ? ") > 0" : ") = 0";
    return SqlLiteral.string(part)
        .map(literal -> SqlCondition.of("strpos(" + column + ", " + literal + found));
  }

  private static Optional<SqlCondition> endsWith(
      String column, UTF8String part, Polarity polarity) {
    String call = polarity == Polarity.TRUE ? "ends_with(" : "NOT ends_with(";
    return SqlLiteral.string(part)
        .map(literal -> SqlCondition.of(call + column + ", " + literal + ")"));
  }

  private static boolean isText(Column column) {
    return column.type() instanceof ArrowType.Utf8 || column.type() instanceof ArrowType.LargeUtf8;
  }

  private static Optional<Operand> operand(Column column, Literal<?> literal) {
    return column
        .domain()
        .filter(domain -> domain.holds().test(literal.dataType()))
        .flatMap(domain -> domain.operands().apply(literal.value()));
  }

  private Optional<Column> column(Expression expression) {
    return expression instanceof NamedReference reference
        ? Column.find(schema, List.of(reference.fieldNames()))
        : Optional.empty();
  }
}
