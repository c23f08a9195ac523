package io.sparklancedb;

import io.sparklancedb.config.LanceDbOptions;
import io.sparklancedb.config.PlanRedaction;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VersionSelector;
import io.sparklancedb.dataset.Tables;
import io.sparklancedb.error.TableErrors;
import io.sparklancedb.table.LanceDbTable;
import io.sparklancedb.types.ArrowToSpark;
import java.time.ZoneId;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.SessionConfigSupport;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * {@code format("lancedb")}: reads a LanceDB table, and merges DataFrames into it on its primary
 * key.
 */
public final class LanceDbDataSource
    implements TableProvider, SessionConfigSupport, DataSourceRegister {
  @Override
  public String shortName() {
    return "lancedb";
  }

  /** Session defaults: {@code spark.datasource.lancedb.<option>}. */
  @Override
  public String keyPrefix() {
    return "lancedb";
  }

  /** The DataFrame's columns come with the call, since a table may be yet to be made. */
  @Override
  public boolean supportsExternalMetadata() {
    return true;
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    LanceDbOptions parsed = LanceDbOptions.of(options.asCaseSensitiveMap());
    TableAddress address = parsed.address();
    return Tables.load(address, parsed.version(sessionZone()))
        .map(table -> ArrowToSpark.toSpark(table.schema()))
        .orElseThrow(() -> TableErrors.notFound(address.uri()));
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    if (partitioning.length > 0) {
      throw TableErrors.partitioned();
    }
    LanceDbOptions options = LanceDbOptions.of(properties);
    PlanRedaction.hideSecrets();
    TableAddress address = options.address();
    VersionSelector selector = options.version(sessionZone());
    return new LanceDbTable(address, selector, Tables.load(address, selector), schema);
  }

  private static ZoneId sessionZone() {
    return ZoneId.of(SQLConf.get().sessionLocalTimeZone());
  }
}
