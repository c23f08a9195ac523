package io.sparklancedb.write;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VersionSelector;
import io.sparklancedb.config.WriteTransaction;
import io.sparklancedb.dataset.CommitOutcome;
import io.sparklancedb.dataset.Commits;
import io.sparklancedb.dataset.FieldIds;
import io.sparklancedb.dataset.KeptIndexes;
import io.sparklancedb.dataset.Staging;
import io.sparklancedb.dataset.TableHandle;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.dataset.Tables;
import io.sparklancedb.error.OutcomeUnknownException;
import io.sparklancedb.error.TableErrors;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.write.WrittenFragment.Holds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Lock;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.FragmentMetadata;
import org.lance.operation.Operation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes written fragments part of a table in one version. What they do to the table is a function
 * of a version: when another writer comes first, it is asked again of the newest version, and the
 * same files are committed on that.
 */
final class Committer {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  /** What the write does to a version. */
  interface Work {
    Changes in(TableSnapshot version);
  }

  /**
   * How it ended.
   *
   * @param version the one that holds the write, or that it had nothing to change in
   * @param properties of the transaction
   * @param files the data files of the write that the version names
   */
  record Result(long version, Map<String, String> properties, Set<String> files) {}

  private final Staging staging;
  private final TableAddress address;
  private final CommitPlan plan;
  private final long rows;
  private final Schema added;
  private final CarriedColumns carried;
  private final GrownColumns grown;
  private final Work work;

  private Schema planned;
  private int retries;

  /**
   * @param rows that are written
   * @param added columns that the table is to have beside its own
   * @param carried columns of the table that the written rows lack
   */
  Committer(
      Staging staging,
      CommitPlan plan,
      long rows,
      Schema added,
      CarriedColumns carried,
      Work work) {
    this.rows = rows;
    this.carried = carried;
    this.grown = new GrownColumns(staging, plan.nullStructs());
    this.staging = staging;
    this.address = staging.address();
    this.plan = plan;
    this.added = added;
    this.work = work;
  }

