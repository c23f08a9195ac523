package io.sparklancedb.table;

import io.sparklancedb.config.LanceDbOptions;
import io.sparklancedb.config.ReadConfig;
import io.sparklancedb.config.StatementOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VersionSelector;
import io.sparklancedb.config.WriteConfig;
import io.sparklancedb.dataset.NewestVersions;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.TableErrors;
import io.sparklancedb.read.LanceDbScanBuilder;
import io.sparklancedb.types.DeclaredStrings;
import io.sparklancedb.write.LanceDbWriteBuilder;
import io.sparklancedb.write.LanceDbWriteBuilder.Keyless;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * One table as a plan sees it. It may not exist yet.
 *
 * <p>A query that names no version reads the version that is the newest when the query is planned.
 * A query that names a version, a tag or a time reads the version that this was when the table was
 * loaded. Two tables are equal when they always read the same version: Spark compares them to find
 * cached data, and to refresh it after a write.
 */
public final class LanceDbTable implements SupportsRead, SupportsWrite, SupportsMetadataColumns {
  private final TableAddress address;
  private final Optional<TableSnapshot> fixed;
  private final Optional<LoadedColumns> loaded;
  private final StructType asked;
  private final Reading reading;

  /**
   * @param selector the version that is to be read
   * @param found that version when the table was loaded; empty when there is no table yet
   * @param asked the columns of the DataFrame that is to make it, or those that a reader asked for
   * @param reading what a read returns
   */
  public LanceDbTable(
      TableAddress address,
      VersionSelector selector,
      Optional<TableSnapshot> found,
      StructType asked,
      Reading reading) {
    this.address = address;
    this.fixed = selector instanceof VersionSelector.Latest ? Optional.empty() : found;
    this.loaded = found.map(LoadedColumns::of);
    this.asked = asked;
    this.reading = reading;
  }

  @Override
  public String name() {
    return "lancedb " + address.uri();
  }

  @Override
  @SuppressWarnings(
      "deprecation") // columns() came with 3.4 and calls this; it is right on every line.
  public StructType schema() {
    return loaded.map(LoadedColumns::declared).map(reading::columns).orElse(asked);
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(
        TableCapability.BATCH_READ,
        TableCapability.BATCH_WRITE,
        TableCapability.TRUNCATE,
        TableCapability.OVERWRITE_DYNAMIC,
        TableCapability.ACCEPT_ANY_SCHEMA);
  }

  @Override
  public MetadataColumn[] metadataColumns() {
    return reading.metadataColumns();
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    if (fixed.isEmpty()) {
      CachedReads.note(address, options.asCaseSensitiveMap());
    }
    TableSnapshot version = current();
    return reading.scan(version, known(), readConfig(options));
  }

  /** The version that a query reads which is planned now. */
  TableSnapshot current() {
    LoadedColumns columns = loaded.orElseThrow(() -> TableErrors.notFound(address.uri()));
    return fixed.orElseGet(
        () -> {
          TableSnapshot newest = QueryVersions.of(address);
          if (!(reading instanceof Reading.Metadata)) {
            columns.requireIn(newest);
          }
          return newest;
        });
  }

  LanceDbScanBuilder newScanBuilder(TableSnapshot version, CaseInsensitiveStringMap options) {
    return new LanceDbScanBuilder(version, known(), readConfig(options));
  }

  /** The table's columns, if those are what the reader asked for. */
  private StructType known() {
    StructType own = loaded.orElseThrow().columns();
    StructType returned = reading.columns(own);
    if (!returned.catalogString().equals(DeclaredStrings.plain(asked).catalogString())) {
      throw TableErrors.ownSchema(address.uri(), asked.toDDL(), returned.toDDL());
    }
    return own;
  }

  private static ReadConfig readConfig(CaseInsensitiveStringMap options) {
    return LanceDbOptions.of(options.asCaseSensitiveMap()).readConfig();
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    Optional<TableSnapshot> base = base();
    Map<String, String> described = base.map(OptionDefaults::describing).orElse(Map.of());
    WriteConfig config = config(OptionDefaults.with(described, info.options()));
    return new LanceDbWriteBuilder(address, base, config, config, Keyless.REFUSE, info);
  }

  /** The version that a write begins with; the commit sees what others commit meanwhile. */
  Optional<TableSnapshot> base() {
    return fixed.isPresent() ? fixed : NewestVersions.of(address);
  }

  /**
   * A write of SQL.
   *
   * @param base the version that it begins with; empty when there is no table yet
   * @param defaults options that stand where the query gives none; an overwrite does without those
   *     that say how to merge
   */
  static LanceDbWriteBuilder newWriteBuilder(
      TableAddress address,
      Optional<TableSnapshot> base,
      LogicalWriteInfo info,
      Map<String, String> defaults) {
    StatementOptions.requireForWriting(info.options().asCaseSensitiveMap());
    return new LanceDbWriteBuilder(
        address,
        base,
        config(OptionDefaults.with(defaults, info.options())),
        config(OptionDefaults.with(OptionDefaults.ofOverwriting(defaults), info.options())),
        Keyless.APPEND,
        info);
  }

  private static WriteConfig config(CaseInsensitiveStringMap options) {
    return LanceDbOptions.of(options.asCaseSensitiveMap()).writeConfig();
  }

  private Optional<TableReference> version() {
    return fixed.map(TableSnapshot::reference);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LanceDbTable table
        && address.equals(table.address)
        && reading.equals(table.reading)
        && version().equals(table.version());
  }

  @Override
  public int hashCode() {
    return Objects.hash(address, version(), reading);
  }

  @Override
  public String toString() {
    return name();
  }
}
