package io.sparklancedb.it;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.plans.logical.LeafNode;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.LeafExecNode;
import org.apache.spark.sql.execution.SparkPlan;

/**
 * The leaves of a plan, from the left. Spark's own call returns a collection that is of another
 * class with each Scala.
 */
public final class PlanLeaves {
  private PlanLeaves() {}

  public static List<LogicalPlan> of(LogicalPlan plan) {
    List<LogicalPlan> leaves = new ArrayList<>();
    plan.foreach(
        node -> {
          if (node instanceof LeafNode) {
            leaves.add(node);
          }
          return null;
        });
    return leaves;
  }

  public static List<SparkPlan> of(SparkPlan plan) {
    List<SparkPlan> leaves = new ArrayList<>();
    plan.foreach(
        node -> {
          if (node instanceof LeafExecNode) {
            leaves.add(node);
          }
          return null;
        });
    return leaves;
  }
}
