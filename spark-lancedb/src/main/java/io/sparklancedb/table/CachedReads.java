package io.sparklancedb.table;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.TableChanges;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reads of each table that Spark may have cached. After a write Spark itself refreshes only
 * those that name the table as the write does: by the same name in the same session, or by the same
 * options. So every read of the newest version is noted, and refreshed when this JVM has changed
 * the table, however that was done.
 */
public final class CachedReads {
  private static final Logger LOG = LoggerFactory.getLogger(CachedReads.class);

  /** So much is noted of reads by options before it is forgotten, if Spark has cached nothing. */
  private static final int FORGET_FROM = 10_000;

  /** A vector that is searched has thousands, and each search another. */
  private static final int LETTERS_OF_A_READ = 100;

  private static final Map<String, ReadsOfTable> OF_TABLE = new HashMap<>();
  private static int noted;

  static {
    TableChanges.subscribe(CachedReads::refresh);
  }

  private CachedReads() {}

  /** A read by {@code format("lancedb")}; to be called when it is planned. */
  static synchronized void note(TableAddress table, Map<String, String> options) {
    if (of(table).add(options)) {
      noted += weight(options);
    }
    if (noted >= FORGET_FROM && running().filter(CachedReads::hasCached).isEmpty()) {
      OF_TABLE.values().forEach(ReadsOfTable::forgetOptions);
      of(table).add(options);
      noted = weight(options);
    }
  }

  private static int weight(Map<String, String> options) {
    int letters = options.values().stream().mapToInt(String::length).sum();
    return 1 + letters / LETTERS_OF_A_READ;
  }

  /**
   * A read by name; to be called when the active session loads the table. Spark plans what it
   * caches in a copy of that, which has another catalog.
   */
  public static synchronized void note(TableAddress table, String catalog, Identifier name) {
    var session = SparkSession.getActiveSession();
    if (session.isDefined()) {
      of(table).add(session.get(), quoted(catalog, name));
    }
  }

  private static ReadsOfTable of(TableAddress table) {
    return OF_TABLE.computeIfAbsent(table.uri(), uri -> new ReadsOfTable());
  }

  private static String quoted(String catalog, Identifier name) {
    return Stream.of(Stream.of(catalog), Stream.of(name.namespace()), Stream.of(name.name()))
        .flatMap(parts -> parts)
        .map(part -> "`" + part.replace("`", "``") + "`")
        .collect(Collectors.joining("."));
  }

  private static void refresh(TableAddress table) {
    running()
        .filter(CachedReads::hasCached)
        .ifPresent(session -> refreshes(table, session).forEach(CachedReads::run));
  }

  private static synchronized List<Runnable> refreshes(TableAddress table, SparkSession session) {
    return OF_TABLE.getOrDefault(table.uri(), new ReadsOfTable()).refreshes(session);
  }

  /** The table has changed already: a failure is said in the log. */
  private static void run(Runnable refresh) {
    try {
      refresh.run();
    } catch (Exception e) {
      // Spark throws checked exceptions that it does not declare.
      LOG.warn("Could not refresh what is cached of a table. Call unpersist() on it.", e);
    }
  }

  private static Optional<SparkSession> running() {
    var active = SparkSession.getActiveSession();
    var any = active.isDefined() ? active : SparkSession.getDefaultSession();
    return any.isDefined()
        ? Optional.of(any.get()).filter(session -> !session.sparkContext().isStopped())
        : Optional.empty();
  }

  private static boolean hasCached(SparkSession session) {
    return !session.sharedState().cacheManager().isEmpty();
  }
}
