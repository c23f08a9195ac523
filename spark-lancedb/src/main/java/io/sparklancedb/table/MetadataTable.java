package io.sparklancedb.table;

import io.sparklancedb.config.StatementOptions;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.dataset.TableHistory;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.index.IndexSummary;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.unsafe.types.UTF8String;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;

/** A read-only table about another one: {@code docs.versions}. */
public final class MetadataTable implements SupportsRead {
  /** The kinds of metadata. */
  public enum Kind {
    VERSIONS(
        "version BIGINT, timestamp TIMESTAMP, operation STRING, writer STRING, inserted BIGINT, updated BIGINT, deleted BIGINT, located_by STRING, locate_millis BIGINT",
        MetadataTable::versions),
    TAGS("tag STRING, version BIGINT", MetadataTable::tags),
    FRAGMENTS(
        "fragment INT, rows BIGINT, deleted_rows BIGINT, files INT, bytes BIGINT",
        MetadataTable::fragments),
    INDEXES(
        "name STRING, columns STRING, type STRING, rows BIGINT, fragments INT, unindexed_rows BIGINT, segments INT, built_at TIMESTAMP, state STRING",
        MetadataTable::indexes);

    private final StructType columns;
    private final Function<TableSnapshot, List<InternalRow>> rows;

    Kind(String columns, Function<TableSnapshot, List<InternalRow>> rows) {
      this.columns = StructType.fromDDL(columns);
      this.rows = rows;
    }

    StructType columns() {
      return columns;
    }

    /** Of one version. */
    ScanBuilder scan(TableSnapshot table) {
      return () -> new Rows(columns, rows.apply(table));
    }

    public static Optional<Kind> named(String name) {
      for (Kind kind : values()) {
        if (kind.name().equals(name.toUpperCase(Locale.ROOT))) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }

  private final String name;
  private final Kind kind;
  private final TableAddress table;

  /** Of the newest version. */
  public MetadataTable(String name, Kind kind, TableAddress table) {
    this.name = name;
    this.kind = kind;
    this.table = table;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  @SuppressWarnings("deprecation") // columns() came with 3.4 and calls this.
  public StructType schema() {
    return kind.columns;
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    StatementOptions.requireForReading(options.asCaseSensitiveMap());
    return kind.scan(QueryVersions.of(table));
  }

  private record Rows(StructType readSchema, List<InternalRow> all) implements LocalScan {
    @Override
    public InternalRow[] rows() {
      return all.toArray(InternalRow[]::new);
    }
  }

  private static List<InternalRow> versions(TableSnapshot table) {
    return TableHistory.versions(table.reference()).stream()
        .map(
            entry ->
                row(
                    entry.version(),
                    micros(entry.time()),
                    text(entry.operation().orElse(null)),
                    text(entry.properties().get("writer")),
                    count(entry, "inserted"),
                    count(entry, "updated"),
                    count(entry, "deleted"),
                    text(entry.properties().get("located_by")),
                    count(entry, "locate_millis")))
        .toList();
  }

  private static Long count(TableHistory.Entry entry, String property) {
    try {
      return Long.valueOf(entry.properties().get(property));
    } catch (NumberFormatException e) {
      // Also where there is none. Other writers may mean something else by the name.
      return null;
    }
  }

  private static List<InternalRow> tags(TableSnapshot table) {
    return new TreeMap<>(TableHistory.tags(table.reference()))
        .entrySet().stream().map(tag -> row(text(tag.getKey()), tag.getValue())).toList();
  }

  private static List<InternalRow> fragments(TableSnapshot table) {
    return table.fragments().stream().map(MetadataTable::fragment).toList();
  }

  private static InternalRow fragment(FragmentMetadata fragment) {
    long bytes = 0;
    for (DataFile file : fragment.getFiles()) {
      bytes += file.getFileSizeBytes() == null ? 0 : file.getFileSizeBytes();
    }
    return row(
        fragment.getId(),
        fragment.getNumRows(),
        fragment.getPhysicalRows() - fragment.getNumRows(),
        fragment.getFiles().size(),
        bytes);
  }

  private static List<InternalRow> indexes(TableSnapshot table) {
    return IndexSummary.of(table.reference()).stream()
        .map(
            index ->
                row(
                    text(index.name()),
                    text(String.join(", ", index.columns())),
                    text(index.type()),
                    index.rows(),
                    index.fragments(),
                    index.unindexedRows(),
                    index.segments(),
                    index.made().map(MetadataTable::micros).orElse(null),
                    text(index.state())))
        .toList();
  }

  private static Long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static UTF8String text(String value) {
    return value == null ? null : UTF8String.fromString(value);
  }

  private static InternalRow row(Object... values) {
    return new GenericInternalRow(values);
  }
}
