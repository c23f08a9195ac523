package io.sparklancedb.write;

import io.sparklancedb.commit.ColumnFiles;
import io.sparklancedb.commit.CommitPlan;
import io.sparklancedb.commit.CommitResult;
import io.sparklancedb.commit.StagedWrite;
import io.sparklancedb.commit.WriteCommit;
import io.sparklancedb.commit.WriteTotals;
import io.sparklancedb.config.VersionSelector;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.TypeErrors;
import io.sparklancedb.job.JobRunner;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.arrow.vector.types.pojo.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commits of a write, one after the other; as a rule it is a single one. Each is made by one
 * thread, the next by the same or by one that has awaited it.
 */
final class CommitSeries {
  private static final Logger LOG = LoggerFactory.getLogger(CommitSeries.class);

  private final TaskPlan taskPlan;
  private CommitPlan next;
  private Map<String, Integer> dimensions = Map.of();
  private WriteTotals done = WriteTotals.NONE;
  private OptionalLong version = OptionalLong.empty();

  CommitSeries(TaskPlan taskPlan, CommitPlan first) {
    this.taskPlan = taskPlan;
    this.next = first;
  }

  /** What is committed. */
  WriteTotals done() {
    return done;
  }

  /** The newest that holds rows of the write; empty when nothing is committed. */
  OptionalLong version() {
    return version;
  }

  /**
   * Commits what some tasks have written, while others still write.
   *
   * @return false when it has to wait for others: there are no rows, or the table cannot be made as
   *     long as the dimension of its vectors is not known
   */
  boolean commitPart(TaskResults results) {
    Map<String, Integer> known = results.dimensions(dimensions);
    boolean canBeMade = next.base().isPresent() || undimensioned(known).isEmpty();
    if (results.fragments().isEmpty() || !canBeMade) {
      return false;
    }
    CommitResult part =
        commit(known, staged(results, OptionalLong.empty(), false), JobRunner.besideStage())
            .orElseThrow();
    next = next.after(part, committed(part));
    done = next.earlier();
    version = OptionalLong.of(part.version());
    LOG.info(
        "Committed what {} more tasks have written to table {}, in version {}; others still write.",
        results.tasks().size(),
        taskPlan.address(),
        part.version());
    return true;
  }

  private TableSnapshot committed(CommitResult part) {
    return TableLoader.load(taskPlan.address(), new VersionSelector.Version(part.version()))
        .orElseThrow();
  }

  /**
   * Commits what all other tasks have written.
   *
   * @param inserts how many rows must have a key that is new; empty when any number may
   */
  void commitRest(TaskResults results, OptionalLong inserts) {
    Map<String, Integer> known = results.dimensions(dimensions);
    commit(known, staged(results, inserts, true), JobRunner.onCluster())
        .ifPresent(
            last -> {
              done = done.and(last.properties());
              version = OptionalLong.of(last.version());
            });
    if (done.commits() > 1) {
      LOG.info(
          "The write to table {} took {} commits: {}",
          taskPlan.address(),
          done.commits(),
          done.counts());
    }
  }

  /** Empty when a table is not created, because the dimension of its vectors is not known. */
  private Optional<CommitResult> commit(
      Map<String, Integer> known, StagedWrite staged, JobRunner jobs) {
    WriteCommit commit = new WriteCommit(next, staged, columnFiles(), jobs);
    dimensions = known;
    if (next.mode().replacesTable()) {
      return Optional.of(commit.replaceTable(columns()));
    }
    if (next.base().isPresent()) {
      Schema addition = taskPlan.target().addition(known);
      VectorColumns.tell(taskPlan.address(), addition);
      return Optional.of(commit.change(addition));
    }
    if (!undimensioned(known).isEmpty() && staged.fragments().isEmpty()) {
      LOG.warn(
          "Created no table {}: the DataFrame is empty, and the dimension of {} is unknown.",
          taskPlan.address(),
          undimensioned(known));
      return Optional.empty();
    }
    return Optional.of(commit.create(columns(), Optional.ofNullable(taskPlan.storageVersion())));
  }

  /** Those of a table that is made. */
  private Schema columns() {
    SortedSet<String> unknown = undimensioned(dimensions);
    if (!unknown.isEmpty()) {
      throw TypeErrors.unknownDimension(unknown.first());
    }
    Schema columns = taskPlan.target().with(dimensions);
    VectorColumns.tell(taskPlan.address(), columns);
    return columns;
  }

  private StagedWrite staged(TaskResults results, OptionalLong inserts, boolean isLast) {
    return new StagedWrite(
        taskPlan.staging(),
        Optional.ofNullable(taskPlan.keyColumn()),
        Optional.ofNullable(taskPlan.rowIdColumn()),
        results.fragments(),
        results.mayRepeat(),
        results.matches(),
        inserts,
        isLast);
  }

  private ColumnFiles columnFiles() {
    return DriverColumnFiles.of(taskPlan, next.missing(), next.incomplete());
  }

  /** The vector columns whose dimension is not known. */
  private SortedSet<String> undimensioned(Map<String, Integer> known) {
    SortedSet<String> unknown = new TreeSet<>(taskPlan.target().undimensioned());
    unknown.removeAll(known.keySet());
    return unknown;
  }
}
