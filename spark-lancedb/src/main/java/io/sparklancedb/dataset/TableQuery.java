package io.sparklancedb.dataset;

import io.sparklancedb.arrow.ArrowColumns;
import io.sparklancedb.error.ConnectionErrors;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.types.ArrowToSpark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.lance.Dataset;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.Query;
import org.lance.ipc.ScanOptions;

/** A query of a few rows: by vector, by filter, or both, the filter before the ranking. */
public final class TableQuery {
  private static final int DEFAULT_LIMIT = 10;

  private final TableHandle table;
  private final ScanOptions.Builder options = new ScanOptions.Builder().prefilter(true);
  private Optional<String> condition = Optional.empty();
  private String vectorColumn;
  private float[] vector;
  private int limit = DEFAULT_LIMIT;

  TableQuery(TableHandle table) {
    this.table = table;
  }

  /**
   * Ranks by the distance to a vector, nearest first. Rows get a column {@code _distance}, a float
   * in the metric's own scale.
   */
  public TableQuery nearestTo(String column, float[] query) {
    vectorColumn = column;
    vector = query.clone();
    return this;
  }

  /**
   * @param filter a condition in Lance's SQL
   */
  public TableQuery where(String filter) {
    condition = Optional.of(filter);
    return this;
  }

  public TableQuery select(String... columns) {
    options.columns(List.of(columns));
    return this;
  }

  /** The most rows; 10 when this is not called. */
  public TableQuery limit(int rows) {
    if (rows < 1) {
      throw ConnectionErrors.notPositive(rows);
    }
    limit = rows;
    return this;
  }

  /**
   * Runs the query.
   *
   * @throws io.sparklancedb.error.LanceDbException when a column, the filter or the vector does not
   *     fit the table
   */
  public List<Row> rows() {
    if (vector != null) {
      options.nearest(
          new Query.Builder().setColumn(vectorColumn).setKey(vector).setK(limit).build());
    }
    try (DatasetLease lease = table.lease()) {
      if (vector != null) {
        requireVectors(lease.dataset().getSchema());
      }
      return rows(lease.dataset());
    } catch (LanceDbException e) {
      throw e;
    } catch (Exception e) {
      NativeFailure failure = NativeFailure.of(e, table.address().storage());
      throw ConnectionErrors.badQuery(table.address().uri(), failure.reason(), failure.cause());
    }
  }

  /** Lance takes a query of a column that is not there for one of another. */
  private void requireVectors(Schema schema) {
    Optional<Field> column =
        schema.getFields().stream().filter(field -> field.getName().equals(vectorColumn)).findAny();
    String uri = table.address().uri();
    if (column.isEmpty() || !(column.get().getType() instanceof ArrowType.FixedSizeList list)) {
      String reason = column.isEmpty() ? "there is no column '%s'" : "column '%s' holds no vectors";
      throw ConnectionErrors.badQuery(uri, reason.formatted(vectorColumn), null);
    }
    if (list.getListSize() != vector.length) {
      throw ConnectionErrors.badQuery(
          uri,
          "column '%s' holds vectors of %d values, and the query has %d"
              .formatted(vectorColumn, list.getListSize(), vector.length),
          null);
    }
  }

  private List<Row> rows(Dataset dataset) throws Exception {
    if (condition.isPresent() && vector != null) {
      ScalarIndexes.find(condition.get(), dataset, options);
    } else if (condition.isPresent()) {
      options.filter(first(dataset, condition.get()));
    }
    try (LanceScanner scanner = dataset.newScan(options.build());
        ArrowReader batches = scanner.scanBatches()) {
      return rows(batches);
    }
  }

  /**
   * Finds the first rows that meet a condition by their ids: behind any other filter lance-core
   * 7.0.0 makes null structs of some types structs of nulls.
   */
  private String first(Dataset dataset, String filter) throws IOException {
    ScanOptions.Builder noColumns = new ScanOptions.Builder().columns(List.of());
    ScanOptions.Builder matching = ScalarIndexes.find(filter, dataset, noColumns);
    return RowAddresses.hasOneOf(RowAddresses.firstIds(dataset, matching, limit));
  }

  /** Lance's own limit comes before some filters in 7.0.0, and loses rows. */
  private List<Row> rows(ArrowReader batches) throws IOException {
    List<Row> rows = new ArrayList<>();
    while (rows.size() < limit && batches.loadNextBatch()) {
      VectorSchemaRoot batch = batches.getVectorSchemaRoot();
      StructType columns = ArrowToSpark.toSpark(batch.getSchema());
      Iterator<InternalRow> views = ArrowColumns.batch(batch, columns).rowIterator();
      while (rows.size() < limit && views.hasNext()) {
        rows.add(row(views.next(), columns));
      }
    }
    return rows;
  }

  private static Row row(InternalRow view, StructType columns) {
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      var type = columns.fields()[i].dataType();
      values[i] =
          view.isNullAt(i) ? null : CatalystTypeConverters.convertToScala(view.get(i, type), type);
    }
    return new GenericRowWithSchema(values, columns);
  }
}
