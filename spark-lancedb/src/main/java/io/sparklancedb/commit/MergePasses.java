package io.sparklancedb.commit;

import io.sparklancedb.commit.KeySearch.Way;
import io.sparklancedb.commit.LocatePiece.Common;
import io.sparklancedb.commit.LocatePiece.Result;
import io.sparklancedb.commit.WrittenFragment.Content;
import io.sparklancedb.config.MergeRules;
import io.sparklancedb.config.MergeRules.WhenMatched;
import io.sparklancedb.config.MergeRules.WhenNotMatched;
import io.sparklancedb.config.MergeRules.WhenNotMatchedBySource;
import io.sparklancedb.dataset.FragmentGroups;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.index.RowAddresses;
import io.sparklancedb.job.JobRunner;
import io.sparklancedb.key.KeyLocator;
import io.sparklancedb.key.KeyLocator.Effort;
import io.sparklancedb.key.KeyLocator.Scope;
import io.sparklancedb.key.KeyPartition;
import io.sparklancedb.key.LocatingRule;
import io.sparklancedb.key.TableSize;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import org.roaringbitmap.RoaringBitmap;

/** One attempt to merge written rows with a version, in a number of passes. */
final class MergePasses {
  private final MergeSpec spec;
  private final WriteMode mode;
  private final JobRunner jobs;
  private final TableSnapshot version;
  private final TableSize size;
  private final DeletedRows deletions = new DeletedRows();

  /** Rows of the table that have a key of the write and stay. */
  private final DeletedRows kept = new DeletedRows();

  /** Rows of the table that go whatever key they have. */
  private final DeletedRows replacedRows = new DeletedRows();

  /** Written rows, and keys to delete, by their places among all. */
  private final RoaringBitmap matched = new RoaringBitmap();

  /** Those that leave the table's row as it is. */
  private final RoaringBitmap idle = new RoaringBitmap();

  private final Map<Integer, long[]> sourceAddresses = new HashMap<>();
  private Effort effort = Effort.NONE;
  private long tableRowsUpdated;
  private Optional<Way> chosen = Optional.empty();
  private Duration time = Duration.ZERO;

  /**
   * @param jobs does passes that are too much for the driver
   */
  MergePasses(MergeSpec spec, WriteMode mode, JobRunner jobs, TableSnapshot version) {
    this.spec = spec;
    this.mode = mode;
    this.jobs = jobs;
    this.version = version;
    this.size = TableSize.of(version);
  }

  /**
   * Merges one partition of the keys after the other.
   *
   * @return how many rows were read until a partition did not fit in memory; empty when all did
   */
  OptionalLong run(int partitions) {
    long start = System.nanoTime();
    boolean inJob = isForJob();
    chosen = inJob ? Optional.of(Way.JOB) : Optional.empty();
    for (int i = 0; i < partitions; i++) {
      KeyPartition partition = new KeyPartition(i, partitions);
      OptionalLong readInVain = inJob ? passInJob(partition) : pass(partition);
      if (readInVain.isPresent()) {
        return readInVain;
      }
    }
    time = Duration.ofNanos(System.nanoTime() - start);
    end();
    return OptionalLong.empty();
  }

  private boolean isForJob() {
    return !version.fragments().isEmpty()
        && LocatingRule.isWorthAJob(
            spec.written().rows(), size, bytesToCompare(), jobs.parallelism())
        && (deletesOthers()
            || !KeyLocator.asksIndex(version, spec.written().keyColumn(), spec.written().rows()));
  }

  /**
   * Takes what the tasks have found, instead of merging anything.
   *
   * @return whether no two of them delete the same row
   */
  boolean take(List<TaskMatches> tasks) {
    long deleted = 0;
    for (Matches matches : TaskMatches.united(tasks)) {
      add(matches);
      deleted += matches.deleted().count();
    }
    chosen = Optional.of(Way.TASK);
    time = TaskMatches.longest(tasks);
    boolean areApart = deleted == deletions.count();
    end();
    return areApart;
  }

  private void end() {
    mode.replacedWhere()
        .ifPresent(where -> RowAddresses.where(version.reference(), where, replacedRows::add));
    deletions.removeAll(kept);
    deletions.addAll(replacedRows);
  }

  private long bytesToCompare() {
    return rules().comparesRows() ? spec.written().bytes() : 0;
  }

