package io.sparklancedb.search;

import io.sparklancedb.error.ConnectionErrors;
import io.sparklancedb.index.ScalarIndexes;
import io.sparklancedb.layout.LanceLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.Dataset;
import org.lance.index.DistanceType;
import org.lance.index.Index;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.Query;
import org.lance.ipc.ScanOptions;

/**
 * The only class that makes native queries that rank rows. lance-core 7.0.0 answers other forms of
 * such a query wrongly, or ends the process:
 *
 * <ul>
 *   <li>It asks for the row id and the distance, and nothing else: a query that Lance cannot apply
 *       fails then instead of returning all rows, and a row's address or offset beside an index
 *       ends the process. The rest of a row is read by its id.
 *   <li>The filter comes before the ranking, and knows nothing of distances.
 *   <li>The number of probed parts and the refinement are always said.
 *   <li>No index is asked where its rows have moved or keep their ids; then the index's own metric
 *       is asked for by name, since Lance would take another.
 * </ul>
 */
public final class NativeSearch {
  private static final int MORE = 8;

  /** What Lance takes memory for before it looks at the first row: 16 MB. */
  private static final int MOST_RANKED = 1_000_000;

  private final Dataset dataset;
  private final String uri;
  private final VectorQuery query;
  private final VectorColumn column;

  private NativeSearch(Dataset dataset, String uri, VectorQuery query) {
    this.dataset = dataset;
    this.uri = uri;
    this.query = query;
    this.column = VectorColumn.of(dataset, uri, query.column(), query.key().length);
  }

  /** A row of the answer. */
  public record Neighbor(long rowId, float distance) {}

  /**
   * The nearest rows, nearest first; fewer when there are not as many, or vectors are null.
   *
   * @throws io.sparklancedb.error.LanceDbException when the query does not fit the table
   */
  public static List<Neighbor> nearest(Dataset dataset, String uri, VectorQuery query)
      throws Exception {
    return new NativeSearch(dataset, uri, query).nearest();
  }

  private List<Neighbor> nearest() throws Exception {
    query.condition().ifPresent(condition -> condition.require(uri, true));
    Optional<DistanceType> metric = metric();
    int ranked = query.rows();
    while (true) {
      List<Neighbor> found = ranked(ranked, metric);
      List<Neighbor> inRange =
          found.stream()
              .filter(neighbor -> query.range().holds(neighbor.distance()))
              .limit(query.rows())
              .toList();
      if (inRange.size() == query.rows() || !hasMore(found, ranked)) {
        return inRange;
      }
      if (ranked == MOST_RANKED) {
        throw ConnectionErrors.tooFar(uri, MOST_RANKED, query.range().lowest());
      }
      ranked = (int) Math.min(MOST_RANKED, (long) ranked * MORE);
    }
  }

  /** Whether rows behind those that were ranked can be in range. */
  private boolean hasMore(List<Neighbor> found, int ranked) {
    return found.size() == ranked
        && found.get(ranked - 1).distance() < query.range().below()
        && found.get(0).distance() < query.range().lowest();
  }

  private List<Neighbor> ranked(int rows, Optional<DistanceType> metric) throws Exception {
    ScanOptions.Builder scan =
        new ScanOptions.Builder()
            .columns(List.of(LanceLayout.ROW_ID, LanceLayout.DISTANCE))
            .nearest(nativeQuery(rows, metric))
            .prefilter(true);
    query.condition().ifPresent(condition -> condition.find(dataset, scan));
    List<Neighbor> neighbors = new ArrayList<>();
    try (LanceScanner scanner = dataset.newScan(scan.build());
        ArrowReader batches = scanner.scanBatches()) {
      while (batches.loadNextBatch()) {
        add(batches.getVectorSchemaRoot(), neighbors);
      }
    }
    return neighbors;
  }

  private Query nativeQuery(int rows, Optional<DistanceType> metric) {
    // A refinement ranks so many times the rows, which Lance takes memory for.
    int refineFactor = Math.max(1, Math.min(query.refineFactor(), 10 * MOST_RANKED / rows));
    Query.Builder nearest =
        new Query.Builder()
            .setColumn(column.path())
            .setKey(query.key())
            .setK(rows)
            .setNprobes(query.probes())
            .setRefineFactor(refineFactor)
            .setUseIndex(indexIsReliable());
    metric.ifPresent(nearest::setDistanceType);
    return nearest.build();
  }

  private static void add(VectorSchemaRoot batch, List<Neighbor> neighbors) {
    // Lance numbers rows unsigned, and Java's vector type for that reads them signed.
    var ids = batch.getVector(LanceLayout.ROW_ID).getDataBuffer();
    Float4Vector distances = (Float4Vector) batch.getVector(LanceLayout.DISTANCE);
    for (int i = 0; i < batch.getRowCount(); i++) {
      long id = ids.getLong((long) i * BigIntVector.TYPE_WIDTH);
      neighbors.add(new Neighbor(id, distances.get(i)));
    }
  }

  private boolean indexIsReliable() {
    return !dataset.hasStableRowIds() && !ScalarIndexes.haveMoved(dataset);
  }

  /**
   * That of the column's index, where Lance is to be told or its answer depends on it; empty where
   * Lance finds it by itself, or there is no index.
   */
  private Optional<DistanceType> metric() {
    if (indexIsReliable() && !query.isZero()) {
      return Optional.empty();
    }
    Optional<DistanceType> metric =
        dataset.getIndexes().stream()
            .filter(index -> index.fields().equals(List.of(column.id())))
            .filter(NativeSearch::isOfVectors)
            .findFirst()
            .map(index -> metric(dataset.getIndexStatistics(index.name())));
    if (query.isZero() && metric.filter(DistanceType.Cosine::equals).isPresent()) {
      throw ConnectionErrors.zeroByCosine(uri, query.column());
    }
    return metric;
  }

  /** The type is null where lance-core has no name for it. */
  private static boolean isOfVectors(Index index) {
    return index.indexType() != null
        && (index.indexType().name().startsWith("IVF_")
            || index.indexType().name().equals("VECTOR"));
  }

  /** What the statistics tell of each segment. */
  private static DistanceType metric(Map<String, Object> statistics) {
    Object name = ((Map<?, ?>) ((List<?>) statistics.get("indices")).get(0)).get("metric_type");
    for (DistanceType type : DistanceType.values()) {
      if (type.name().equalsIgnoreCase(String.valueOf(name))) {
        return type;
      }
    }
    throw new IllegalStateException("an index with the metric '" + name + "'");
  }
}
