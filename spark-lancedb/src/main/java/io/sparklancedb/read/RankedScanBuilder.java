package io.sparklancedb.read;

import io.sparklancedb.config.ReadConfig;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Ranks rows when the query is planned. Filters and limits of the query are of the rows that were
 * ranked best, so they stay with Spark.
 */
public final class RankedScanBuilder implements ScanBuilder, SupportsPushDownRequiredColumns {
  private static final long MOST_LOCAL_BYTES = 8L << 20;

  private final TableSnapshot table;
  private final ReadConfig config;
  private final Ranking ranking;
  private StructType columns;

  /**
   * @param table the version that is read
   * @param known those of its columns that the plan knows
   */
  public RankedScanBuilder(
      TableSnapshot table, StructType known, ReadConfig config, Ranking ranking) {
    this.table = table;
    this.config = config;
    this.ranking = ranking;
    this.columns = with(known, ranking.columns());
  }

  /** The columns of a table and those of a ranking. */
  public static StructType with(StructType table, StructType ranking) {
    StructType all = table;
    for (StructField column : ranking.fields()) {
      all = all.add(column);
    }
    return all;
  }

  @Override
  public void pruneColumns(StructType required) {
    columns = required;
  }

  @Override
  public Scan build() {
    FilteredTable all = new FilteredTable(table, config, List.of());
    RankedPlan plan = RankedPlan.of(all, columns, ranking.columns());
    ScanColumns.requireScannable(table.schema(), plan.fetch().columns());
    RankedRows found = ranking.rows();
    RankedScan scan = new RankedScan(plan, found, all.sizes(plan.fetch()).most(table.fragments()));
    return local(scan)
        .<Scan>map(rows -> new LocalRowsScan(scan.description(), plan.columns(), rows))
        .orElse(scan);
  }

  /** Empty when the rows are too many, or too large, to be kept in a plan. */
  private Optional<List<InternalRow>> local(RankedScan scan) {
    int rows = scan.found().rows().size();
    if (config.lookupRows() == 0
        || rows > config.lookupRows()
        || rows * scan.bytesOfARow() > MOST_LOCAL_BYTES) {
      return Optional.empty();
    }
    try (RankedRowReader reader = new RankedRowReader(scan.plan(), scan.found().rows())) {
      List<InternalRow> fetched = new ArrayList<>();
      long bytes = 0;
      while (bytes <= MOST_LOCAL_BYTES && reader.next()) {
        fetched.add(reader.get());
        bytes += ((UnsafeRow) reader.get()).getSizeInBytes();
      }
      return bytes > MOST_LOCAL_BYTES ? Optional.empty() : Optional.of(fetched);
    } catch (IOException e) {
      throw TableLoader.unreachable(table.reference().address(), e);
    }
  }
}
