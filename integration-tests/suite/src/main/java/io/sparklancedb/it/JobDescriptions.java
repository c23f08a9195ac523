package io.sparklancedb.it;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;

/** What Spark's UI calls the jobs that run during an action. */
public final class JobDescriptions {
  private JobDescriptions() {}

  public static List<String> during(SparkSession spark, Runnable action) {
    List<String> jobs = new CopyOnWriteArrayList<>();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart start) {
            jobs.add(start.properties().getProperty("spark.job.description", "other"));
          }
        };
    spark.sparkContext().addSparkListener(listener);
    try {
      action.run();
      spark.sparkContext().setJobDescription("last");
      spark.range(1).selectExpr("sum(id)").collect();
      Poll.until("all jobs are told of", () -> jobs.contains("last"));
      return jobs;
    } finally {
      spark.sparkContext().setJobDescription(null);
      spark.sparkContext().removeSparkListener(listener);
    }
  }
}
