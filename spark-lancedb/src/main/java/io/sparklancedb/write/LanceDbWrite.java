package io.sparklancedb.write;

import io.sparklancedb.config.DistributionMode;
import org.apache.spark.sql.connector.distributions.Distribution;
import org.apache.spark.sql.connector.distributions.Distributions;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.NullOrdering;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.RequiresDistributionAndOrdering;

/** A planned write. */
final class LanceDbWrite implements RequiresDistributionAndOrdering {
  private final TaskPlan taskPlan;
  private final LanceDbBatchWrite batch;
  private final DistributionMode distribution;

  LanceDbWrite(LanceDbBatchWrite batch, TaskPlan taskPlan, DistributionMode distribution) {
    this.taskPlan = taskPlan;
    this.batch = batch;
    this.distribution = distribution;
  }

  @Override
  public Distribution requiredDistribution() {
    return switch (distribution) {
      case NONE -> Distributions.unspecified();
      case HASH -> Distributions.clustered(new Expression[] {column(taskPlan.keyOrdinal())});
      case RANGE -> Distributions.ordered(new SortOrder[] {byKey()});
    };
  }

  /** Of several rows of a key the last comes first. */
  @Override
  public SortOrder[] requiredOrdering() {
    if (taskPlan.control().sequence().picksLast()) {
      SortOrder lastFirst =
          Expressions.sort(
              column(taskPlan.control().sequence().ordinal()),
              SortDirection.DESCENDING,
              NullOrdering.NULLS_LAST);
      return new SortOrder[] {byKey(), lastFirst};
    }
    return distribution == DistributionMode.RANGE ? new SortOrder[] {byKey()} : new SortOrder[0];
  }

  private SortOrder byKey() {
    return Expressions.sort(column(taskPlan.keyOrdinal()), SortDirection.ASCENDING);
  }

  private NamedReference column(int ordinal) {
    String name = taskPlan.rowType().fieldNames()[ordinal];
    return Expressions.column("`" + name.replace("`", "``") + "`");
  }

  @Override
  public BatchWrite toBatch() {
    return batch;
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return WriteMetrics.all();
  }

  /** Spark asks from 4.0 on, when the write is committed. */
  public CustomTaskMetric[] reportDriverMetrics() {
    return batch.metrics();
  }

  @Override
  public String description() {
    return batch.toString();
  }
}
