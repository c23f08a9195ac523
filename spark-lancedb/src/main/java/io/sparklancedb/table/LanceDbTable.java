package io.sparklancedb.table;

import io.sparklancedb.config.LanceDbOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VersionSelector;
import io.sparklancedb.config.WriteConfig;
import io.sparklancedb.dataset.OwnCommits;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.dataset.Tables;
import io.sparklancedb.error.TableErrors;
import io.sparklancedb.read.LanceDbScanBuilder;
import io.sparklancedb.read.RowMetadata;
import io.sparklancedb.types.ArrowToSpark;
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
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * One table as a plan sees it: pinned when it is loaded, and there or yet to be made.
 *
 * <p>Spark asks whether two are equal in order to find cached data. What a read may take from the
 * cache must be of the version that it would read itself; what a write refreshes is of whatever
 * version.
 */
public final class LanceDbTable implements SupportsRead, SupportsWrite, SupportsMetadataColumns {
  private final TableAddress address;
  private final VersionSelector selector;
  private final Optional<TableSnapshot> pinned;
  private final StructType schema;

  /** What the last scan reads, when one has been planned. */
  private volatile TableReference scanned;

  private volatile boolean isWritten;

  /**
   * @param pinned empty when there is no table yet
   * @param asked the columns of the DataFrame that is to make it, or those that a reader asked for
   */
  public LanceDbTable(
      TableAddress address,
      VersionSelector selector,
      Optional<TableSnapshot> pinned,
      StructType asked) {
    this.address = address;
    this.selector = selector;
    this.pinned = pinned;
    this.schema = asked;
  }

  @Override
  public String name() {
    return "lancedb " + address.uri();
  }

  @Override
  @SuppressWarnings(
      "deprecation") // columns() came with 3.4 and calls this; it is right on every line.
  public StructType schema() {
    return pinned.map(table -> ArrowToSpark.toSpark(table.schema())).orElse(schema);
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(
        TableCapability.BATCH_READ,
        TableCapability.BATCH_WRITE,
        TableCapability.TRUNCATE,
        TableCapability.ACCEPT_ANY_SCHEMA);
  }

  @Override
  public MetadataColumn[] metadataColumns() {
    return RowMetadata.columns();
  }

  @Override
  public LanceDbScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return newScanBuilder(current(), options);
  }

  /** The version that is read. */
  TableSnapshot current() {
    return withOwnCommits(pinned.orElseThrow(() -> TableErrors.notFound(address.uri())));
  }

  LanceDbScanBuilder newScanBuilder(TableSnapshot table, CaseInsensitiveStringMap options) {
    StructType own = schema();
    if (!own.catalogString().equals(schema.catalogString())) {
      throw TableErrors.ownSchema(address.uri(), schema.toDDL(), own.toDDL());
    }
    scanned = table.reference();
    return new LanceDbScanBuilder(
        table, LanceDbOptions.of(options.asCaseSensitiveMap()).readConfig());
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    isWritten = true;
    WriteConfig config = config(info.options());
    return new LanceDbWriteBuilder(address, pinned, config, config, Keyless.REFUSE, info);
  }

  /**
   * A write of SQL.
   *
   * @param defaults options that stand where the query gives none; an overwrite does without those
   *     that say how to merge
   */
  LanceDbWriteBuilder newWriteBuilder(LogicalWriteInfo info, Map<String, String> defaults) {
    isWritten = true;
    return new LanceDbWriteBuilder(
        address,
        pinned,
        config(Defaults.with(defaults, info.options())),
        config(Defaults.with(Defaults.ofOverwriting(defaults), info.options())),
        Keyless.APPEND,
        info);
  }

  private static WriteConfig config(CaseInsensitiveStringMap options) {
    return LanceDbOptions.of(options.asCaseSensitiveMap()).writeConfig();
  }

  /** A thread that has written sees its own write, as long as the columns are the same. */
  private TableSnapshot withOwnCommits(TableSnapshot table) {
    long own = OwnCommits.ofThisThread(address);
    if (!(selector instanceof VersionSelector.Latest) || own <= table.reference().version()) {
      return table;
    }
    return Tables.find(address, own)
        .filter(newer -> newer.schema().getFields().equals(table.schema().getFields()))
        .orElse(table);
  }

  /** Null when there is no table yet. */
  private TableReference read() {
    return scanned != null ? scanned : pinned.map(TableSnapshot::reference).orElse(null);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LanceDbTable table
        && address.equals(table.address)
        && selector.equals(table.selector)
        && (isWritten || table.isWritten || Objects.equals(read(), table.read()));
  }

  @Override
  public int hashCode() {
    return Objects.hash(address, selector);
  }

  @Override
  public String toString() {
    return name();
  }
}
