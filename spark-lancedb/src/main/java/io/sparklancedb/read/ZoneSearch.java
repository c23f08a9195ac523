package io.sparklancedb.read;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.filter.ZoneFilter;
import io.sparklancedb.layout.ZoneMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks up in a table's zone maps, once when a scan is planned, where rows may match. Fragments
 * without a zone map are read whole.
 */
final class ZoneSearch {
  /** Each test runs on all zones of its column. */
  private static final int MOST_TESTS = 32;

  /** A fragment is cut only if that saves so many rows. A cut fragment needs a task of its own. */
  private static final long FEWEST_SPARED_ROWS = 8 * SplitSize.FEWEST_ROWS;

  private final TableAddress table;
  private final Map<String, List<ZoneMap>> zoneMaps;

  /** For each test, the rows for which it may hold, in the fragments that have a zone map. */
  private final Map<ZoneFilter.OfColumn, Map<Integer, RowSpan>> spans = new IdentityHashMap<>();

  ZoneSearch(TableAddress table, Map<String, List<ZoneMap>> zoneMaps) {
    this.table = table;
    this.zoneMaps = zoneMaps;
  }

  /** Leaves out rows that cannot match all filters. */
  PrunedFragments prune(PrunedFragments fragments, List<PushedFilter> filters) throws Exception {
    ZoneFilter wanted = new ZoneFilter.All(filters.stream().map(PushedFilter::zones).toList());
    collectTests(wanted);
    if (spans.isEmpty()) {
      return fragments;
    }
    for (Map.Entry<String, List<ZoneMap>> ofColumn : zoneMaps.entrySet()) {
      List<ZoneFilter.OfColumn> tests =
          spans.keySet().stream().filter(t -> t.column().equals(ofColumn.getKey())).toList();
      if (!tests.isEmpty()) {
        for (ZoneMap zoneMap : ofColumn.getValue()) {
          ask(zoneMap, tests);
        }
      }
    }
    List<FragmentSlice> slices = new ArrayList<>();
    for (FragmentSlice slice : fragments.slices()) {
      RowSpan span = span(wanted, slice.fragment().getId());
      if (!span.isEmpty()) {
        slices.add(cut(slice, span));
      }
    }
    return fragments.leaving(slices);
  }

  private void collectTests(ZoneFilter filter) {
    if (filter instanceof ZoneFilter.OfColumn test) {
      if (zoneMaps.containsKey(test.column()) && spans.size() < MOST_TESTS) {
        spans.put(test, new HashMap<>());
      }
    } else {
      filter.parts().forEach(this::collectTests);
    }
  }

  private void ask(ZoneMap zoneMap, List<ZoneFilter.OfColumn> tests) throws Exception {
    new ZoneMapReader(table, zoneMap)
        .read(
            (fragment, rows, zone) -> {
              for (ZoneFilter.OfColumn test : tests) {
                RowSpan found = test.test().mayHold(zone) ? rows : RowSpan.NONE;
                spans.get(test).merge(fragment, found, RowSpan::or);
              }
            });
  }

  private RowSpan span(ZoneFilter filter, int fragment) {
    if (filter instanceof ZoneFilter.OfColumn test) {
      return spans.getOrDefault(test, Map.of()).getOrDefault(fragment, RowSpan.ALL);
    }
    boolean all = filter instanceof ZoneFilter.All;
    RowSpan span = all ? RowSpan.ALL : RowSpan.NONE;
    for (ZoneFilter part : filter.parts()) {
      RowSpan ofPart = span(part, fragment);
      span = all ? span.and(ofPart) : span.or(ofPart);
    }
    return span;
  }

  private static FragmentSlice cut(FragmentSlice slice, RowSpan span) {
    if (!(slice.rows() instanceof RowSelection.All)) {
      return slice;
    }
    long rows = slice.fragment().getPhysicalRows();
    RowSelection.Positions positions =
        new RowSelection.Positions(span.from(), Math.min(rows, span.to()));
    return rows - positions.count() < FEWEST_SPARED_ROWS
        ? slice
        : new FragmentSlice(slice.fragment(), positions);
  }
}
