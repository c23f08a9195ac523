package io.sparklancedb.search;

import io.sparklancedb.read.RankedRows.Ranked;
import io.sparklancedb.search.NativeSearch.Hit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fuses two lists by reciprocal ranks, as LanceDB does: a row counts {@code 1 / (k + place)} in
 * each, the first place being 0.
 */
record RankFusion(int k) {
  private static final class Fused {
    private Float distance;
    private Float score;
    private float relevance;
  }

  /**
   * The rows that count most, in that order, with distance, score and relevance. Among equals those
   * come first that are nearer.
   */
  List<Ranked> of(List<Hit> nearest, List<Hit> best, int rows) {
    Map<Long, Fused> all = new LinkedHashMap<>();
    for (int place = 0; place < nearest.size(); place++) {
      Fused row = counted(all, nearest.get(place), place);
      row.distance = nearest.get(place).rank();
    }
    for (int place = 0; place < best.size(); place++) {
      Fused row = counted(all, best.get(place), place);
      row.score = best.get(place).rank();
    }
    List<Ranked> fused = new ArrayList<>();
    all.forEach(
        (id, row) ->
            fused.add(new Ranked(id, Arrays.asList(row.distance, row.score, row.relevance))));
    fused.sort(Comparator.comparing((Ranked row) -> row.values().get(2)).reversed());
    return fused.subList(0, Math.min(rows, fused.size()));
  }

  private Fused counted(Map<Long, Fused> all, Hit hit, int place) {
    Fused row = all.computeIfAbsent(hit.rowId(), id -> new Fused());
    row.relevance += 1f / (k + place);
    return row;
  }
}
