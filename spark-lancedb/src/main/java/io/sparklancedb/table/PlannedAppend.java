package io.sparklancedb.table;

import io.sparklancedb.config.TableAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.objects.AssertNotNull;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.V2WriteCommand;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;

/**
 * The statement behind rows that Spark appends to a table of a catalog.
 *
 * <p>A {@code MERGE} that only inserts is planned as an append: its rows are those of the source
 * that a join with the table leaves. The table stands in that join by the very relation that the
 * rows go to, which no {@code INSERT} and no DataFrame can do: what they read of the table, Spark
 * gives names of its own.
 */
enum PlannedAppend {
  INSERT,
  /** Rows match by the primary key, and with it they are inserted. */
  MERGE_ON_KEY,
  MERGE_ON_OTHER_CONDITION;

  /**
   * Of the statement that this thread plans.
   *
   * @param target where the rows go
   * @param key its primary key, if it has one
   */
  static PlannedAppend to(TableAddress target, Optional<String> key) {
    return RunningStatement.analyzed().stream()
        .flatMap(plan -> nodes(plan, V2WriteCommand.class).stream())
        .filter(append -> relation(append, target).isPresent())
        .map(append -> of(append, relation(append, target).get(), key))
        .filter(statement -> statement != INSERT)
        .findFirst()
        .orElse(INSERT);
  }

  private static <T> List<T> nodes(LogicalPlan plan, Class<T> type) {
    List<T> found = new ArrayList<>();
    plan.exists(
        node -> {
          if (type.isInstance(node)) {
            found.add(type.cast(node));
          }
          return false;
        });
    return found;
  }

  private static Optional<DataSourceV2Relation> relation(
      V2WriteCommand append, TableAddress target) {
    return append.table() instanceof DataSourceV2Relation relation
            && relation.table() instanceof LanceDbCatalogTable table
            && table.address().equals(target)
        ? Optional.of(relation)
        : Optional.empty();
  }

  private static PlannedAppend of(
      V2WriteCommand append, DataSourceV2Relation target, Optional<String> key) {
    boolean isJoined =
        nodes(append.query(), DataSourceV2Relation.class).stream()
            .anyMatch(read -> read.outputSet().equals(target.outputSet()));
    if (!isJoined) {
      return INSERT;
    }
    return key.filter(column -> matchesOn(column, target, append.query())).isPresent()
        ? MERGE_ON_KEY
        : MERGE_ON_OTHER_CONDITION;
  }

  /** Whether the rows' key is what the join compares with the table's, and all that it compares. */
  private static boolean matchesOn(String key, DataSourceV2Relation target, LogicalPlan query) {
    LogicalPlan plan = query;
    Optional<Expression> inserted = Optional.empty();
    while (plan instanceof Project project) {
      inserted = item(project, key, inserted);
      if (inserted.isEmpty()) {
        return false;
      }
      plan = project.child();
    }
    if (!(plan instanceof Join join) || inserted.isEmpty() || join.condition().isEmpty()) {
      return false;
    }
    Expression rowKey = inserted.get();
    return comparedWith(key, target, join.condition().get())
        .filter(compared -> source(compared).semanticEquals(rowKey))
        .isPresent();
  }

  /**
   * What an item of the list is made of: the one that another consists of, or else the one by the
   * key's name.
   */
  private static Optional<Expression> item(
      Project project, String key, Optional<Expression> above) {
    // The list's own type is another in each version of Scala, so the cast is to what all share.
    scala.collection.Iterable<?> list = (scala.collection.Iterable<?>) project.productElement(0);
    scala.collection.Iterator<?> items = list.iterator();
    while (items.hasNext()) {
      NamedExpression item = (NamedExpression) items.next();
      boolean isMeant =
          above
              .map(e -> e instanceof AttributeReference a && a.exprId().equals(item.exprId()))
              .orElse(item.name().equals(key));
      if (isMeant) {
        return Optional.of(source((Expression) item));
      }
    }
    return Optional.empty();
  }

  /** What the condition holds to be equal to the table's key, when it says nothing else. */
  private static Optional<Expression> comparedWith(
      String key, DataSourceV2Relation target, Expression condition) {
    if (condition instanceof EqualTo equal) {
      return comparedWith(key, target, equal.left(), equal.right());
    }
    return condition instanceof EqualNullSafe equal
        ? comparedWith(key, target, equal.left(), equal.right())
        : Optional.empty();
  }

  private static Optional<Expression> comparedWith(
      String key, DataSourceV2Relation target, Expression left, Expression right) {
    if (isKey(left, key, target)) {
      return Optional.of(right);
    }
    return isKey(right, key, target) ? Optional.of(left) : Optional.empty();
  }

  private static boolean isKey(Expression side, String key, DataSourceV2Relation target) {
    return side instanceof AttributeReference column
        && column.name().equals(key)
        && target.outputSet().contains(column);
  }

  /** Without what changes no value: names, checks for null, casts to wider types. */
  private static Expression source(Expression expression) {
    Expression source = expression;
    while (true) {
      if (source instanceof Alias alias) {
        source = alias.child();
      } else if (source instanceof AssertNotNull check) {
        source = check.child();
      } else if (source instanceof Cast cast
          && Cast.canUpCast(cast.child().dataType(), cast.dataType())) {
        source = cast.child();
      } else {
        return source;
      }
    }
  }
}
