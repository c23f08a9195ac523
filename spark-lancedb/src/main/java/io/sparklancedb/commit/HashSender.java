package io.sparklancedb.commit;

import io.sparklancedb.commit.HashSender.Common;
import io.sparklancedb.commit.HashSender.Hashes;
import io.sparklancedb.commit.WrittenFragment.Content;
import io.sparklancedb.job.Piece;
import io.sparklancedb.job.Sender;
import io.sparklancedb.key.KeyHash;
import java.io.Serializable;
import java.util.List;

/**
 * Sends the hashes of written keys to the tasks that compare them.
 *
 * @param fragments by their places; few enough for one number a key in memory
 */
record HashSender(List<Integer> fragments) implements Sender<Common, Hashes> {
  /** What all tasks have in common. */
  record Common(MergeSpec spec, KeyHash hash, int receivers) implements Serializable {}

  /** Of keys that one task compares. */
  record Hashes(Content content, long[] hashes) implements Serializable {}

  @Override
  public void run(Common common, Parcels<Hashes> parcels) {
    WrittenKeys written = common.spec.written().only(fragments);
    for (Content content : Content.values()) {
      long[] hashes = hashes(common.hash, written, content);
      long[][] shares = shares(hashes, common.receivers);
      for (int i = 0; i < shares.length; i++) {
        if (shares[i].length > 0) {
          parcels.send(i, new Hashes(content, shares[i]));
        }
      }
    }
  }

  private static long[] hashes(KeyHash hash, WrittenKeys written, Content content) {
    long[] hashes = new long[Math.toIntExact(written.count(content))];
    int[] size = {0};
    written.read(
        content,
        (fragment, first, keys) -> {
          Piece.stopIfCancelled();
          hash.put(keys, keys.getValueCount(), hashes, size[0]);
          size[0] += keys.getValueCount();
          return true;
        });
    return hashes;
  }

  private static long[][] shares(long[] hashes, int receivers) {
    int[] sizes = new int[receivers];
    for (long hash : hashes) {
      sizes[receiver(hash, receivers)]++;
    }
    long[][] shares = new long[receivers][];
    for (int i = 0; i < receivers; i++) {
      shares[i] = new long[sizes[i]];
    }
    for (long hash : hashes) {
      int to = receiver(hash, receivers);
      shares[to][--sizes[to]] = hash;
    }
    return shares;
  }

  /** By the high bits, each the same share of all hashes. */
  private static int receiver(long hash, int receivers) {
    return (int) ((hash >>> Integer.SIZE) * receivers >>> Integer.SIZE);
  }
}
