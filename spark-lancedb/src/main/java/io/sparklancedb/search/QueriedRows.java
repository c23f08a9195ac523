package io.sparklancedb.search;

import io.sparklancedb.arrow.column.ArrowColumns;
import io.sparklancedb.config.SearchConfig.Query;
import io.sparklancedb.index.RowAddresses;
import io.sparklancedb.layout.LanceLayout;
import io.sparklancedb.read.RankedRows;
import io.sparklancedb.read.RankedRows.Ranked;
import io.sparklancedb.types.ArrowToSpark;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.lance.Dataset;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/**
 * Reads rows as Spark's.
 *
 * @param columns by their names, and {@code _rowid}, {@code _rowaddr}; all of the table when they
 *     are left out
 */
public record QueriedRows(Dataset dataset, Optional<List<String>> columns) {

  /**
   * The rows of a search, best first, with what it says of each though that is not named.
   *
   * @param uri of the table, for messages
   * @param most rows that are returned
   * @param condition which rows are ranked at all
   */
  public List<Row> ranked(String uri, Query query, int most, Optional<QueryCondition> condition)
      throws Exception {
    Engine engine = new Engine(dataset, uri, query, most, condition, Optional.empty());
    return of(engine.ranked(), Engine.columns(query));
  }

  private List<Row> of(RankedRows found, StructType added) throws Exception {
    List<Long> ids = found.rows().stream().map(Ranked::rowId).toList();
    Map<Long, Row> rows = new HashMap<>();
    new QueriedRows(dataset, columns.map(names -> withRowId(names, added)))
        .first(hasOneOf(ids).withRowId(columns.isEmpty()), ids.size())
        .forEach(row -> rows.put(row.<BigDecimal>getAs(LanceLayout.ROW_ID).longValue(), row));
    List<Row> ranked = new ArrayList<>();
    for (Ranked row : found.rows()) {
      ranked.add(ranked(rows.get(row.rowId()), row.values(), added));
    }
    return ranked;
  }

  /** The rows with these ids, of so many at most, in no order. */
  public List<Row> withIds(List<Long> ids) throws Exception {
    return first(hasOneOf(ids), ids.size());
  }

  private static ScanOptions.Builder hasOneOf(List<Long> ids) {
    return new ScanOptions.Builder().filter(RowAddresses.hasOneOf(ids));
  }

  /** Lance's own limit comes before some filters in 7.0.0, and loses rows. */
  public List<Row> first(ScanOptions.Builder scan, int most) throws Exception {
    columns.ifPresent(scan::columns);
    List<Row> rows = new ArrayList<>();
    try (LanceScanner scanner = dataset.newScan(scan.build());
        ArrowReader batches = scanner.scanBatches()) {
      while (rows.size() < most && batches.loadNextBatch()) {
        add(batches.getVectorSchemaRoot(), most, rows);
      }
    }
    return rows;
  }

  private static void add(VectorSchemaRoot batch, int most, List<Row> rows) throws IOException {
    StructType types = ArrowToSpark.toSpark(batch.getSchema());
    Iterator<InternalRow> views = ArrowColumns.batch(batch, types).rowIterator();
    while (rows.size() < most && views.hasNext()) {
      rows.add(row(views.next(), types));
    }
  }

  private static Row row(InternalRow view, StructType types) {
    Object[] values = new Object[types.size()];
    for (int i = 0; i < values.length; i++) {
      var type = types.fields()[i].dataType();
      values[i] =
          view.isNullAt(i) ? null : CatalystTypeConverters.convertToScala(view.get(i, type), type);
    }
    return new GenericRowWithSchema(values, types);
  }

  private static List<String> withRowId(List<String> named, StructType added) {
    List<String> names = new ArrayList<>(named);
    names.removeAll(List.of(added.fieldNames()));
    if (!names.contains(LanceLayout.ROW_ID)) {
      names.add(LanceLayout.ROW_ID);
    }
    return names;
  }

  private Row ranked(Row row, List<Float> ranks, StructType added) {
    List<String> names = new ArrayList<>(columns.orElseGet(() -> ofTable(row.schema())));
    List<String> ranked = List.of(added.fieldNames());
    ranked.stream().filter(name -> !names.contains(name)).forEach(names::add);
    StructType types = new StructType();
    Object[] values = new Object[names.size()];
    for (int i = 0; i < values.length; i++) {
      int rank = ranked.indexOf(names.get(i));
      types = types.add(rank < 0 ? row.schema().apply(names.get(i)) : added.fields()[rank]);
      values[i] = rank < 0 ? row.getAs(names.get(i)) : ranks.get(rank);
    }
    return new GenericRowWithSchema(values, types);
  }

  private static List<String> ofTable(StructType scanned) {
    return Arrays.stream(scanned.fieldNames())
        .filter(name -> !name.equals(LanceLayout.ROW_ID))
        .toList();
  }
}
