package io.sparklancedb.table;

import io.sparklancedb.config.LanceDbOptions;
import io.sparklancedb.config.ReadConfig;
import io.sparklancedb.config.SearchConfig;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.read.LanceDbScanBuilder;
import io.sparklancedb.read.MetadataColumns;
import io.sparklancedb.read.RankedScanBuilder;
import io.sparklancedb.search.TableSearch;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;

/** What a read of a table returns. Equal ones of one version return the same. */
public sealed interface Reading {
  /**
   * @throws io.sparklancedb.error.LanceDbException for options that contradict each other
   */
  static Reading of(LanceDbOptions options) {
    return options
        .search()
        .<Reading>map(Search::new)
        .or(
            () ->
                options
                    .metadataTable()
                    .map(name -> new Metadata(MetadataTable.Kind.named(name).orElseThrow())))
        .orElseGet(Rows::new);
  }

  /** The columns that are returned of a table with these. */
  StructType columns(StructType table);

  ScanBuilder scan(TableSnapshot version, StructType known, ReadConfig config);

  /**
   * @throws io.sparklancedb.error.LanceDbException when this version cannot be read so
   */
  default void check(TableSnapshot version) {}

  default MetadataColumn[] metadataColumns() {
    return MetadataColumns.columns();
  }

  /** All rows. */
  record Rows() implements Reading {
    @Override
    public StructType columns(StructType table) {
      return table;
    }

    @Override
    public LanceDbScanBuilder scan(TableSnapshot version, StructType known, ReadConfig config) {
      return new LanceDbScanBuilder(version, known, config);
    }
  }

  /** The rows that rank best. */
  record Search(SearchConfig config) implements Reading {
    @Override
    public StructType columns(StructType table) {
      return RankedScanBuilder.with(table, TableSearch.columns(config.query()));
    }

    @Override
    public ScanBuilder scan(TableSnapshot version, StructType known, ReadConfig read) {
      TableSearch search = new TableSearch(version, config);
      return new RankedScanBuilder(version, known, read, search);
    }

    @Override
    public void check(TableSnapshot version) {
      new TableSearch(version, config).check();
    }
  }

  /** What the table knows of itself. */
  record Metadata(MetadataTable.Kind kind) implements Reading {
    @Override
    public StructType columns(StructType table) {
      return kind.columns();
    }

    @Override
    public ScanBuilder scan(TableSnapshot version, StructType known, ReadConfig read) {
      return kind.scan(version);
    }

    @Override
    public MetadataColumn[] metadataColumns() {
      return new MetadataColumn[0];
    }
  }
}
