package io.sparklancedb.table;

import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.V2CreateTablePlan;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SQLExecution;

/** The statement that this thread of the driver plans or runs. */
public final class RunningStatement {
  private RunningStatement() {}

  /** Empty where Spark does not run one, as when it only explains it. */
  static Optional<LogicalPlan> analyzed() {
    String execution = SparkContext.getOrCreate().getLocalProperty(SQLExecution.EXECUTION_ID_KEY());
    return Optional.ofNullable(execution)
        .map(id -> SQLExecution.getQueryExecution(Long.parseLong(id)))
        .map(QueryExecution::analyzed);
  }

  /** Whether it makes a table and was written in SQL, and not made by a call. */
  public static boolean isSqlThatMakesATable() {
    return analyzed()
        .filter(plan -> isSql(plan) || (plan instanceof V2CreateTablePlan t && isSql(t.name())))
        .isPresent();
  }

  private static boolean isSql(LogicalPlan plan) {
    return plan.origin().sqlText().isDefined();
  }
}
