package io.sparklancedb.it;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether some serial order of what several writers did, each in its own order, explains a state.
 */
public final class SerialOrder {
  private final List<List<TableChange>> writers;
  private final Map<Long, String> wanted;

  private SerialOrder(List<List<TableChange>> writers, Map<Long, String> wanted) {
    this.writers = writers;
    this.wanted = wanted;
  }

  /**
   * @param writers what each did, in its order, as far as it was committed
   */
  public static boolean explains(
      Map<Long, String> first, List<List<TableChange>> writers, Map<Long, String> last) {
    return new SerialOrder(writers, last).isReached(new TreeMap<>(first), new int[writers.size()]);
  }

  private boolean isReached(TreeMap<Long, String> state, int[] done) {
    boolean ended = true;
    for (int i = 0; i < done.length; i++) {
      if (done[i] < writers.get(i).size()) {
        ended = false;
        TreeMap<Long, String> next = new TreeMap<>(state);
        writers.get(i).get(done[i]).apply(next);
        int[] nextDone = done.clone();
        nextDone[i]++;
        if (isReached(next, nextDone)) {
          return true;
        }
      }
    }
    return ended && state.equals(wanted);
  }
}
