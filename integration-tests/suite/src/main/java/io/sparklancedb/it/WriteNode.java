package io.sparklancedb.it;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.apache.spark.sql.util.QueryExecutionListener;

/** The numbers that Spark's UI shows at the node of a write. */
public final class WriteNode implements QueryExecutionListener, AutoCloseable {
  private final SparkSession spark;
  private final AtomicReference<Map<String, Long>> metrics = new AtomicReference<>();

  public WriteNode(SparkSession spark) {
    this.spark = spark;
    spark.listenerManager().register(this);
  }

  @Override
  public void onSuccess(String name, QueryExecution query, long nanos) {
    Map<String, Long> values = new TreeMap<>();
    var all = query.executedPlan().metrics().iterator();
    while (all.hasNext()) {
      SQLMetric metric = all.next()._2();
      metric.name().foreach(text -> values.put(text, metric.value()));
    }
    if (values.containsKey("rows written")) {
      metrics.set(values);
    }
  }

  @Override
  public void onFailure(String name, QueryExecution query, Exception exception) {}

  /** By description; listeners hear of things a little later. */
  public Map<String, Long> metrics() {
    Poll.until("the write has ended", () -> metrics.get() != null);
    return metrics.get();
  }

  @Override
  public void close() {
    spark.listenerManager().unregister(this);
  }
}
