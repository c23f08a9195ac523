package io.sparklancedb.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.LiteralValue;
import org.apache.spark.sql.connector.expressions.aggregate.Sum;
import org.apache.spark.sql.connector.expressions.filter.Not;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class ExpressionTextTest {
  private static final Expression VALUE = new LiteralValue<>(4711, DataTypes.IntegerType);

  @Test
  void namesColumnsAndFunctionsAndHidesValues() {
    assertEquals(
        "<=(point.x, ?)",
        ExpressionText.of(
            new Predicate("<=", new Expression[] {Reference.to("point", "x"), VALUE})));
    assertEquals("SUM(x)", ExpressionText.of(new Sum(Reference.to("x"), false)));
  }

  @Test
  void cutsLongListsAndDeepNests() {
    Expression[] list = Collections.nCopies(1_000, VALUE).toArray(Expression[]::new);
    Predicate nested = new Predicate("IN", list);
    assertEquals("IN(?, ?, ?, ?, ...)", ExpressionText.of(nested));
    for (int i = 0; i < 10_000; i++) {
      nested = new Not(nested);
    }
    assertEquals("NOT(NOT(NOT(NOT(...))))", ExpressionText.of(nested));
  }
}
