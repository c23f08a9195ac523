package io.sparklancedb.filter;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.GeneralScalarExpression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;

/** An expression for the log: columns and functions by name, each value as a question mark. */
public final class ExpressionText {
  private static final int MOST_CHILDREN = 4;
  private static final int MOST_DEPTH = 4;

  private ExpressionText() {}

  public static String of(Expression expression) {
    return of(expression, 0);
  }

  private static String of(Expression expression, int depth) {
    if (expression instanceof Literal<?>) {
      return "?";
    }
    if (expression instanceof NamedReference reference) {
      return String.join(".", reference.fieldNames());
    }
    if (depth == MOST_DEPTH) {
      return "...";
    }
    List<Expression> children = Arrays.asList(expression.children());
    Stream<String> shown =
        children.stream().limit(MOST_CHILDREN).map(child -> of(child, depth + 1));
    Stream<String> rest = children.size() > MOST_CHILDREN ? Stream.of("...") : Stream.empty();
    return name(expression)
        + Stream.concat(shown, rest).collect(Collectors.joining(", ", "(", ")"));
  }

  private static String name(Expression expression) {
    return expression instanceof GeneralScalarExpression function
        ? function.name()
        : expression.getClass().getSimpleName().toUpperCase(Locale.ROOT);
  }
}
