package io.sparklancedb.key;

import io.sparklancedb.dataset.ScanCost;
import java.util.Locale;

/**
 * Which way of finding keys in a version is the cheapest. Measured on lance-core 7.0.0 with two
 * cores: see "Locating keys" in ARCHITECTURE.md.
 */
public final class LocatingRule {
  /** The index is asked for so many keys at a time. */
  static final int KEYS_OF_ONE_PROBE = 1_000;

  private static final long PROBE_NANOS_PER_NUMBER = 60_000;
  private static final long PROBE_NANOS_PER_TEXT = 150_000;

  /** A scan through the index looks at what is known of each further fragment. */
  private static final long PROBE_NANOS_PER_FRAGMENT = 9_000;

  /** To look for a thousand keys in a small fragment that is in no index. */
  private static final long PROBE_NANOS_PER_UNINDEXED_FRAGMENT = 150_000;

  /** What nobody notices in a write. */
  private static final long LITTLE_NANOS = 10_000_000;

  /** To read a written key back and put it into a set. */
  private static final long READ_NANOS_PER_KEY = 100;

  /** The same where keys are texts, which take four times as long as numbers. */
  private static final long COMPARE_NANOS_PER_KEY = 200;

  /** To read what is compared of a written row and of the table's, and to compare it. */
  private static final long COMPARE_NANOS_PER_BYTE = 3;

  /** A job costs 50 ms; to be worth it, it takes over much more than that. */
  private static final long WORTH_A_JOB_NANOS = 400_000_000;

  /** What a task pays before it has found its first key: it opens its files and asks the index. */
  private static final long BEGIN_NANOS_OF_TASK = 3_000_000;

  /**
   * Lets tests choose a way: {@code task}, where that can be, {@code index}, {@code scan} or {@code
   * job}.
   */
  private static final String FORCED = "io.sparklancedb.locate";

  private static final String TASK = "task";

  private LocatingRule() {}

  /** Whether it may pay that the tasks of a write look their own keys up. */
  public static boolean inTasks(IndexShare share) {
    String forced = forced();
    if (!forced.isEmpty()) {
      return forced.equals(TASK);
    }
    return BEGIN_NANOS_OF_TASK + besideIndexNanos(share) < scanNanos(share);
  }

  /**
   * Whether a task of a write looks its own keys up in the table's index: as long as that is
   * cheaper than its share of a scan. What it does whatever the keys are, the driver would do but
   * once: all tasks together do little of that, or it is less than what their keys cost.
   *
   * @param keys of the task
   */
  public static boolean byTask(long keys, boolean areNumbers, IndexShare share) {
    if (!inTasks(share) || !forced().isEmpty()) {
      return inTasks(share);
    }
    long probes = (keys - 1) / KEYS_OF_ONE_PROBE + 1;
    long keyNanos = probeNanos(keys, areNumbers);
    long besideIndex = probes * besideIndexNanos(share);
    // The second part counts more: it is there again for each thousand of keys.
    long anyway = BEGIN_NANOS_OF_TASK + 4 * besideIndex;
    return BEGIN_NANOS_OF_TASK + keyNanos + besideIndex < scanNanos(share)
        && (anyway <= keyNanos || share.tasks() * anyway <= LITTLE_NANOS);
  }

  private static long scanNanos(IndexShare share) {
    return scanNanos(share.table()) / share.tasks();
  }

  private static long besideIndexNanos(IndexShare share) {
    return furtherFragments(share.table()) * PROBE_NANOS_PER_FRAGMENT
        + ScanCost.nanos(share.unindexedRows(), 0)
        + share.unindexedFragments() * PROBE_NANOS_PER_UNINDEXED_FRAGMENT;
  }

  /**
   * Whether the keys are looked up one by one in the table's index.
   *
   * @param table the version
   */
  static boolean byIndex(long keys, boolean areNumbers, TableSize table) {
    String forced = forcedOfDriver();
    if (!forced.isEmpty()) {
      return forced.equals("index");
    }
    long probes = (keys - 1) / KEYS_OF_ONE_PROBE + 1;
    long nanos =
        probeNanos(keys, areNumbers) + probes * furtherFragments(table) * PROBE_NANOS_PER_FRAGMENT;
    return nanos < scanNanos(table);
  }

  private static long scanNanos(TableSize table) {
    return ScanCost.nanos(table.rows(), furtherFragments(table));
  }

  private static long furtherFragments(TableSize table) {
    return Math.max(0, table.fragments() - 1);
  }

  private static long probeNanos(long keys, boolean areNumbers) {
    return keys * (areNumbers ? PROBE_NANOS_PER_NUMBER : PROBE_NANOS_PER_TEXT);
  }

  /**
   * Whether a scan of the table's keys is too much for the driver alone.
   *
   * @param keys that were written
   * @param table the version
   * @param comparedBytes of the written rows, where rows of the same key are compared
   * @param tasksAtOnce how many a job would run: one alone takes nothing off the driver
   */
  public static boolean isWorthAJob(
      long keys, TableSize table, long comparedBytes, int tasksAtOnce) {
    String forced = forcedOfDriver();
    if (!forced.isEmpty()) {
      return forced.equals("job");
    }
    long nanos =
        keys * READ_NANOS_PER_KEY + scanNanos(table) + comparedBytes * COMPARE_NANOS_PER_BYTE;
    return tasksAtOnce > 1 && nanos > WORTH_A_JOB_NANOS;
  }

  /** Where tasks cannot look for their keys, nothing is forced. */
  private static String forcedOfDriver() {
    String forced = forced();
    return forced.equals(TASK) ? "" : forced;
  }

  /**
   * Whether tasks compare the keys of a write with each other, which is all that a load needs.
   *
   * @param keys that may be in two rows
   * @param tasksAtOnce as above: where one thread does the work, it would hold the hashes of all
   */
  public static boolean compareInJob(long keys, int tasksAtOnce) {
    String forced = forcedOfDriver();
    return forced.isEmpty()
        ? tasksAtOnce > 1 && keys * COMPARE_NANOS_PER_KEY > WORTH_A_JOB_NANOS
        : forced.equals("job");
  }

  private static String forced() {
    return System.getProperty(FORCED, "").toLowerCase(Locale.ROOT);
  }
}
