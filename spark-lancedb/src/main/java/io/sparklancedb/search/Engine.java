package io.sparklancedb.search;

import io.sparklancedb.config.SearchConfig.ByText;
import io.sparklancedb.config.SearchConfig.ByVector;
import io.sparklancedb.config.SearchConfig.Hybrid;
import io.sparklancedb.config.SearchConfig.Query;
import io.sparklancedb.config.VectorSearch;
import io.sparklancedb.error.SearchErrors;
import io.sparklancedb.layout.LanceLayout;
import io.sparklancedb.read.RankedRows;
import io.sparklancedb.read.RankedRows.Ranked;
import io.sparklancedb.search.NativeSearch.Hits;
import io.sparklancedb.types.VectorType;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.lance.Dataset;

/**
 * Ranks the rows of an open dataset, by vector, by texts, or both.
 *
 * @param uri for messages
 * @param rows the most that are returned
 * @param condition which rows are ranked at all
 * @param tasks in which all vectors of a large table are compared; empty to stay on the driver
 */
record Engine(
    Dataset dataset,
    String uri,
    Query query,
    int rows,
    Optional<QueryCondition> condition,
    Optional<FlatSearch> tasks) {
  /** What is said of each row. */
  public static StructType columns(Query query) {
    if (query instanceof ByVector) {
      return new StructType().add(LanceLayout.DISTANCE, DataTypes.FloatType, false);
    }
    if (query instanceof ByText) {
      return new StructType().add(LanceLayout.SCORE, DataTypes.FloatType, false);
    }
    return new StructType()
        .add(LanceLayout.DISTANCE, DataTypes.FloatType, true)
        .add(LanceLayout.SCORE, DataTypes.FloatType, true)
        .add(LanceLayout.RELEVANCE, DataTypes.FloatType, false);
  }

  /**
   * Looks whether the table can be searched so, without searching it.
   *
   * @throws io.sparklancedb.error.LanceDbException when it cannot
   */
  public void check() throws Exception {
    requireOtherNames();
    if (query instanceof ByVector by) {
      vectors(by.vector(), rows).check();
    } else if (query instanceof ByText by) {
      new TextScan(this, by.text(), rows);
    } else if (query instanceof Hybrid by) {
      vectors(by.vector(), by.fusion().candidates()).check();
      new TextScan(this, by.text(), by.fusion().candidates());
    }
  }

  /** The best first. */
  public RankedRows ranked() throws Exception {
    requireOtherNames();
    if (query instanceof ByVector by) {
      VectorScan scan = vectors(by.vector(), rows);
      return ranked(scan.nearest(), scan.description());
    }
    if (query instanceof ByText by) {
      TextScan scan = new TextScan(this, by.text(), rows);
      return ranked(scan.best(), scan.description());
    }
    return fused((Hybrid) query);
  }

  private static RankedRows ranked(Hits found, String description) {
    return new RankedRows(
        found.hits().stream().map(hit -> new Ranked(hit.rowId(), List.of(hit.rank()))).toList(),
        description,
        found.compared());
  }

  private RankedRows fused(Hybrid by) throws Exception {
    VectorScan vectors = vectors(by.vector(), by.fusion().candidates());
    TextScan texts = new TextScan(this, by.text(), by.fusion().candidates());
    Hits nearest = vectors.nearest();
    Hits best = texts.best();
    return new RankedRows(
        new RankFusion(by.fusion().rrfK()).of(nearest.hits(), best.hits(), rows),
        "fused by rank: %s; %s".formatted(vectors.description(), texts.description()),
        nearest.compared() + best.compared());
  }

  private VectorScan vectors(VectorSearch search, int most) {
    return new VectorScan(
        this,
        new VectorQuery(
            search.column().orElseGet(this::onlyVectorColumn),
            search.key(),
            most,
            search.metric(),
            search.tuning(),
            condition,
            search.range()));
  }

  private String onlyVectorColumn() {
    List<String> names =
        dataset.getSchema().getFields().stream()
            .filter(field -> VectorType.of(field).isPresent())
            .map(Field::getName)
            .toList();
    if (names.isEmpty()) {
      throw SearchErrors.noVectorColumn(uri);
    }
    if (names.size() > 1) {
      throw SearchErrors.severalVectorColumns(uri, names);
    }
    return names.get(0);
  }

  private void requireOtherNames() {
    List<String> names = dataset.getSchema().getFields().stream().map(Field::getName).toList();
    for (String added : columns(query).fieldNames()) {
      if (names.stream().anyMatch(added::equalsIgnoreCase)) {
        throw SearchErrors.ownColumn(uri, added);
      }
    }
  }
}
