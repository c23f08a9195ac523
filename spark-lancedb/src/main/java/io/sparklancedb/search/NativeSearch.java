package io.sparklancedb.search;

import io.sparklancedb.config.Probes;
import io.sparklancedb.config.TextSearch;
import io.sparklancedb.layout.LanceLayout;
import io.sparklancedb.search.NearestRequest.Indexed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.Dataset;
import org.lance.ipc.FullTextQuery;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.Query;
import org.lance.ipc.ScanOptions;
import org.lance.ipc.ScanStats;

/**
 * The only class that makes native queries that rank rows. lance-core 7.0.0 answers other forms of
 * such a query wrongly, or ends the process:
 *
 * <ul>
 *   <li>It asks for the row id and the rank, and nothing else: a query that Lance cannot apply
 *       fails then instead of returning all rows, and a row's address or offset beside an index
 *       ends the process. The rest of a row is read by its id.
 *   <li>The filter comes before the ranking, and knows nothing of ranks.
 *   <li>The number of probed parts and the refinement are always said.
 *   <li>Texts are searched in all of a table at once: by fragments Lance finds none of them.
 * </ul>
 */
final class NativeSearch {
  /** What Lance takes memory for before it looks at the first row: 16 MB. */
  static final int MOST_RANKED = 1_000_000;

  /** Words that are like one of the query; Lance's own default. */
  private static final int MOST_EXPANSIONS = 50;

  private static final Indexed NO_INDEX = new Indexed(Probes.DEFAULT, 1, Optional.empty());
  private static final String ROWS_SCANNED = "rows_scanned";

  private NativeSearch() {}

  /**
   * A row of an answer.
   *
   * @param rank its distance, or its score
   */
  record Hit(long rowId, float rank) {}

  /**
   * An answer in the order of Lance, nearest or best first.
   *
   * @param compared rows that were compared with the query, as far as Lance tells
   */
  record Hits(List<Hit> hits, long compared) {}

  /** So many of the rows nearest to a vector. */
  static Hits nearest(Dataset dataset, NearestRequest request) throws Exception {
    ScanOptions.Builder scan = scan(LanceLayout.DISTANCE).nearest(query(request));
    if (!request.fragments().isEmpty()) {
      scan.fragmentIds(request.fragments());
    }
    request.condition().ifPresent(condition -> condition.find(dataset, scan));
    return hits(dataset, scan, LanceLayout.DISTANCE);
  }

  /** Lance searches flat by the same query. */
  private static Query query(NearestRequest request) {
    Indexed index = request.index().orElse(NO_INDEX);
    // A refinement ranks so many times the rows, which Lance takes memory for.
    int refineFactor =
        Math.max(1, Math.min(index.refineFactor(), 10 * MOST_RANKED / request.rows()));
    Query.Builder nearest =
        new Query.Builder()
            .setColumn(request.path())
            .setKey(request.key())
            .setK(request.rows())
            .setDistanceType(request.metric())
            .setUseIndex(request.index().isPresent())
            .setMinimumNprobes(index.probes().fewest())
            .setMaximumNprobes(index.probes().most())
            .setRefineFactor(refineFactor);
    index.ef(request.rows()).ifPresent(nearest::setEf);
    return nearest.build();
  }

  /** So many of the rows whose texts fit best. */
  static Hits texts(Dataset dataset, TextQuery query) throws Exception {
    ScanOptions.Builder scan =
        scan(LanceLayout.SCORE).fullTextQuery(words(query)).limit(query.rows());
    query.condition().ifPresent(condition -> condition.find(dataset, scan));
    return hits(dataset, scan, LanceLayout.SCORE);
  }

  private static FullTextQuery words(TextQuery query) {
    String column = query.columns().get(0);
    if (query.match() instanceof TextSearch.Words words) {
      FullTextQuery.Operator operator = FullTextQuery.Operator.valueOf(words.operator().name());
      return query.columns().size() > 1
          ? FullTextQuery.multiMatch(query.text(), query.columns(), null, operator)
          : FullTextQuery.match(
              query.text(), column, 1, words.edits().most(), MOST_EXPANSIONS, operator, 0);
    }
    return FullTextQuery.phrase(query.text(), column);
  }

  private static ScanOptions.Builder scan(String rank) {
    return new ScanOptions.Builder()
        .columns(List.of(LanceLayout.ROW_ID, rank))
        .prefilter(true)
        .collectStats(true);
  }

  private static Hits hits(Dataset dataset, ScanOptions.Builder scan, String rank)
      throws Exception {
    List<Hit> hits = new ArrayList<>();
    try (LanceScanner scanner = dataset.newScan(scan.build());
        ArrowReader batches = scanner.scanBatches()) {
      while (batches.loadNextBatch()) {
        add(batches.getVectorSchemaRoot(), rank, hits);
      }
      return new Hits(hits, scanner.getStats().map(NativeSearch::compared).orElse(0L));
    }
  }

  private static long compared(ScanStats stats) {
    Map<String, Long> counts = stats.getAllCounts();
    return stats.getIndexComparisons() + counts.getOrDefault(ROWS_SCANNED, 0L);
  }

  private static void add(VectorSchemaRoot batch, String rank, List<Hit> hits) {
    // Lance numbers rows unsigned, and Java's vector type for that reads them signed.
    var ids = batch.getVector(LanceLayout.ROW_ID).getDataBuffer();
    Float4Vector ranks = (Float4Vector) batch.getVector(rank);
    for (int i = 0; i < batch.getRowCount(); i++) {
      hits.add(new Hit(ids.getLong((long) i * BigIntVector.TYPE_WIDTH), ranks.get(i)));
    }
  }
}
