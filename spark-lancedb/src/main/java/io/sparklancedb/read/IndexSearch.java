package io.sparklancedb.read;

import io.sparklancedb.dataset.ScanCost;
import io.sparklancedb.filter.FilterTranslator;
import io.sparklancedb.index.RowAddresses;
import io.sparklancedb.index.ScalarIndexes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.lance.Dataset;
import org.lance.FragmentMetadata;
import org.lance.ipc.ScanOptions;

/**
 * Asks the indexes of a table, once when a scan is planned, which rows match. A fragment that is
 * not indexed is always read.
 */
final class IndexSearch {
  /** Lance looks one key up in the time in which it scans so many rows. */
  private static final long ROWS_OF_A_KEY = 1_300;

  /** Looking so few keys up takes milliseconds, so it pays even in a small table. */
  private static final long FEW_KEYS = 100;

  /** Above one row in so many, a scan is faster than fetching each row. */
  private static final long ROWS_OF_A_MATCH = 16;

  /** The most matches to take from an index. A filter with more matches prunes nothing. */
  private static final long MOST_MATCHES = 1_000_000;

  /** The most row ids to hand to tasks. Each takes about ten bytes in a filter. */
  private static final long MOST_IDS = 10_000;

  private final Dataset dataset;
  private final ScalarIndexes indexes;

  IndexSearch(Dataset dataset, ScalarIndexes indexes) {
    this.dataset = dataset;
    this.indexes = indexes;
  }

  /**
   * @param fragments all of the table, in its order
   * @param filters all of which must hold
   */
  PrunedFragments prune(List<FragmentMetadata> fragments, List<PushedFilter> filters)
      throws IOException {
    if (filters.stream().anyMatch(this::isMisleading)) {
      return PrunedFragments.all(fragments, PrunedFragments.Indexes.MISLEADING);
    }
    List<PushedFilter> indexed =
        filters.stream().filter(filter -> isIndexed(filter.columns())).toList();
    List<FragmentMetadata> covered =
        fragments.stream().filter(fragment -> isCovered(fragment, indexed)).toList();
    if (indexed.isEmpty() || covered.isEmpty()) {
      return PrunedFragments.all(fragments, PrunedFragments.Indexes.SILENT);
    }
    long rows = covered.stream().mapToLong(FragmentMetadata::getPhysicalRows).sum();
    long keys = indexed.stream().mapToLong(PushedFilter::literals).sum();
    if (keys > FEW_KEYS && keys * ROWS_OF_A_KEY > rows) {
      return PrunedFragments.all(fragments, PrunedFragments.Indexes.TOO_MANY);
    }
    long most = Math.min(MOST_MATCHES, Math.max(MOST_IDS, rows / ROWS_OF_A_MATCH));
    Matches matches = matches(new Coverage(fragments, covered), indexed, most);
    if (matches.count > most) {
      boolean certain = most < MOST_MATCHES;
      return PrunedFragments.all(
          fragments, certain ? PrunedFragments.Indexes.TOO_MANY : PrunedFragments.Indexes.SILENT);
    }
    return found(fragments, indexed, matches);
  }

  private boolean isMisleading(PushedFilter filter) {
    return filter.columns().stream().anyMatch(indexes.unreliableColumns()::contains);
  }

  private boolean isIndexed(Iterable<String> columns) {
    boolean any = false;
    for (String column : columns) {
      if (!indexes.fragmentsOfColumn().containsKey(column)) {
        return false;
      }
      any = true;
    }
    return any;
  }

  private boolean isCovered(FragmentMetadata fragment, List<PushedFilter> indexed) {
    return indexed.stream().allMatch(f -> indexes.covers(fragment.getId(), f.columns()));
  }

  private PrunedFragments found(
      List<FragmentMetadata> fragments, List<PushedFilter> indexed, Matches matches) {
    List<FragmentSlice> slices = new ArrayList<>();
    int pruned = 0;
    for (FragmentMetadata fragment : fragments) {
      Matches.OfFragment found = matches.ofFragment.get(fragment.getId());
      if (!isCovered(fragment, indexed)) {
        slices.add(FragmentSlice.whole(fragment));
      } else if (found == null) {
        pruned++;
      } else {
        slices.add(new FragmentSlice(fragment, found.rows(matches.count)));
      }
    }
    return new PrunedFragments(slices, pruned, indexed, PrunedFragments.Indexes.FOUND);
  }

  private Matches matches(Coverage coverage, List<PushedFilter> filters, long most)
      throws IOException {
    ScanOptions.Builder options =
        new ScanOptions.Builder()
            .columns(List.of())
            .filter(FilterTranslator.and(PushedFilter.sql(filters)));
    Set<Integer> ids = coverage.ids();
    if (coverage.isWorthNaming()) {
      options.fragmentIds(List.copyOf(ids));
    }
    Matches matches = new Matches();
    RowAddresses.visit(
        dataset,
        options,
        (address, id) ->
            !ids.contains((int) (address >>> Integer.SIZE)) || matches.add(address, id) <= most);
    return matches;
  }

  /**
   * Where an index answers.
   *
   * @param fragments all of the table
   * @param covered those of them that the index covers
   */
  private record Coverage(List<FragmentMetadata> fragments, List<FragmentMetadata> covered) {
    /** In tenths: lance-core 7.0.0 looks each named fragment up in the list of all. */
    private static final long NAMING_TENTH_NANOS = 4;

    Set<Integer> ids() {
      return covered.stream().map(FragmentMetadata::getId).collect(Collectors.toSet());
    }

    /** Whether to name the covered fragments takes less time than to scan the others as well. */
    boolean isWorthNaming() {
      long others = fragments.size() - (long) covered.size();
      long rows = rows(fragments) - rows(covered);
      long naming = NAMING_TENTH_NANOS * fragments.size() * covered.size() / 10;
      return naming < ScanCost.nanos(rows, others);
    }

    private static long rows(List<FragmentMetadata> fragments) {
      return fragments.stream().mapToLong(FragmentMetadata::getPhysicalRows).sum();
    }
  }

  /** The ids of matching rows by fragment. When there are many, they are only counted. */
  private static final class Matches {
    private final Map<Integer, OfFragment> ofFragment = new HashMap<>();
    private long count;

    /** Returns how many there are now. */
    long add(long address, long id) {
      OfFragment found =
          ofFragment.computeIfAbsent(
              (int) (address >>> Integer.SIZE), fragment -> new OfFragment());
      found.count++;
      count++;
      if (count <= MOST_IDS) {
        found.ids.add(id);
      }
      return count;
    }

    private static final class OfFragment {
      private final List<Long> ids = new ArrayList<>();
      private long count;

      RowSelection rows(long all) {
        return all <= MOST_IDS ? new RowSelection.RowIds(ids) : new RowSelection.MatchCount(count);
      }
    }
  }
}
