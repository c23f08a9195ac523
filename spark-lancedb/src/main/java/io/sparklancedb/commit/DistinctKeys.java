package io.sparklancedb.commit;

import io.sparklancedb.commit.KeyReader.Outcome;
import io.sparklancedb.commit.RepeatedKeys.Key;
import io.sparklancedb.commit.WrittenFragment.Content;
import io.sparklancedb.dataset.FragmentGroups;
import io.sparklancedb.dataset.FragmentGroups.Share;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.job.JobRunner;
import io.sparklancedb.key.KeyHash;
import io.sparklancedb.key.KeyPartition;
import io.sparklancedb.key.LocatingRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Refuses keys that are in two rows of a write: on the driver where they are few. Otherwise tasks
 * compare hashes of the keys, and only keys that share one are compared themselves.
 */
final class DistinctKeys {
  /** A task that compares them takes some 40 MB. */
  private static final int KEYS_OF_ONE_RECEIVER = 1_000_000;

  /** Keys are read by the fragment, which has about so many rows at most. */
  private static final long KEYS_OF_ONE_SENDER = 1 << 20;

  /** How many hashes are looked at in one go. */
  private static final int MOST_HASHES = 1_000;

  private final MergeSpec spec;
  private final JobRunner jobs;
  private final KeyHash hash;
  private final int keysOfOneReceiver;

  /**
   * @param spec with the fragments alone that may have a key of another row
   */
  DistinctKeys(MergeSpec spec, JobRunner jobs, KeyHash hash, int keysOfOneReceiver) {
    this.spec = spec;
    this.jobs = jobs;
    this.hash = hash;
    this.keysOfOneReceiver = keysOfOneReceiver;
  }

  /**
   * @param written all that the write has written
   * @throws LanceDbException when a key is in two rows
   */
  static void require(StagedWrite write, WrittenKeys written, CommitPlan plan, JobRunner jobs) {
    if (write.mayRepeatKeys()) {
      WrittenKeys some = written.only(write.mayRepeat());
      new DistinctKeys(MergeSpec.of(some, plan), jobs, KeyHash.FULL, KEYS_OF_ONE_RECEIVER)
          .require();
    }
  }

  private void require() {
    if (LocatingRule.compareInJob(spec.written().rows(), jobs.parallelism())) {
      requireByJob();
    } else {
      requireOnDriver();
    }
  }

  /** Reads all keys, those of a partition after the other. */
  void requireOnDriver() {
    KeyReader reader = new KeyReader(spec);
    int partitions = 1;
    OptionalLong readInVain = readAll(reader, partitions);
    while (readInVain.isPresent()) {
      partitions = reader.moreThan(partitions, readInVain.getAsLong());
      readInVain = readAll(reader, partitions);
    }
  }

  /**
   * Returns how many rows were read until the keys of a partition did not fit; empty if all did.
   */
  private static OptionalLong readAll(KeyReader reader, int partitions) {
    for (int i = 0; i < partitions; i++) {
      if (reader.read(new KeyPartition(i, partitions)) instanceof Outcome.TooMany keys) {
        return OptionalLong.of(keys.rowsRead());
      }
    }
    return OptionalLong.empty();
  }

  private static List<Share> places(List<WrittenFragment> fragments) {
    return IntStream.range(0, fragments.size())
        .mapToObj(place -> new Share(place, fragments.get(place).rows()))
        .toList();
  }

  void requireByJob() {
    List<List<Integer>> groups =
        FragmentGroups.of(
            places(spec.written().fragments()),
            jobs.parallelism() * FragmentGroups.OF_ONE_CORE,
            KEYS_OF_ONE_SENDER);
    Set<Long> hashes = new HashSet<>();
    boolean all = true;
    for (RepeatedHashes.Found found : compared(groups)) {
      hashes.addAll(found.hashes());
      all &= found.all() && hashes.size() <= MOST_HASHES;
    }
    if (!hashes.isEmpty()) {
      requireDistinct(groups, hashes);
    }
    if (!all) {
      // So many hashes, and none of them of one key: nothing is known of the others.
      requireOnDriver();
    }
  }

  private List<RepeatedHashes.Found> compared(List<List<Integer>> groups) {
    int receivers = Math.toIntExact((spec.written().rows() - 1) / keysOfOneReceiver + 1);
    return jobs.runInTwoStages(
        "Compare the written keys of " + spec.written().address(),
        new HashSender.Common(spec, hash, receivers),
        groups.stream().map(HashSender::new).toList(),
        new RepeatedHashes(),
        receivers);
  }

  private void requireDistinct(List<List<Integer>> groups, Set<Long> hashes) {
    List<ArrayList<Key>> found =
        jobs.run(
            "Compare keys of the same hash of " + spec.written().address(),
            new RepeatedKeys.Common(spec, hash, Set.copyOf(hashes)),
            groups.stream().map(RepeatedKeys::new).toList());
    Map<String, Content> known = new HashMap<>();
    for (Content content : Content.values()) {
      found.stream()
          .flatMap(List::stream)
          .filter(key -> key.content() == content)
          .forEach(key -> requireNew(key, known));
    }
  }

  private void requireNew(Key key, Map<String, Content> known) {
    Content other = known.putIfAbsent(key.exact(), key.content());
    boolean repeats = other != null || key.times() > 1;
    boolean mayRepeat =
        spec.isStatement() && key.content() == Content.DELETED_KEYS && other != Content.ROWS;
    if (repeats && !mayRepeat) {
      throw spec.duplicateKey(key.text(), key.content());
    }
  }
}
