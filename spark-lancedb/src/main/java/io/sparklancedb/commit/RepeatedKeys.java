package io.sparklancedb.commit;

import io.sparklancedb.arrow.column.CellText;
import io.sparklancedb.commit.WrittenFragment.Content;
import io.sparklancedb.job.Piece;
import io.sparklancedb.key.KeyHash;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;

/**
 * Reads the written keys again that have one of a few hashes.
 *
 * @param fragments by their places
 */
record RepeatedKeys(List<Integer> fragments)
    implements Piece<RepeatedKeys.Common, ArrayList<RepeatedKeys.Key>> {
  /** What all pieces have in common. */
  record Common(MergeSpec spec, KeyHash hash, Set<Long> hashes) implements Serializable {}

  /**
   * A key with one of the hashes.
   *
   * @param exact the same for the same key only
   * @param text for messages
   * @param times how many rows have it
   */
  record Key(Content content, String exact, String text, int times) implements Serializable {
    private Key oneMore() {
      return new Key(content, exact, text, times + 1);
    }
  }

  @Override
  public ArrayList<Key> run(Common common) {
    WrittenKeys written = common.spec.written().only(fragments);
    ArrayList<Key> found = new ArrayList<>();
    for (Content content : Content.values()) {
      Map<String, Key> keys = new LinkedHashMap<>();
      written.read(
          content,
          (fragment, first, batch) -> {
            Piece.stopIfCancelled();
            add(common, content, batch, keys);
            return true;
          });
      found.addAll(keys.values());
    }
    return found;
  }

  private static void add(
      Common common, Content content, FieldVector batch, Map<String, Key> keys) {
    long[] hashes = new long[batch.getValueCount()];
    common.hash.put(batch, hashes.length, hashes, 0);
    for (int i = 0; i < hashes.length; i++) {
      if (common.hashes.contains(hashes[i])) {
        int position = i;
        String exact = KeyHash.exact(batch, i);
        keys.compute(
            exact,
            (same, known) ->
                known == null
                    ? new Key(content, exact, CellText.of(batch, position), 1)
                    : known.oneMore());
      }
    }
  }
}
