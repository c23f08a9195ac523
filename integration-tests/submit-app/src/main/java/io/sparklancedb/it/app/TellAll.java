package io.sparklancedb.it.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.ExplainMode;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.util.QueryExecutionListener;

/**
 * Writes, merges and reads a table with storage options, fails to reach another, and puts down all
 * that Spark tells of it: plans, errors, and what its web interface answers.
 */
public final class TellAll {
  private static final List<String> PAGES =
      List.of(
          "jobs", "stages?details=true", "sql?details=true&planDescription=true", "environment");

  private final SparkSession spark;
  private final Map<String, String> options = new HashMap<>();
  private final Path told;

  private TellAll(SparkSession spark, Properties storageOptions, Path told) {
    this.spark = spark;
    this.told = told;
    storageOptions.forEach((key, value) -> options.put("storage_options." + key, "" + value));
  }

  /**
   * Takes the address of a database, that of one that cannot be reached, a file of storage options,
   * and a folder.
   */
  public static void main(String[] arguments) throws Exception {
    Properties storageOptions = new Properties();
    storageOptions.load(Files.newBufferedReader(Path.of(arguments[2])));
    try (SparkSession spark = SparkSession.builder().appName("tell all").getOrCreate()) {
      TellAll app = new TellAll(spark, storageOptions, Path.of(arguments[3]));
      spark.listenerManager().register(app.new Listener());
      app.work(arguments[0]);
      app.fail(arguments[1]);
      app.askWebInterface();
    }
  }

  private void work(String database) {
    writer(database, 0).save();
    writer(database, 500).save();
    writer(database, 900).mode("overwrite").save();
    Dataset<Row> rows =
        spark.read().format("lancedb").options(options(database)).load().where("id > 950");
    rows.collectAsList();
    rows.createOrReplaceTempView("kept");
    spark.sql("DESCRIBE EXTENDED kept").collectAsList();
    for (String mode : List.of("simple", "extended", "formatted", "codegen", "cost")) {
      tell(rows.queryExecution().explainString(ExplainMode.fromString(mode)));
    }
    tell(rows.queryExecution().logical().toJSON() + rows.queryExecution().executedPlan().toJSON());
  }

  private void fail(String unreachable) {
    List<Runnable> failing =
        List.of(
            () -> writer(unreachable, 0).save(),
            () -> spark.read().format("lancedb").options(options(unreachable)).load().count());
    for (Runnable action : failing) {
      try {
        action.run();
        throw new IllegalStateException("reached " + unreachable);
      } catch (RuntimeException e) {
        for (Throwable told = e; told != null; told = told.getCause()) {
          tell(told.toString());
        }
      }
    }
  }

  private void askWebInterface() throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    String web = spark.sparkContext().uiWebUrl().get();
    String api = web + "/api/v1/applications/" + spark.sparkContext().applicationId() + "/";
    for (String page : PAGES) {
      tell(client.send(request(api + page), BodyHandlers.ofString()).body());
    }
    for (int execution = 0; execution < 4; execution++) {
      String page = web + "/SQL/execution/?id=" + execution;
      tell(client.send(request(page), BodyHandlers.ofString()).body());
    }
  }

  private static HttpRequest request(String uri) {
    return HttpRequest.newBuilder(URI.create(uri)).build();
  }

  private DataFrameWriter<Row> writer(String database, long from) {
    return spark
        .range(from, from + 1000)
        .selectExpr("id", "'text' as text")
        .write()
        .format("lancedb")
        .mode("append")
        .options(options(database))
        .option("primary_key", "id");
  }

  private Map<String, String> options(String database) {
    Map<String, String> all = new HashMap<>(options);
    all.put("db_uri", database);
    all.put("table_name", "kept");
    return all;
  }

  private synchronized void tell(String text) {
    try {
      Files.writeString(
          told.resolve("told"), text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sees each command as a monitoring tool does. */
  private final class Listener implements QueryExecutionListener {
    @Override
    public void onSuccess(String function, QueryExecution execution, long nanos) {
      tell(execution.toString() + execution.logical() + execution.executedPlan().treeString());
    }

    @Override
    public void onFailure(String function, QueryExecution execution, Exception e) {
      tell(execution.toString() + e);
    }
  }
}
