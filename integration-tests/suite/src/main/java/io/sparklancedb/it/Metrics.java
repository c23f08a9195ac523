package io.sparklancedb.it;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.adaptive.QueryStageExec;
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec;
import org.apache.spark.sql.execution.metric.SQLMetric;

/** The numbers that Spark shows beside the first scan of a query. */
public final class Metrics {
  private Metrics() {}

  /** Runs the query; by description. */
  public static Map<String, String> of(Dataset<Row> rows) {
    // Spark posts some of them once for each plan.
    Dataset<Row> fresh = rows.select("*");
    fresh.collectAsList();
    BatchScanExec scan = scan(fresh.queryExecution().executedPlan());
    Map<String, String> values = new HashMap<>();
    var metrics = scan.metrics().iterator();
    while (metrics.hasNext()) {
      SQLMetric metric = metrics.next()._2();
      metric.name().foreach(name -> values.put(name, Long.toString(metric.value())));
    }
    return values;
  }

  private static BatchScanExec scan(SparkPlan plan) {
    if (plan instanceof BatchScanExec scan) {
      return scan;
    }
    SparkPlan inside =
        plan instanceof AdaptiveSparkPlanExec adaptive ? adaptive.executedPlan() : plan;
    SparkPlan first = PlanLeaves.of(inside).get(0);
    return first instanceof QueryStageExec stage ? scan(stage.plan()) : (BatchScanExec) first;
  }
}
