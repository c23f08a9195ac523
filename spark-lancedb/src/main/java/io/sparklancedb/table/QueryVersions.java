package io.sparklancedb.table;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.NewestVersions;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.TableErrors;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.catalyst.QueryPlanningTracker;

/**
 * Which version of a table a query reads that names none: the newest when Spark first plans a scan
 * of it for the query, and that one for all of the query's scans, whoever commits meanwhile.
 */
public final class QueryVersions {
  /** Spark has one tracker a query; when the query is gone, so is what it read. */
  private static final Map<QueryPlanningTracker, Map<TableAddress, TableSnapshot>> OF_QUERY =
      Collections.synchronizedMap(new WeakHashMap<>());

  private QueryVersions() {}

  /**
   * To be asked when a query is planned.
   *
   * @throws io.sparklancedb.error.LanceDbException when there is no such table
   */
  public static TableSnapshot of(TableAddress address) {
    var query = QueryPlanningTracker.get();
    return query.isEmpty()
        ? newest(address)
        : OF_QUERY
            .computeIfAbsent(query.get(), q -> new ConcurrentHashMap<>())
            .computeIfAbsent(address, QueryVersions::newest);
  }

  private static TableSnapshot newest(TableAddress address) {
    return NewestVersions.of(address).orElseThrow(() -> TableErrors.notFound(address.uri()));
  }
}
