package io.sparklancedb.search;

import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.job.JobRunner;
import io.sparklancedb.job.Piece;
import io.sparklancedb.search.NativeSearch.Hit;
import io.sparklancedb.search.NativeSearch.Hits;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;

/**
 * Compares all vectors of a large version in tasks, some fragments in each. The nearest of each
 * together are the nearest of all.
 */
record FlatSearch(TableReference table, JobRunner runner) {
  /** The most rows that are compared on the driver: 128 floats of each take 0.3 s of CPU. */
  private static final long MOST_ON_DRIVER = 1_000_000;

  private static final long FEWEST_ROWS_OF_A_TASK = 250_000;

  /** More than there are cores, as tasks need not be equally long. */
  private static final int TASKS_OF_A_CORE = 2;

  /** {@code job} takes tasks for any table, for tests. */
  private static final String FORCED = "io.sparklancedb.search";

  static boolean isFor(Dataset dataset) {
    return "job".equals(System.getProperty(FORCED)) || dataset.countRows() > MOST_ON_DRIVER;
  }

  /** In no order. */
  Hits nearest(Dataset dataset, NearestRequest request) {
    Common common = Common.of(table, request);
    String description = "Search %d rows of %s".formatted(dataset.countRows(), table.address());
    List<Hit> hits = new ArrayList<>();
    long compared = 0;
    for (Found found : runner.run(description, common, pieces(dataset))) {
      for (int i = 0; i < found.rowIds().length; i++) {
        hits.add(new Hit(found.rowIds()[i], found.ranks()[i]));
      }
      compared += found.compared();
    }
    return new Hits(hits, compared);
  }

  private List<Group> pieces(Dataset dataset) {
    long share = dataset.countRows() / ((long) TASKS_OF_A_CORE * runner.parallelism());
    long rowsOfATask =
        System.getProperty(FORCED) == null ? Math.max(FEWEST_ROWS_OF_A_TASK, share) : 1;
    List<Group> groups = new ArrayList<>();
    List<Integer> open = new ArrayList<>();
    long rows = 0;
    for (Fragment fragment : dataset.getFragments()) {
      FragmentMetadata metadata = fragment.metadata();
      open.add(fragment.getId());
      rows += metadata.getNumRows();
      if (rows >= rowsOfATask) {
        groups.add(new Group(open));
        open = new ArrayList<>();
        rows = 0;
      }
    }
    if (!open.isEmpty()) {
      groups.add(new Group(open));
    }
    return groups;
  }

  /** What all tasks need. */
  private record Common(
      TableReference table,
      String path,
      float[] key,
      int rows,
      String metric,
      List<QueryCondition> condition)
      implements Serializable {
    private static Common of(TableReference table, NearestRequest request) {
      return new Common(
          table,
          request.path(),
          request.key(),
          request.rows(),
          request.metric().name(),
          request.condition().stream().toList());
    }

    private NearestRequest of(List<Integer> fragments) {
      Optional<QueryCondition> only = condition.stream().findFirst();
      return NearestRequest.flat(path, key, rows, VectorIndex.type(metric), only, fragments);
    }
  }

  /** The nearest rows of a task. */
  private record Found(long[] rowIds, float[] ranks, long compared) implements Serializable {}

  /** Some fragments. */
  private record Group(List<Integer> fragments) implements Piece<Common, Found> {
    private Group {
      fragments = List.copyOf(fragments);
    }

    @Override
    public Found run(Common common) throws Exception {
      try (DatasetLease lease = TableLoader.lease(common.table())) {
        Hits hits = NativeSearch.nearest(lease.dataset(), common.of(fragments));
        long[] rowIds = new long[hits.hits().size()];
        float[] ranks = new float[rowIds.length];
        for (int i = 0; i < rowIds.length; i++) {
          rowIds[i] = hits.hits().get(i).rowId();
          ranks[i] = hits.hits().get(i).rank();
        }
        return new Found(rowIds, ranks, hits.compared());
      }
    }
  }
}
