package io.sparklancedb.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.LiteralValue;
import org.apache.spark.sql.connector.expressions.filter.And;
import org.apache.spark.sql.connector.expressions.filter.Not;
import org.apache.spark.sql.connector.expressions.filter.Or;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** Random predicates about the columns of one table. */
final class PredicateSource {
  private final TestTable table;
  private final Random random;

  PredicateSource(TestTable table, Random random) {
    this.table = table;
    this.random = random;
  }

  RandomPredicate next(int depth) {
    int choice = random.nextInt(10);
    if (depth == 0 || choice < 3) {
      return leaf();
    }
    RandomPredicate left = next(depth - 1);
    if (choice == 3) {
      return new RandomPredicate(new Not(left.pushed()), functions.not(left.evaluated()));
    }
    RandomPredicate right = next(depth - 1);
    return choice < 7
        ? new RandomPredicate(
            new And(left.pushed(), right.pushed()), left.evaluated().and(right.evaluated()))
        : new RandomPredicate(
            new Or(left.pushed(), right.pushed()), left.evaluated().or(right.evaluated()));
  }

  private RandomPredicate leaf() {
    if (random.nextInt(40) == 0) {
      return nullTest(Reference.to(TestTable.STRUCT), functions.col(TestTable.STRUCT));
    }
    if (random.nextInt(4) == 0) {
      Kind kind = pick(table.members);
      return leaf(
          kind,
          Reference.to(TestTable.STRUCT, kind.name()),
          functions.col(TestTable.STRUCT).getField(kind.name()));
    }
    Kind kind = pick(table.kinds);
    return leaf(kind, Reference.to(kind.name()), functions.col("`" + kind.name() + "`"));
  }

  private RandomPredicate leaf(Kind kind, Reference reference, Column column) {
    int choice = random.nextInt(10);
    if (choice == 0) {
      return nullTest(reference, column);
    }
    if (choice < 4) {
      return in(kind, reference, column);
    }
    if (choice < 7 && kind.sparkType().equals(DataTypes.StringType)) {
      return text(kind, reference, column);
    }
    return comparison(kind, reference, column);
  }

  private RandomPredicate nullTest(Reference reference, Column column) {
    return random.nextBoolean()
        ? new RandomPredicate(predicate("IS_NULL", reference), column.isNull())
        : new RandomPredicate(predicate("IS_NOT_NULL", reference), column.isNotNull());
  }

  private RandomPredicate in(Kind kind, Reference reference, Column column) {
    List<Expression> children = new ArrayList<>(List.of(reference));
    List<Object> values = new ArrayList<>();
    for (int left = 1 + random.nextInt(5); left > 0; left--) {
      Object value = random.nextInt(12) == 0 ? null : value(kind);
      children.add(new LiteralValue<>(value, kind.sparkType()));
      values.add(literal(kind, value));
    }
    return new RandomPredicate(
        new Predicate("IN", children.toArray(Expression[]::new)), column.isin(values.toArray()));
  }

  private RandomPredicate text(Kind kind, Reference reference, Column column) {
    UTF8String value = (UTF8String) value(kind);
    LiteralValue<?> pushed = new LiteralValue<>(value, kind.sparkType());
    Column part = literal(kind, value);
    return switch (random.nextInt(3)) {
      case 0 ->
          new RandomPredicate(predicate("STARTS_WITH", reference, pushed), column.startsWith(part));
      case 1 ->
          new RandomPredicate(predicate("ENDS_WITH", reference, pushed), column.endsWith(part));
      default ->
          new RandomPredicate(predicate("CONTAINS", reference, pushed), column.contains(part));
    };
  }

  private RandomPredicate comparison(Kind kind, Reference reference, Column column) {
    Object value = random.nextInt(25) == 0 ? null : value(kind);
    LiteralValue<?> pushed = new LiteralValue<>(value, kind.sparkType());
    Column other = literal(kind, value);
    String operator = pick(List.of("=", "<=>", "<>", "<", "<=", ">", ">="));
    boolean mirrored = random.nextInt(8) == 0;
    return new RandomPredicate(
        mirrored ? predicate(operator, pushed, reference) : predicate(operator, reference, pushed),
        mirrored ? compare(operator, other, column) : compare(operator, column, other));
  }

  private static Column compare(String operator, Column left, Column right) {
    return switch (operator) {
      case "=" -> left.equalTo(right);
      case "<=>" -> left.eqNullSafe(right);
      case "<>" -> left.notEqual(right);
      case "<" -> left.lt(right);
      case "<=" -> left.leq(right);
      case ">" -> left.gt(right);
      default -> left.geq(right);
    };
  }

  private Object value(Kind kind) {
    return !kind.literals().isEmpty() && random.nextInt(4) == 0
        ? pick(kind.literals())
        : kind.read().apply(pick(kind.stored()));
  }

  private static Column literal(Kind kind, Object value) {
    return new Column(new Literal(value, kind.sparkType()));
  }

  private static Predicate predicate(String name, Expression... children) {
    return new Predicate(name, children);
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
