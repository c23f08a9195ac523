package io.sparklancedb.client;

import io.sparklancedb.config.DistanceRange;
import io.sparklancedb.config.SearchConfig;
import io.sparklancedb.config.TextSearch;
import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.NativeFailure;
import io.sparklancedb.error.ConnectionErrors;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.index.RowAddresses;
import io.sparklancedb.layout.LanceLayout;
import io.sparklancedb.search.QueriedRows;
import io.sparklancedb.search.QueryCondition;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.lance.Dataset;
import org.lance.ipc.ScanOptions;

/**
 * A query of a few rows: by vector, by the words of texts, by both, or by a condition alone. A
 * condition comes before the ranking.
 */
public final class TableQuery {
  private static final int DEFAULT_LIMIT = 10;
  private static final List<String> VERSIONS =
      List.of(LanceLayout.ROW_CREATED_AT_VERSION, LanceLayout.ROW_LAST_UPDATED_AT_VERSION);

  private final TableHandle table;
  private final Ranks ranks = new Ranks();
  private Optional<QueryCondition> condition = Optional.empty();
  private Optional<List<String>> columns = Optional.empty();
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
    ranks.vector(column, query);
    return this;
  }

  /**
   * Ranks by how well texts fit some words, best first. Rows get a column {@code _score}, a float.
   * With {@link #nearestTo} as well both lists are fused by reciprocal ranks, and rows also get
   * {@code _relevance_score}.
   *
   * @param words of which a text has at least one
   * @param columns with an index of words; all that have one when none is named
   */
  public TableQuery fullTextSearch(String words, String... columns) {
    ranks.text(words, List.of(columns));
    return this;
  }

  /** Keeps, of a search of texts, those that have all of the words. */
  public TableQuery allWords() {
    ranks.match(ranks.words().withOperator(TextSearch.Operator.AND));
    return this;
  }

  /**
   * Takes, in a search of texts, words for one another that differ in so many letters, from 0 to 2.
   */
  public TableQuery fuzziness(int letters) {
    ranks.match(ranks.words().withEdits(letters));
    return this;
  }

  /** Keeps, of a search of texts, those in which the words stand one behind the other. */
  public TableQuery phrase() {
    ranks.match(new TextSearch.Phrase());
    return this;
  }

  /**
   * What a search by vector measures, instead of the metric of the column's index.
   *
   * @param metric {@code l2}, {@code cosine} or {@code dot}
   */
  public TableQuery distanceType(String metric) {
    ranks.metric(metric);
    return this;
  }

  /**
   * Keeps, of a search by vector, the nearest rows whose distance is in a range.
   *
   * @param lowest the least; negative infinity for no bound
   * @param below what is returned is less; positive infinity for no bound
   */
  public TableQuery distanceRange(float lowest, float below) {
    ranks.range(new DistanceRange(lowest, below));
    return this;
  }

  /** How many parts of a vector index are searched; 20 when this is not called. */
  public TableQuery nprobes(int parts) {
    ranks.tuning(ranks.tuning().withProbes(parts, parts));
    return this;
  }

  /**
   * How many parts of a vector index are searched.
   *
   * @param most up to so many, while the condition leaves too few rows
   */
  public TableQuery nprobes(int least, int most) {
    ranks.tuning(ranks.tuning().withProbes(least, most));
    return this;
  }

  /**
   * How many candidates an HNSW index keeps while it searches: at least as many as rows are taken
   * from it.
   */
  public TableQuery ef(int candidates) {
    ranks.tuning(ranks.tuning().withEf(candidates));
    return this;
  }

  /** Compares all rows of a search by vector, and uses no index. */
  public TableQuery bypassVectorIndex() {
    ranks.tuning(ranks.tuning().withoutIndex());
    return this;
  }

  /**
   * For an index that stores compressed vectors: so many times the wanted rows are taken from the
   * index, and ranked by their full vectors. What the index needs when this is not called.
   */
  public TableQuery refineFactor(int factor) {
    ranks.tuning(ranks.tuning().withRefineFactor(factor));
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

  /** The most rows, of a search at most 10,000; 10 when this is not called. */
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
    Optional<SearchConfig.Query> query = ranks.query(uri(), limit);
    try (DatasetLease lease = table.lease()) {
      requireColumns(lease.dataset());
      QueriedRows rows = new QueriedRows(lease.dataset(), columns);
      return query.isEmpty() ? matching(rows) : rows.ranked(uri(), query.get(), limit, condition);
    } catch (LanceDbException e) {
      throw e;
    } catch (Exception e) {
      NativeFailure failure = NativeFailure.of(e, table.address().storage());
      throw ConnectionErrors.badQuery(uri(), failure.reason(), failure.cause());
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
