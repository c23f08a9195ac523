package io.sparklancedb.key;

import io.sparklancedb.dataset.ScanCost;
import java.util.Locale;

/**
 * Which way of finding keys in a version is the cheapest. Measured on lance-core 7.0.0 with two
 * cores: see "Locating keys" in ARCHITECTURE.md. The work is the same wherever the table is; in an
 * object store the waits for requests come to it.
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

  /** What an object store takes to answer: an assumption, see ARCHITECTURE.md. */
  static final long REQUEST_NANOS = 20_000_000;

  /** Lance sends so many requests at the same time, but for those of an index. */
  private static final long REQUESTS_AT_ONCE = 64;

  /** Of an index: it takes one request, and is kept. */
  private static final long ROWS_OF_PAGE = 4_096;

  /** One after the other, before the first page of an index and beyond what a scan waits for. */
  private static final long REQUESTS_BEFORE_PROBE = 4;

  /** For its place and its key, beside the page of the index. */
  private static final long REQUESTS_OF_FOUND_ROW = 2;

  private static final long REQUESTS_OF_SCANNED_FRAGMENT = 3;
  private static final long REQUESTS_OF_UNINDEXED_FRAGMENT = 1;

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

  private static final long MOST_UNINDEXED_FRAGMENTS = 1_000;

  private LocatingRule() {}

  /** Whether it may pay that the tasks of a write look their own keys up. */
  public static boolean inTasks(IndexShare share) {
    String forced = forced();
    if (!forced.isEmpty()) {
      return forced.equals(TASK);
    }
    return beginNanosOfTask(share) + besideIndexNanos(share) < scanNanos(share);
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
    long begin = beginNanosOfTask(share);
    long keyNanos = probeNanos(keys, areNumbers, share.table());
    long besideIndex = probes * besideIndexNanos(share);
    // The second part counts more: it is there again for each thousand of keys.
    long anyway = begin + 4 * besideIndex;
    return begin + keyNanos + besideIndex < scanNanos(share)
        && (anyway <= keyNanos || share.tasks() * anyway <= LITTLE_NANOS);
  }

  private static long beginNanosOfTask(IndexShare share) {
    return BEGIN_NANOS_OF_TASK + beginNanosOfProbe(share.table().waits());
  }

  private static long beginNanosOfProbe(StoreWaits waits) {
    return REQUESTS_BEFORE_PROBE * waits.requestNanos();
  }

  private static long scanNanos(IndexShare share) {
    return scanNanos(share.table()) / share.tasks();
  }

  private static long besideIndexNanos(IndexShare share) {
    return furtherFragments(share.table()) * PROBE_NANOS_PER_FRAGMENT
        + ScanCost.nanos(share.unindexedRows(), 0)
        + share.unindexedFragments()
            * (PROBE_NANOS_PER_UNINDEXED_FRAGMENT
                + waitNanos(REQUESTS_OF_UNINDEXED_FRAGMENT, share.table().waits()));
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
        beginNanosOfProbe(table.waits())
            + probeNanos(keys, areNumbers, table)
            + probes * furtherFragments(table) * PROBE_NANOS_PER_FRAGMENT;
    return nanos < scanNanos(table);
  }

  private static long scanNanos(TableSize table) {
    long further = furtherFragments(table);
    return ScanCost.nanos(table.rows(), further)
        + further * waitNanos(REQUESTS_OF_SCANNED_FRAGMENT, table.waits());
  }

  private static long furtherFragments(TableSize table) {
    return Math.max(0, table.fragments() - 1);
  }

  /** Few keys of many are each in a page of their own. */
  private static long probeNanos(long keys, boolean areNumbers, TableSize table) {
    StoreWaits waits = table.waits();
    long pages = Math.min(keys, table.rows() / ROWS_OF_PAGE + 1);
    long nanosPerKey =
        (areNumbers ? PROBE_NANOS_PER_NUMBER : PROBE_NANOS_PER_TEXT)
            + waitNanos(REQUESTS_OF_FOUND_ROW, waits);
    return keys * nanosPerKey + pages * waits.requestNanos() / waits.pagesAtOnce();
  }

  /** What each of many such requests adds, of which as many are sent as can be. */
  private static long waitNanos(long requests, StoreWaits waits) {
    return requests * waits.requestNanos() / REQUESTS_AT_ONCE;
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

  /**
   * Whether the index is asked at all. A look through it opens the fragments that it lacks all at
   * once, which takes lance-core 7.0.0 some 200 KB each: 19 GB for 100,000.
   */
  static boolean mayAskIndex(long unindexedFragments) {
    return unindexedFragments <= MOST_UNINDEXED_FRAGMENTS;
  }

  private static String forced() {
    return System.getProperty(FORCED, "").toLowerCase(Locale.ROOT);
  }
}
