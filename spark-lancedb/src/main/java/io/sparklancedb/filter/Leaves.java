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
final class Leaves {
  private final Schema schema;

  Leaves(Schema schema) {
    this.schema = schema;
  }

  Optional<Condition> condition(Predicate predicate, Truth truth) {
    Expression[] children = predicate.children();
    return switch (predicate.name()) {
      case "ALWAYS_TRUE" -> Optional.of(constant(truth == Truth.TRUE));
      case "ALWAYS_FALSE" -> Optional.of(constant(truth == Truth.FALSE));
      case "IS_NULL" -> column(children[0]).map(column -> nullTest(column, truth));
      case "IS_NOT_NULL" -> column(children[0]).map(column -> nullTest(column, truth.negated()));
      case "BOOLEAN_EXPRESSION" -> booleanColumn(children[0], truth);
      case "IN" -> in(children, truth);
      case "<=>" -> nullSafeEqual(children, truth);
      case "STARTS_WITH" -> text(children, truth, TextPrefix::condition);
      case "ENDS_WITH" -> text(children, truth, Leaves::endsWith);
      case "CONTAINS" -> text(children, truth, Leaves::contains);
      default ->
          Comparison.named(predicate.name())
              .flatMap(comparison -> comparison(children, truth.of(comparison)));
    };
  }

  Optional<Condition> in(List<String> path, DataType type, List<?> values, Truth truth) {
    return Column.find(schema, path)
        .flatMap(
            column ->
                column
                    .domain()
                    .filter(domain -> domain.holds().test(type))
                    .flatMap(domain -> MemberTest.of(domain, values))
                    .map(test -> test.condition(column.sql(), truth)));
  }

  private static Condition constant(boolean value) {
    return value ? Condition.ALWAYS : Condition.NEVER;
  }

  private static Condition nullTest(Column column, Truth truth) {
    return truth == Truth.TRUE ? Condition.isNull(column.sql()) : Condition.isNotNull(column.sql());
  }

  private Optional<Condition> booleanColumn(Expression child, Truth truth) {
    if (child instanceof Predicate predicate) {
      return condition(predicate, truth);
    }
    return column(child)
        .filter(column -> column.type() instanceof ArrowType.Bool)
        .map(column -> Condition.of(column.sql() + " = " + (truth == Truth.TRUE)));
  }

  private Optional<Condition> comparison(Expression[] sides, Comparison comparison) {
    if (sides[0] instanceof Literal<?> literal) {
      return comparison(sides[1], comparison.mirrored(), literal);
    }
    return sides[1] instanceof Literal<?> literal
        ? comparison(sides[0], comparison, literal)
        : Optional.empty();
  }

  private Optional<Condition> comparison(
      Expression reference, Comparison comparison, Literal<?> literal) {
    return column(reference)
        .flatMap(
            column ->
                literal.value() == null
                    ? Optional.of(Condition.NEVER)
                    : operand(column, literal)
                        .map(operand -> operand.compare(column.sql(), comparison)));
  }

  private Optional<Condition> nullSafeEqual(Expression[] sides, Truth truth) {
    Expression reference = sides[0] instanceof Literal<?> ? sides[1] : sides[0];
    Expression other = reference == sides[0] ? sides[1] : sides[0];
    if (!(other instanceof Literal<?> literal)) {
      return Optional.empty();
    }
    return column(reference)
        .flatMap(
            column ->
                literal.value() == null
                    ? Optional.of(nullTest(column, truth))
                    : operand(column, literal)
                        .map(operand -> nullSafeEqual(column.sql(), operand, truth)));
  }

  private static Condition nullSafeEqual(String column, Operand operand, Truth truth) {
    Condition compared = operand.compare(column, truth.of(Comparison.EQUAL));
    return truth == Truth.TRUE
        ? compared
        : Condition.or(List.of(Condition.isNull(column), compared));
  }

  private Optional<Condition> in(Expression[] children, Truth truth) {
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
    return in(List.of(reference.fieldNames()), type, values, truth);
  }

  private Optional<Condition> text(Expression[] children, Truth truth, TextTest test) {
    if (!(children[1] instanceof Literal<?> literal)
        || !DataTypes.StringType.equals(literal.dataType())) {
      return Optional.empty();
    }
    return column(children[0])
        .filter(Leaves::isText)
        .flatMap(
            column ->
                literal.value() == null
                    ? Optional.of(Condition.NEVER)
                    : test.condition(column.sql(), (UTF8String) literal.value(), truth));
  }

  private interface TextTest {
    Optional<Condition> condition(String column, UTF8String part, Truth truth);
  }

  /** Not contains(): an n-gram index of Lance 7.0.0 finds nothing shorter than three characters. */
  private static Optional<Condition> contains(String column, UTF8String part, Truth truth) {
    String found = truth == Truth.TRUE ? ") > 0" : ") = 0";
    return SqlLiteral.string(part)
        .map(literal -> Condition.of("strpos(" + column + ", " + literal + found));
  }

  private static Optional<Condition> endsWith(String column, UTF8String part, Truth truth) {
    String call = truth == Truth.TRUE ? "ends_with(" : "NOT ends_with(";
    return SqlLiteral.string(part)
        .map(literal -> Condition.of(call + column + ", " + literal + ")"));
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
