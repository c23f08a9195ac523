package io.sparklancedb.search;

import io.sparklancedb.config.DistanceMetric;
import io.sparklancedb.config.Probes;
import io.sparklancedb.error.ConnectionErrors;
import io.sparklancedb.index.ScalarIndexes;
import io.sparklancedb.search.NativeSearch.Hit;
import io.sparklancedb.search.NativeSearch.Hits;
import io.sparklancedb.search.NearestRequest.Indexed;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.lance.Dataset;
import org.lance.index.DistanceType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Searches one version by vector. No index is asked where its rows have moved or keep their ids;
 * then the index's own metric is asked for by name, since Lance would take another.
 */
final class VectorScan {
  private static final Logger LOG = LoggerFactory.getLogger(VectorScan.class);

  /** Tables of which it has been said that an index is not used. */
  private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

  private static final int MORE = 8;
  private static final Comparator<Hit> NEAREST =
      Comparator.comparing(Hit::rank).thenComparing(Hit::rowId);

  private final Dataset dataset;
  private final String uri;
  private final Optional<FlatSearch> tasks;
  private final VectorQuery query;
  private final VectorColumn column;
  private final Optional<VectorIndex> index;
  private final Optional<VectorIndex> usable;
  private Optional<Indexed> how = Optional.empty();

  /**
   * @throws io.sparklancedb.error.LanceDbException when the query does not fit the table
   */
  VectorScan(Engine engine, VectorQuery query) {
    this.dataset = engine.dataset();
    this.uri = engine.uri();
    this.tasks = engine.tasks().filter(ignored -> FlatSearch.isFor(dataset));
    this.query = query;
    this.column = VectorColumn.of(dataset, uri, query.column(), query.key().length);
    this.index = VectorIndex.of(dataset, column.id());
    boolean isReliable = !dataset.hasStableRowIds() && !ScalarIndexes.haveMoved(dataset);
    if (!isReliable && query.tuning().usesIndex()) {
      index.ifPresent(this::warn);
    }
    this.usable =
        index.filter(
            found -> isReliable && query.tuning().usesIndex() && found.metric().equals(metric()));
  }

  private void warn(VectorIndex unused) {
    if (WARNED.add(uri)) {
      LOG.warn(
          "Searches of table {} do not use index {}, and compare all rows: lance-core 7.0.0 finds too few rows by it, since {}.",
          uri,
          unused.name(),
          dataset.hasStableRowIds()
              ? "the table has stable row ids"
              : "a compaction has left it for later to tell indexes where the rows are now");
    }
  }

  /** Refuses what Lance would answer wrongly. */
  void check() {
    query.condition().ifPresent(condition -> condition.require(uri, true));
    if (query.isZero() && metric() == DistanceType.Cosine) {
      throw ConnectionErrors.zeroByCosine(uri, query.column());
    }
  }

  /** The nearest rows, nearest first; fewer when there are not as many, or vectors are null. */
  Hits nearest() throws Exception {
    check();
    how = usable.map(this::indexed);
    int ranked = query.rows();
    long compared = 0;
    while (true) {
      Hits found = ranked(request().withRows(ranked));
      compared += found.compared();
      List<Hit> inRange =
          found.hits().stream()
              .filter(hit -> query.range().holds(hit.rank()))
              .limit(query.rows())
              .toList();
      if (inRange.size() == query.rows() || !hasMore(found.hits(), ranked)) {
        return new Hits(inRange, compared);
      }
      if (ranked == NativeSearch.MOST_RANKED) {
        throw ConnectionErrors.tooFar(uri, NativeSearch.MOST_RANKED, query.range().lowest());
      }
      ranked = (int) Math.min(NativeSearch.MOST_RANKED, (long) ranked * MORE);
    }
  }

  /** Whether rows behind those that were ranked can be in range. */
  private boolean hasMore(List<Hit> found, int ranked) {
    return found.size() == ranked
        && found.get(ranked - 1).rank() < query.range().below()
        && found.get(0).rank() < query.range().lowest();
  }

  /** The parts of an index that are probed may hold fewer rows than are wanted. */
  private Hits ranked(NearestRequest request) throws Exception {
    Hits found =
        request.index().isPresent() ? NativeSearch.nearest(dataset, request) : flat(request);
    if (usable.isPresent() && found.hits().size() < request.rows()) {
      Hits all = flat(request.withoutIndex());
      found = new Hits(all.hits(), found.compared() + all.compared());
    }
    return new Hits(
        found.hits().stream().sorted(NEAREST).limit(request.rows()).toList(), found.compared());
  }

  private Hits flat(NearestRequest request) throws Exception {
    return tasks.isPresent()
        ? tasks.get().nearest(dataset, request)
        : NativeSearch.nearest(dataset, request);
  }

  private NearestRequest request() {
    return new NearestRequest(
        column.path(), query.key(), query.rows(), metric(), how, query.condition(), List.of());
  }

  private Indexed indexed(VectorIndex used) {
    return new Indexed(
        query.tuning().probes().orElseGet(this::probes),
        query.tuning().refineFactor().orElseGet(used::refineFactor),
        query.tuning().ef());
  }

  private Probes probes() {
    return query
        .condition()
        .map(condition -> Probes.among(condition.count(dataset), dataset.countRows()))
        .orElse(Probes.DEFAULT);
  }

  private DistanceType metric() {
    return query
        .metric()
        .map(VectorIndex::type)
        .or(() -> index.map(VectorIndex::metric))
        .orElseGet(() -> VectorIndex.type(DistanceMetric.L2));
  }

  /** For {@code EXPLAIN}; to be asked when it has searched. */
  String description() {
    return "nearest %d by %s to a vector of %d values in %s%s"
        .formatted(
            query.rows(),
            metric().name().toLowerCase(Locale.ROOT),
            query.key().length,
            query.column(),
            usable.map(this::ofIndex).orElse(tasks.isPresent() ? ", flat in tasks" : ", flat"));
  }

  private String ofIndex(VectorIndex used) {
    Indexed settings = how.orElseThrow();
    return ", index %s (%s), nprobes %s, refine factor %d%s"
        .formatted(
            used.name(),
            used.kind(),
            settings.probes(),
            settings.refineFactor(),
            settings.ef(query.rows()).map(ef -> ", ef " + ef).orElse(""));
  }
}