  Result commit(TableSnapshot base) {
    Lock turn = CommitTurn.of(address);
    try {
      turn.lockInterruptibly();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    try {
      return commitInTurn(base);
    } finally {
      turn.unlock();
    }
  }

  private Result commitInTurn(TableSnapshot base) {
    planned = base.schema();
    TableSnapshot current = newest(base);
    while (true) {
      if (plan.isApplied(current)) {
        sayAppliedBefore(current);
        return new Result(current.reference().version(), Map.of(), Set.of());
      }
      Changes changes = work.in(current);
      if (changes.isEmpty() && plan.transaction().isEmpty()) {
        return new Result(current.reference().version(), changes.counts().properties(), Set.of());
      }
      NextVersion next = next(current, changes);
      Ended ended = tryOn(current, changes, next);
      if (ended.committed().isPresent()) {
        return finish(current, ended.committed().get(), next, properties(next, changes));
      }
      current = ended.newest();
    }
  }

  private void sayAppliedBefore(TableSnapshot current) {
    WriteTransaction write = plan.transaction().orElseThrow();
    long last = current.lastApplied(write.application()).orElseThrow();
    if (write.version() == last) {
      LOG.info(
          "Did not write {} rows to table {}: version {} of application '{}' was applied before.",
          rows,
          address,
          last,
          write.application());
    } else {
      LOG.warn(
          "Did not write {} rows to table {}: they are version {} of application '{}', and the table holds its version {} already. When its versions begin anew, as they do with a new checkpoint, give it another 'txn_app_id'.",
          rows,
          address,
          write.version(),
          write.application(),
          last);
    }
  }

  /**
   * How attempts ended.
   *
   * @param newest what is to be looked at when the write is not committed
   */
  private record Ended(Optional<TableReference> committed, TableSnapshot newest) {}

  private Ended tryOn(TableSnapshot base, Changes changes, NextVersion next) {
    try {
      TableSnapshot current = base;
      do {
        CommitOutcome outcome =
            Commits.attempt(current.reference(), next.operation(), properties(next, changes));
        if (outcome instanceof CommitOutcome.Committed committed) {
          return new Ended(Optional.of(committed.version()), current);
        }
        awaitNext(((CommitOutcome.Conflict) outcome).reason());
        current = latest();
      } while (current.isSameAs(base));
      discard(next);
      return new Ended(Optional.empty(), current);
    } catch (OutcomeUnknownException e) {
      throw e;
    } catch (RuntimeException e) {
      discard(next);
      throw e;
    }
  }

  private void awaitNext(String reason) {
    if (plan.mode() instanceof WriteMode.RowLevel) {
      throw WriteErrors.changedSinceRead(address.uri(), plan.mode().toString(), reason);
    }
    retries++;
    if (retries == plan.attempts()) {
      throw WriteErrors.conflict(address.uri(), retries, reason);
    }
    LOG.info("Commit to {} met another writer: {}. Trying again.", address, reason);
    pause(retries);
  }

  private void discard(NextVersion next) {
    next.discard();
    carried.discard();
    grown.discard();
  }

  private Result finish(
      TableSnapshot base,
      TableReference version,
      NextVersion next,
      Map<String, String> properties) {
    if (next.mayMissInserts()) {
      mend(base, version.version(), NextVersion.files(next.added()));
    }
    if (next.leavesEmptyFragments()) {
      KeptIndexes.holdVectorIndexes(address);
    }
    next.cleaning().ifPresent(cleaning -> clean(version, cleaning));
    return new Result(version.version(), properties, NextVersion.files(next.added()));
  }

  private Map<String, String> properties(NextVersion next, Changes changes) {
    return properties(plan.mode(), changes.counts(), next.added(), retries);
  }

  /** What a transaction tells of a write that adds these fragments. */
  static Map<String, String> properties(
      WriteMode mode, WriteCounts counts, List<FragmentMetadata> added, int retries) {
    Map<String, String> properties = new TreeMap<>(counts.properties());
    properties.put("writer", TableHandle.WRITER);
    properties.put("operation", mode.toString());
    properties.put("files", Integer.toString(NextVersion.files(added).size()));
    properties.put("bytes", Long.toString(NextVersion.bytes(added)));
    properties.put("commit_retries", Integer.toString(retries));
    return properties;
  }

  /** Others may have committed while the tasks wrote; but a statement holds for what it read. */
  private TableSnapshot newest(TableSnapshot base) {
    boolean startsAtBase =
        plan.mode() instanceof WriteMode.RowLevel || Commits.isNewest(base.reference());
    return startsAtBase ? base : latest();
  }

  private TableSnapshot latest() {
    return Tables.load(address, new VersionSelector.Latest())
        .orElseThrow(() -> TableErrors.notFound(address.uri()));
  }

  private NextVersion next(TableSnapshot base, Changes changes) {
    requireSameColumns(base, changes);
    ColumnAddition addition = ColumnAddition.to(base, added);
    if (!(plan.mode() instanceof WriteMode.Replace)) {
      addition.requireReadableNulls(base);
    }
    FieldIds ids =
        addition.isEmpty()
            ? base.fieldIds()
            : Commits.fieldIds(base.reference(), base.fragments(), addition.schema());
    Schema schema = plan.transaction().map(addition::withApplied).orElse(addition.schema());
    return NextVersion.of(
        base,
        grown(base, changes, addition, ids),
        changes,
        numbered(base, changes, ids, addition.schema()),
        schema);
  }

  /** The files hold the columns as they were when the write was planned. */
  private void requireSameColumns(TableSnapshot current, Changes changes) {
    boolean addsRows = changes.added().stream().anyMatch(f -> f.holds() == Holds.ROWS);
    if (addsRows && !current.schema().equals(planned)) {
      List<Field> written =
          planned.getFields().stream()
              .filter(column -> !plan.carried().contains(column.getName()))
              .toList();
      ColumnAddition.requireAll(new Schema(written), current);
      ColumnAddition.requireNoneLacking(planned(), current);
    }
  }

  /** The fragments that are there, with files for columns whose structs get fields. */
  private List<FragmentMetadata> grown(
      TableSnapshot base, Changes changes, ColumnAddition addition, FieldIds ids) {
    List<String> columns = GrowingStructs.toRewrite(base, addition);
    return columns.isEmpty()
        ? base.fragments()
        : base.fragments().stream()
            .map(
                fragment ->
                    fragment.getNumRows() == 0 || changes.deletions().empty(fragment)
                        ? fragment
                        : grown.write(base, fragment, addition.schema(), ids, columns))
            .toList();
  }

  /** With what the write adds. */
  private Schema planned() {
    List<Field> fields = new ArrayList<>(planned.getFields());
    fields.addAll(added.getFields());
    return new Schema(fields);
  }

  /** The new rows' fragments with the table's field ids, and ids of their own. */
  private Map<Integer, FragmentMetadata> numbered(
      TableSnapshot base, Changes changes, FieldIds ids, Schema schema) {
    Map<Integer, FragmentMetadata> numbered = new TreeMap<>();
    for (int i = 0; i < changes.added().size(); i++) {
      WrittenFragment fragment = changes.added().get(i);
      if (fragment.holds() == Holds.ROWS) {
        int id = base.nextFragmentId() + numbered.size();
        FragmentMetadata own = renumber(fragment, id, ids);
        long[] origins = carried.origins(base, changes.origins().get(i), own.getPhysicalRows());
        numbered.put(
            i,
            origins == null
                ? own
                : withCarried(own, carried.write(base, schema, own, origins), ids));
      }
    }
    return numbered;
  }

  private static FragmentMetadata withCarried(
      FragmentMetadata own, WrittenFragment columns, FieldIds ids) {
    FragmentMetadata carried = ids.renumber(columns.metadata(), columns.columns(), own.getId());
    return ids.replaced(own, carried, columns.columns());
  }

  private FragmentMetadata renumber(WrittenFragment fragment, int id, FieldIds ids) {
    return ids.renumber(fragment.metadata(), fragment.columns(), id);
  }

  private void mend(TableSnapshot base, long version, Set<String> ownFiles) {
    try {
      repair(base, version, ownFiles);
    } catch (RuntimeException e) {
      throw WriteErrors.notMended(address.uri(), version, e);
    }
  }

  /**
   * Removes what others inserted with our keys between the base and our commit, and Lance did not
   * tell us of: as if it had been there when we came.
   */
  private void repair(TableSnapshot base, long version, Set<String> ownFiles) {
    if (version == base.reference().version() + 1) {
      return;
    }
    Set<Integer> foreign = new HashSet<>();
    Tables.find(address, version).stream()
        .flatMap(committed -> committed.fragments().stream())
        .filter(f -> f.getFiles().stream().noneMatch(file -> ownFiles.contains(file.getPath())))
        .forEach(fragment -> foreign.add(fragment.getId()));
    base.fragments().forEach(fragment -> foreign.remove(fragment.getId()));
    if (!foreign.isEmpty()) {
      LOG.info("Others wrote to {} meanwhile: looking for our keys there.", address);
      Work removal =
          latest -> {
            Changes changes = work.in(latest);
            changes.deletions().retain(foreign);
            return new Changes(
                changes.deletions(), List.of(), Map.of(), Map.of(), WriteCounts.NONE);
          };
      new Committer(staging, plan, 0, added, CarriedColumns.NONE, removal).commit(latest());
    }
  }

  /** The write is done. When another writer is faster, one of the next drops the fragments. */
  private void clean(TableReference version, Operation cleaning) {
    try {
      Commits.attempt(version, cleaning, Map.of("operation", "drop empty fragments"));
    } catch (RuntimeException e) {
      LOG.warn("Fragments without rows stay in {} for now.", address, e);
    }
  }

  private static void pause(int attempt) {
    long longest = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempt, 10));
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("Interrupted while waiting for a turn to commit.", e);
  }
}
