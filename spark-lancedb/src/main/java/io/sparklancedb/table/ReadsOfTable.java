package io.sparklancedb.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.spark.sql.SparkSession;

/** How queries have named one table, and how Spark is told to refresh what it cached by that. */
final class ReadsOfTable {
  private static final String VIEW = "lancedb_changed";

  private final Set<Map<String, String>> options = new HashSet<>();

  /** A catalog is one of its session, and Spark compares it with that of the cached read. */
  private final Map<SparkSession, Set<String>> names = new WeakHashMap<>();

  /** Returns whether the read is new. */
  boolean add(Map<String, String> read) {
    return options.add(Map.copyOf(read));
  }

  void forgetOptions() {
    options.clear();
  }

  /**
   * @param name quoted, with the catalog's
   */
  void add(SparkSession session, String name) {
    names.computeIfAbsent(session, s -> new HashSet<>()).add(name);
  }

  /**
   * @param running any session: all share what is cached
   */
  List<Runnable> refreshes(SparkSession running) {
    List<Runnable> all = new ArrayList<>();
    options.forEach(read -> all.add(() -> refresh(running.newSession(), read)));
    names.forEach(
        (session, known) ->
            known.forEach(name -> all.add(() -> session.catalog().refreshTable(name))));
    return all;
  }

  /**
   * Views are refreshed by their names.
   *
   * @param spark of nobody else: dropping a view drops what is cached of it
   */
  private static void refresh(SparkSession spark, Map<String, String> options) {
    spark.read().format("lancedb").options(options).load().createOrReplaceTempView(VIEW);
    spark.catalog().refreshTable(VIEW);
  }
}