  private OptionalLong pass(KeyPartition partition) {
    LoadedKeys keys = LoadedKeys.read(spec, version.reference(), partition);
    if (!keys.fit()) {
      return OptionalLong.of(keys.rowsRead());
    }
    add(keys.match(Scope.ofTable(size, wantsAllRows(partition))));
    return OptionalLong.empty();
  }

  private OptionalLong passInJob(KeyPartition partition) {
    TableReference table = version.reference();
    List<LocatePiece> pieces =
        FragmentGroups.of(version.fragments(), jobs.parallelism() * FragmentGroups.OF_ONE_CORE)
            .stream()
            .map(fragments -> new LocatePiece(new Scope(fragments, wantsAllRows(partition), size)))
            .toList();
    List<Result> results =
        jobs.run(
            "Find the written keys in " + table.address(),
            new Common(spec, table, partition),
            pieces);
    for (Result result : results) {
      if (result.matches() == null) {
        return OptionalLong.of(result.rowsRead());
      }
      add(result.matches());
    }
    return OptionalLong.empty();
  }

  /** Rows of other keys are the same for all passes. */
  private boolean wantsAllRows(KeyPartition partition) {
    return deletesOthers() && partition.index() == 0;
  }

  private boolean deletesOthers() {
    return rules().whenNotMatchedBySource() == WhenNotMatchedBySource.DELETE;
  }

  private MergeRules rules() {
    return spec.rules();
  }

  private void add(Matches matches) {
    matched.or(matches.matched());
    idle.or(matches.older());
    idle.or(matches.unchanged());
    deletions.addAll(matches.deleted());
    kept.addAll(matches.kept());
    tableRowsUpdated += matches.updatedRows();
    effort = effort.plus(matches.effort());
    int[] ordinals = matches.updates().ordinals();
    int[] next = {0};
    spec.written()
        .forEachRow(
            IntStream.of(ordinals).iterator(),
            (fragment, position) ->
                sourceAddresses.computeIfAbsent(fragment, this::allNew)[position] =
                    matches.updates().addresses()[next[0]++]);
  }

  private long[] allNew(int fragment) {
    long[] none = new long[Math.toIntExact(spec.written().fragments().get(fragment).rows())];
    Arrays.fill(none, ChangeSet.NEW);
    return none;
  }

  /** After all passes. */
  ChangeSet changes() {
    long written = spec.written().count(Content.ROWS);
    RoaringBitmap acting = RoaringBitmap.andNot(matched, idle);
    long rowsActing = acting.rangeCardinality(0, written);
    long deletedKeys = acting.getLongCardinality() - rowsActing;
    long updated = rules().updates() ? rowsActing : 0;
    Map<Integer, RoaringBitmap> leftOut = leftOut(written);
    long leftOutRows = leftOut.values().stream().mapToLong(RoaringBitmap::getLongCardinality).sum();
    long unmatchedDeletions = spec.written().count(Content.DELETED_KEYS) - deletedKeys;
    return new ChangeSet(
        deletions,
        spec.written().fragments(),
        leftOut,
        sourceAddresses,
        new WriteCounts(
            written - leftOutRows - updated,
            updated,
            deletions.count() - tableRowsUpdated,
            leftOutRows + unmatchedDeletions,
            search()));
  }

  private KeySearch search() {
    Way way = effort.probedKeys() > 0 ? Way.INDEX : effort.scannedRows() > 0 ? Way.SCAN : Way.NONE;
    return new KeySearch(chosen.orElse(way), effort.probedKeys(), effort.scannedRows(), time);
  }

  /** Rows that the rules leave out were written before that was known. */
  private Map<Integer, RoaringBitmap> leftOut(long written) {
    RoaringBitmap rows = idle.clone();
    if (rules().whenMatched() == WhenMatched.IGNORE) {
      rows.or(matched);
    }
    if (rules().whenNotMatched() == WhenNotMatched.IGNORE) {
      RoaringBitmap others = RoaringBitmap.bitmapOfRange(0, written);
      others.andNot(matched);
      rows.or(others);
    }
    rows.remove(written, 1L << Integer.SIZE);
    Map<Integer, RoaringBitmap> leftOut = new HashMap<>();
    PrimitiveIterator.OfInt ordinals = rows.stream().iterator();
    spec.written()
        .forEachRow(
            ordinals,
            (fragment, position) ->
                leftOut.computeIfAbsent(fragment, f -> new RoaringBitmap()).add(position));
    return leftOut;
  }
}
