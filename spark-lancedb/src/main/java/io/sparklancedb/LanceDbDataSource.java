package io.sparklancedb;

import io.sparklancedb.config.LanceDbOptions;
import io.sparklancedb.config.PlanRedaction;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VersionSelector;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.CatalogErrors;
import io.sparklancedb.error.TableErrors;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.table.LanceDbTable;
import io.sparklancedb.table.Reading;
import io.sparklancedb.types.ArrowToSpark;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.connector.catalog.SessionConfigSupport;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
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
public final class LanceDbDataSource extends FirstApi
    implements TableProvider, SessionConfigSupport, DataSourceRegister {
  /** What {@link #inferSchema} has loaded, for the call of {@link #getTable} that follows it. */
  private final AtomicReference<Loaded> inferred = new AtomicReference<>();

  private record Loaded(
      TableAddress address, VersionSelector selector, Optional<TableSnapshot> found) {
    private static Loaded of(TableAddress address, VersionSelector selector) {
      return new Loaded(address, selector, TableLoader.load(address, selector));
    }

    private boolean isOf(TableAddress otherAddress, VersionSelector otherSelector) {
      return address.equals(otherAddress) && selector.equals(otherSelector);
    }
  }

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
    LanceDbOptions parsed = options(options.asCaseSensitiveMap());
    TableAddress address = parsed.address();
    Reading reading = Reading.of(parsed);
    Loaded loaded = Loaded.of(address, parsed.version(sessionZone()));
    TableSnapshot table = loaded.found().orElseThrow(() -> TableErrors.notFound(address.uri()));
    reading.check(table);
    inferred.set(loaded);
    return reading.columns(ArrowToSpark.declared(table.schema()));
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    if (partitioning.length > 0) {
      throw TableErrors.partitioned();
    }
    LanceDbOptions options = options(properties);
    PlanRedaction.hideSecrets();
    TableAddress address = options.address();
    VersionSelector selector = options.version(sessionZone());
    Loaded loaded =
        Optional.ofNullable(inferred.getAndSet(null))
            .filter(known -> known.isOf(address, selector))
            .orElseGet(() -> Loaded.of(address, selector));
    return new LanceDbTable(address, selector, loaded.found(), schema, Reading.of(options));
  }

  /** Refuses first what tells that Spark asks for something else than a table of a DataFrame. */
  private static LanceDbOptions options(Map<String, String> written) {
    for (String key : written.keySet()) {
      if (key.equalsIgnoreCase("checkpointLocation")) {
        throw WriteErrors.noStreamSink();
      }
      if (key.equals(TableCatalog.PROP_PROVIDER) || key.startsWith(TableCatalog.OPTION_PREFIX)) {
        throw CatalogErrors.sessionCatalog();
      }
    }
    return LanceDbOptions.of(written);
  }

  private static ZoneId sessionZone() {
    return ZoneId.of(SQLConf.get().sessionLocalTimeZone());
  }
}
