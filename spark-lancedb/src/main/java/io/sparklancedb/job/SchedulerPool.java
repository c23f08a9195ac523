package io.sparklancedb.job;

import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.Schedulable;
import org.apache.spark.scheduler.SchedulingMode;

/**
 * The pool of Spark's scheduler that the jobs of a thread are in.
 *
 * @param sharesCores whether its jobs run side by side, rather than one after the other
 */
record SchedulerPool(boolean sharesCores) {
  private static final String NAME = "spark.scheduler.pool";
  private static final String DEFAULT = "default";

  static SchedulerPool of(SparkContext context) {
    String name = Optional.ofNullable(context.getLocalProperty(NAME)).orElse(DEFAULT);
    scala.Option<Schedulable> pool = context.getPoolForName(name);
    boolean isFair = pool.isDefined() && SchedulingMode.FAIR().equals(pool.get().schedulingMode());
    return new SchedulerPool(isFair && SchedulingMode.FAIR().equals(context.getSchedulingMode()));
  }
}
