package io.sparklancedb.read;

import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.layout.LanceLayout;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.lance.FragmentMetadata;

/**
 * How the rows of a ranking are fetched.
 *
 * @param fetch reads columns of the table, and the row id last
 * @param columns what Spark gets: values of the ranking, then those of the table
 * @param values positions in the ranking of those that Spark gets
 * @param fragments of the version where row ids are stable; else an id tells its fragment
 * @param rowsAtOnce the most rows that are held in memory to bring them in order
 */
record RankedPlan(
    ScanPlan fetch,
    StructType columns,
    List<Integer> values,
    List<Integer> fragments,
    int rowsAtOnce)
    implements Serializable {
  RankedPlan {
    values = List.copyOf(values);
    fragments = List.copyOf(fragments);
  }

  /**
   * @param asked of the table's columns, its metadata columns and those of the ranking
   * @param ranked the columns of the ranking
   */
  static RankedPlan of(FilteredTable table, StructType asked, StructType ranked) {
    List<String> names = Arrays.asList(ranked.fieldNames());
    StructType ofRanking = new StructType();
    StructType ofTable = new StructType();
    List<Integer> values = new ArrayList<>();
    for (StructField column : asked.fields()) {
      if (names.contains(column.name())) {
        ofRanking = ofRanking.add(column);
        values.add(names.indexOf(column.name()));
      } else {
        ofTable = ofTable.add(column);
      }
    }
    StructType columns = ofRanking;
    for (StructField column : ofTable.fields()) {
      columns = columns.add(column);
    }
    PrunedFragments all =
        PrunedFragments.all(table.version().fragments(), PrunedFragments.Indexes.FOUND);
    ScanPlan fetch = fetch(table, ofTable, all);
    return new RankedPlan(
        fetch,
        columns,
        values,
        table.version().rowIds() == TableSnapshot.RowIds.STABLE
            ? all.metadata().stream().map(FragmentMetadata::getId).toList()
            : List.of(),
        table.batchRows(fetch, all.slices()));
  }

  /** The row id may be asked for as well: then it is read twice. */
  private static ScanPlan fetch(FilteredTable table, StructType columns, PrunedFragments all) {
    return new ScanPlan.Rows(
        table.source(all),
        columns.add(LanceLayout.ROW_ID, DataTypes.LongType, false),
        ScanColumns.projection(table.version().schema(), columns),
        ScanPlan.NO_LIMIT,
        0);
  }

  /** Whether anything but values of the ranking is returned. */
  boolean fetches() {
    return columns.size() > values.size();
  }

  /** What one fetch reads. */
  LanceDbInputPartition partition(List<RankedRows.Ranked> rows) {
    List<Long> ids = rows.stream().map(RankedRows.Ranked::rowId).toList();
    List<Integer> holding =
        fragments.isEmpty()
            ? ids.stream().map(id -> (int) (id >>> Integer.SIZE)).distinct().sorted().toList()
            : fragments;
    return new LanceDbInputPartition(
        holding, new RowSelection.RowIds(ids), new ReadPath.Scanner(), rowsAtOnce, true, List.of());
  }

  /** The values of a row that Spark gets. */
  InternalRow values(RankedRows.Ranked row) {
    return new GenericInternalRow(values.stream().map(row.values()::get).toArray());
  }
}
