package io.sparklancedb.search;

import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.SearchErrors;
import io.sparklancedb.filter.FilterTranslator;
import io.sparklancedb.read.MetadataColumns;
import io.sparklancedb.types.ArrowToSpark;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2ScanRelation;

/** A condition in Spark's SQL on the columns of a version. */
record SparkCondition(TableSnapshot table, String text) {
  private static final String NEVER = "FALSE";

  /**
   * The same in Lance's SQL.
   *
   * @throws io.sparklancedb.error.LanceDbException when Spark does not understand it, or Lance does
   *     not evaluate all of it exactly so
   */
  QueryCondition translated() {
    LogicalPlan plan = optimized();
    while (plan instanceof Project columns) {
      plan = columns.child();
    }
    if (plan instanceof LocalRelation) {
      return new QueryCondition(NEVER);
    }
    if (plan instanceof Filter filter) {
      throw refused("Lance has no condition for " + filter.condition().sql());
    }
    if (plan instanceof DataSourceV2ScanRelation relation
        && relation.scan() instanceof ConditionSource.Pushed pushed) {
      return new QueryCondition(FilterTranslator.and(sql(pushed.predicates())));
    }
    throw refused("it looks at other tables");
  }

  private LogicalPlan optimized() {
    try {
      return SparkSession.active()
          .read()
          .format(ConditionSource.class.getName())
          .schema(ArrowToSpark.toSpark(table.schema()))
          .load()
          .where(text)
          .queryExecution()
          .optimizedPlan();
    } catch (LanceDbException e) {
      throw e;
    } catch (Exception e) {
      // Spark throws checked exceptions that it does not declare.
      throw SearchErrors.badCondition(uri(), text, firstLine(e), e);
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("").strip();
  }

  private List<String> sql(List<Predicate> predicates) {
    FilterTranslator translator = new FilterTranslator(MetadataColumns.appendedTo(table));
    List<String> all = new ArrayList<>();
    for (Predicate predicate : predicates) {
      all.add(
          translator
              .translate(predicate)
              .orElseThrow(() -> refused(translator.refusal(predicate))));
    }
    return all.isEmpty() ? List.of("TRUE") : all;
  }

  private LanceDbException refused(String reason) {
    return SearchErrors.untranslatable(uri(), text, reason);
  }

  private String uri() {
    return table.reference().address().uri();
  }
}
