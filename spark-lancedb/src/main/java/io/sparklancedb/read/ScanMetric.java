package io.sparklancedb.read;

import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/**
 * A number that Spark shows beside a scan, the sum over its tasks. Spark's UI makes one by the name
 * of its class, so each is a public class with a constructor of no parameters.
 */
public abstract class ScanMetric extends CustomSumMetric {
  private final String name;
  private final String description;

  ScanMetric(String name, String description) {
    this.name = name;
    this.description = description;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return description;
  }

  CustomTaskMetric value(long value) {
    return new Value(name, value);
  }

  private record Value(String name, long value) implements CustomTaskMetric {}
}
