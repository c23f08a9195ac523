package io.sparklancedb.write;

import io.sparklancedb.config.VersionSelector;
import io.sparklancedb.dataset.DataFiles;
import io.sparklancedb.dataset.KeptIndexes;
import io.sparklancedb.dataset.RowAddresses;
import io.sparklancedb.dataset.TableChanges;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.dataset.Tables;
import io.sparklancedb.error.OutcomeUnknownException;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.write.WrittenFragment.Holds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.lance.FragmentMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits what the tasks wrote, once, on the driver. */
final class LanceDbBatchWrite implements BatchWrite {
  private static final Logger LOG = LoggerFactory.getLogger(LanceDbBatchWrite.class);

  private static final long ANY = -1;

  private final WritePlan tasks;
  private final CommitPlan plan;
  private final RefusedStage stage = new RefusedStage();
  private long expectedInserts = ANY;
  private Map<String, String> done = Map.of();

  LanceDbBatchWrite(WritePlan tasks, CommitPlan plan) {
    this.tasks = tasks;
    this.plan = plan;
  }

  @Override
  public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
    tasks.staging().open();
    return new LanceDbDataWriterFactory(tasks);
  }

  /**
   * Nothing is visible before the driver commits, and the driver takes one message of each
   * partition.
   */
  @Override
  public boolean useCommitCoordinator() {
    return false;
  }

  /** All rows of a statement that changes rows and comes as an append are new. */
  @Override
  public void onDataWriterCommit(WriterCommitMessage message) {
    stage.hear(message);
  }

  @Override
  public void commit(WriterCommitMessage[] messages) {
    boolean inserts = plan.mode() instanceof WriteMode.RowLevel;
    commit(messages, inserts ? TaskResults.of(messages).rows() : ANY);
  }

  /**
   * @param inserts how many rows must have a key that is new
   */
  void commit(WriterCommitMessage[] messages, long inserts) {
    stage.end();
    expectedInserts = inserts;
    try {
      commit(TaskResults.of(messages));
    } finally {
      tasks.staging().close();
    }
    TableChanges.announce(tasks.address());
  }

  private void commit(TaskResults results) {
    Map<String, Integer> dimensions = results.dimensions();
    boolean mayRepeatKeys = results.mayRepeatKeys();
    boolean replaces =
        plan.mode() instanceof WriteMode.Replace || plan.mode() instanceof WriteMode.Redefine;
    boolean merges = !replaces && plan.base().isPresent();
    if (mayRepeatKeys && !merges) {
      merge(results.fragments(), false).requireDistinct();
    }
    if (plan.mode() instanceof WriteMode.Redefine) {
      redefine(
          columns(results, dimensions)
              .orElseThrow(() -> WriteErrors.unknownDimension(undimensioned(dimensions).first())),
          results);
    } else if (plan.base().isPresent()) {
      Schema addition = tasks.target().addition(dimensions);
      VectorColumns.tell(tasks.address(), addition);
      commit(plan.base().get(), results, addition, mayRepeatKeys);
    } else {
      columns(results, dimensions).ifPresent(schema -> make(schema, publish(results.fragments())));
    }
  }

  /** Of a table to be made; empty when they are not known and there are no rows. */
  private Optional<Schema> columns(TaskResults results, Map<String, Integer> dimensions) {
    SortedSet<String> unknown = undimensioned(dimensions);
    if (!unknown.isEmpty()) {
      requireNoRows(results, unknown);
      return Optional.empty();
    }
    return Optional.of(tasks.target().with(dimensions));
  }

  /** The vector columns whose dimension is not known. */
  private SortedSet<String> undimensioned(Map<String, Integer> dimensions) {
    SortedSet<String> unknown = new TreeSet<>(tasks.target().undimensioned());
    unknown.removeAll(dimensions.keySet());
    return unknown;
  }

  /** The table and its rows are one version, of which nothing remains when it fails. */
  private void make(Schema schema, List<WrittenFragment> published) {
    commit(published, () -> made(schema, published));
  }

  private Committer.Result made(Schema schema, List<WrittenFragment> published) {
    Optional<Committer.Result> made = new TableCreation(tasks, plan).commit(schema, published);
    if (made.isPresent()) {
      VectorColumns.tell(tasks.address(), schema);
      return made.get();
    }
    return committer(new Schema(List.of()), published, false).commit(others(schema));
  }

  private TableSnapshot others(Schema schema) {
    LOG.info("Table {} was made by another writer meanwhile.", tasks.address());
    TableSnapshot table = Tables.load(tasks.address(), new VersionSelector.Latest()).orElseThrow();
    ColumnAddition.requireAll(schema, table);
    ColumnAddition.requireNoneLacking(schema, table);
    return table;
  }

  private void redefine(Schema schema, TaskResults results) {
    VectorColumns.tell(tasks.address(), schema);
    List<WrittenFragment> published = publish(results.fragments());
    commit(published, () -> Redefinition.commit(plan, schema, published));
  }

  private void requireNoRows(TaskResults results, SortedSet<String> unknown) {
    if (!results.fragments().isEmpty()) {
      throw WriteErrors.unknownDimension(unknown.first());
    }
    LOG.warn(
        "Made no table {}: the DataFrame is empty, and the dimension of {} is unknown.",
        tasks.address(),
        unknown);
  }

  /**
   * @param mayRepeatKeys whether a key may be there twice, which a merge would find
   */
  private void commit(
      TableSnapshot table, TaskResults results, Schema addition, boolean mayRepeatKeys) {
    List<WrittenFragment> published = publish(results.fragments());
    Committer committer = committer(addition, published, mayRepeatKeys);
    commit(published, () -> committer.commit(table));
  }

  private Committer committer(
      Schema addition, List<WrittenFragment> published, boolean mayRepeatKeys) {
    return new Committer(
        tasks.staging(),
        plan,
        published.stream().mapToLong(WrittenFragment::rows).sum(),
        addition,
        new CarriedColumns(tasks, plan.carried(), plan.merged()),
        version -> changes(version, published, mayRepeatKeys));
  }

  private void commit(List<WrittenFragment> published, Supplier<Committer.Result> attempt) {
    Set<String> named;
    try {
      Committer.Result result = attempt.get();
      named = result.files();
      done = result.properties();
      LOG.info("Table {} is at version {}: {}", tasks.address(), result.version(), done);
    } catch (OutcomeUnknownException e) {
      TableChanges.announce(tasks.address());
      published.forEach(f -> f.metadata().getFiles().forEach(file -> LOG.warn("Kept {}.", file)));
      throw e;
    } catch (RuntimeException e) {
      removeUnnamed(published, Set.of());
      throw e;
    }
    removeUnnamed(published, named);
    Optional<String> key = Optional.ofNullable(tasks.keyColumn());
    if (plan.replacesRows()) {
      KeptIndexes.renew(tasks.address(), key);
    } else {
      KeptIndexes.ensure(tasks.address(), key);
    }
  }

  /** The rows' files go to the table; keys to delete are read where the tasks left them. */
  private List<WrittenFragment> publish(List<WrittenFragment> fragments) {
    List<FragmentMetadata> rows =
        tasks
            .staging()
            .publish(
                fragments.stream()
                    .filter(fragment -> fragment.holds() == Holds.ROWS)
                    .map(WrittenFragment::metadata)
                    .toList());
    List<WrittenFragment> published = new ArrayList<>();
    for (WrittenFragment fragment : fragments) {
      published.add(fragment.holds() == Holds.ROWS ? fragment.with(rows.remove(0)) : fragment);
    }
    return published;
  }

  private Changes changes(
      TableSnapshot version, List<WrittenFragment> published, boolean mayRepeatKeys) {
    if (plan.mode() instanceof WriteMode.Replace) {
      return Changes.replacement(version, published);
    }
    if (!tasks.hasKey()) {
      return Changes.withoutKeys(deletions(version, published), published);
    }
    Changes changes =
        version.rows() == 0 && !mayRepeatKeys
            ? Changes.insertion(published, plan.rules())
            : merge(published, true).in(version);
    if (expectedInserts != ANY && changes.counts().inserted() != expectedInserts) {
      throw WriteErrors.keysAreThere(
          tasks.address().uri(),
          tasks.keyColumn(),
          expectedInserts - changes.counts().inserted(),
          plan.mode().toString());
    }
    return changes;
  }

  /** The rows that a statement names by their addresses, or by a condition. */
  private Deletions deletions(TableSnapshot version, List<WrittenFragment> published) {
    Deletions deletions = new Deletions();
    plan.replaced()
        .ifPresent(where -> RowAddresses.where(version.reference(), where, deletions::add));
    WrittenKeys.Visitor add =
        (fragment, first, addresses) -> {
          for (int i = 0; i < addresses.getValueCount(); i++) {
            deletions.add(((BigIntVector) addresses).get(i));
          }
          return true;
        };
    keys(published, true).read(Holds.DELETED_KEYS, add);
    return deletions;
  }

  private KeyMerge merge(List<WrittenFragment> fragments, boolean published) {
    return new KeyMerge(keys(fragments, published), plan);
  }

  private WrittenKeys keys(List<WrittenFragment> fragments, boolean published) {
    return new WrittenKeys(tasks.staging(), published, tasks.rowIdColumn(), fragments);
  }

  private void removeUnnamed(List<WrittenFragment> published, Set<String> named) {
    List<FragmentMetadata> unnamed =
        published.stream()
            .filter(fragment -> fragment.holds() == Holds.ROWS)
            .map(WrittenFragment::metadata)
            .filter(f -> f.getFiles().stream().noneMatch(file -> named.contains(file.getPath())))
            .toList();
    DataFiles.remove(tasks.address(), unnamed);
  }

  @Override
  public void abort(WriterCommitMessage[] messages) {
    stage.end();
    tasks.staging().close();
  }

  /** What the driver knows of the write when it is committed. */
  CustomTaskMetric[] metrics() {
    return WriteMetrics.of(done);
  }

  @Override
  public String toString() {
    return "lancedb " + tasks.address() + " " + plan.mode();
  }
}
