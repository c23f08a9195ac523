package io.sparklancedb.client;

import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.NativeFailure;
import io.sparklancedb.error.ConnectionErrors;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.index.RowAddresses;
import io.sparklancedb.layout.LanceLayout;
import io.sparklancedb.search.DistanceRange;
import io.sparklancedb.search.NativeSearch;
import io.sparklancedb.search.NativeSearch.Neighbor;
import io.sparklancedb.search.QueriedRows;
import io.sparklancedb.search.QueryCondition;
import io.sparklancedb.search.VectorQuery;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.lance.Dataset;
import org.lance.ipc.ScanOptions;

/** A query of a few rows: by vector, by condition, or both, the condition before the ranking. */
public final class TableQuery {
  private static final int DEFAULT_LIMIT = 10;
  private static final List<String> VERSIONS =
      List.of(LanceLayout.ROW_CREATED_AT_VERSION, LanceLayout.ROW_LAST_UPDATED_AT_VERSION);

  private final TableHandle table;
  private Optional<QueryCondition> condition = Optional.empty();
  private Optional<List<String>> columns = Optional.empty();
  private String vectorColumn;
  private float[] vector;
  private DistanceRange range = DistanceRange.ALL;
  private int probes = VectorQuery.DEFAULT_PROBES;
  private int refineFactor = VectorQuery.LEAST_REFINE_FACTOR;
  private int limit = DEFAULT_LIMIT;

  TableQuery(TableHandle table) {
    this.table = table;
  }

  /**
   * Ranks by the distance to a vector, nearest first, in the metric of the column's index, or by
   * the square of the Euclidean distance. Rows get a column {@code _distance}, a float in the
   * metric's own scale. Rows without a vector are left out.
   *
   * @param column its name, or the path of a field in structs, such as {@code s.embedding}
   */
  public TableQuery nearestTo(String column, float[] query) {
    vectorColumn = column;
    vector = query.clone();
    return this;
  }

  /**
   * Keeps, of a search by vector, the nearest rows whose distance is in a range.
   *
   * @param lowest the least; negative infinity for no bound
   * @param below what is returned is less; positive infinity for no bound
   */
  public TableQuery distanceRange(float lowest, float below) {
    range = new DistanceRange(lowest, below);
    return this;
  }

  /** How many parts of a vector index are searched; 20 when this is not called. */
  public TableQuery nprobes(int parts) {
    probes = parts;
    return this;
  }

  /**
   * For an index that stores compressed vectors: so many times the wanted rows are taken from the
   * index, and ranked by their full vectors. 1 when this is not called.
   */
  public TableQuery refineFactor(int factor) {
    refineFactor = factor;
    return this;
  }

  /**
   * @param filter a condition in Lance's SQL on columns of the table, and {@code _rowid}
   */
  public TableQuery where(String filter) {
    condition = Optional.of(new QueryCondition(filter));
    return this;
  }

  public TableQuery select(String... names) {
    columns = Optional.of(List.of(names));
    return this;
  }

  /** The most rows, of a search by vector at most 10,000; 10 when this is not called. */
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
   * @throws io.sparklancedb.error.LanceDbException when a column, the condition or the vector does
   *     not fit the table
   */
  public List<Row> rows() {
    requireVectorIfNeeded();
    try (DatasetLease lease = table.lease()) {
      requireColumns(lease.dataset());
      QueriedRows rows = new QueriedRows(lease.dataset(), columns);
      return vector == null ? matching(rows) : rows.of(nearest(lease.dataset()));
    } catch (LanceDbException e) {
      throw e;
    } catch (Exception e) {
      NativeFailure failure = NativeFailure.of(e, table.address().storage());
      throw ConnectionErrors.badQuery(uri(), failure.reason(), failure.cause());
    }
  }

  private void requireVectorIfNeeded() {
    boolean isOfVectors =
        !range.equals(DistanceRange.ALL)
            || probes != VectorQuery.DEFAULT_PROBES
            || refineFactor != VectorQuery.LEAST_REFINE_FACTOR;
    if (vector == null && isOfVectors) {
      throw ConnectionErrors.withoutVector(uri());
    }
  }

  private String uri() {
    return table.address().uri();
  }

  /** Lance says that all rows are of version 1 where it does not know. */
  private void requireColumns(Dataset dataset) {
    if (!dataset.hasStableRowIds()) {
      columns.stream()
          .flatMap(List::stream)
          .filter(VERSIONS::contains)
          .forEach(
              name -> {
                throw ConnectionErrors.unreliableColumn(uri(), name);
              });
    }
  }

  private List<Neighbor> nearest(Dataset dataset) throws Exception {
    if (dataset.getSchema().getFields().stream()
        .anyMatch(field -> field.getName().equals(LanceLayout.DISTANCE))) {
      throw ConnectionErrors.ownDistance(uri());
    }
    return NativeSearch.nearest(
        dataset,
        uri(),
        new VectorQuery(vectorColumn, vector, limit, probes, refineFactor, condition, range));
  }

  /**
   * Finds the rows by the condition, and reads them by their ids: behind any other filter
   * lance-core 7.0.0 returns some null structs as structs of nulls.
   */
  private List<Row> matching(QueriedRows rows) throws Exception {
    if (condition.isEmpty()) {
      return rows.first(new ScanOptions.Builder(), limit);
    }
    condition.get().require(uri(), false);
    ScanOptions.Builder matching =
        condition.get().find(rows.dataset(), new ScanOptions.Builder().columns(List.of()));
    return rows.withIds(RowAddresses.firstIds(rows.dataset(), matching, limit));
  }
}
