package io.sparklancedb.write;

import io.sparklancedb.config.VersionSelector;
import io.sparklancedb.dataset.DataFiles;
import io.sparklancedb.dataset.KeyIndex;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.dataset.Tables;
import io.sparklancedb.error.OutcomeUnknownException;
import io.sparklancedb.error.WriteErrors;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
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

  private final WritePlan plan;
  private final WriteMode mode;
  private final Optional<TableSnapshot> base;

  /** A version names the files, or may name them. */
  private boolean filesMayBeCommitted;

  LanceDbBatchWrite(WritePlan plan, WriteMode mode, Optional<TableSnapshot> base) {
    this.plan = plan;
    this.mode = mode;
    this.base = base;
  }

  @Override
  public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
    return new LanceDbDataWriterFactory(plan);
  }

  /**
   * Nothing is visible before the driver commits, and the driver takes one message of each
   * partition.
   */
  @Override
  public boolean useCommitCoordinator() {
    return false;
  }

  @Override
  public void commit(WriterCommitMessage[] messages) {
    TaskResults results = TaskResults.of(messages);
    Map<String, Integer> dimensions = results.dimensions();
    try {
      if (plan.located() == null && results.mayShareKeys()) {
        KeyFiles.read(plan.address(), plan.keyColumn(), results.fragments());
      }
      if (base.isPresent()) {
        commit(base.get(), results, true);
      } else {
        commitToNewTable(results, dimensions);
      }
    } catch (OutcomeUnknownException e) {
      filesMayBeCommitted = true;
      throw e;
    }
  }

  private void commitToNewTable(TaskResults results, Map<String, Integer> dimensions) {
    Set<String> unknown = new TreeSet<>(plan.target().undimensioned());
    unknown.removeAll(dimensions.keySet());
    if (!unknown.isEmpty()) {
      requireNoRows(results, unknown);
      return;
    }
    Schema schema = plan.target().with(dimensions);
    Optional<String> storageVersion = Optional.ofNullable(plan.storageVersion());
    boolean made = Tables.create(plan.address(), schema, storageVersion);
    TableSnapshot table = Tables.load(plan.address(), new VersionSelector.Latest()).orElseThrow();
    if (!made) {
      LOG.info("Table {} was made by another writer meanwhile.", plan.address());
      requireColumns(schema, table.schema());
    }
    commit(table, results, table.fragments().isEmpty());
  }

  private void requireNoRows(TaskResults results, Set<String> unknown) {
    if (!results.fragments().isEmpty()) {
      throw WriteErrors.unknownDimension(unknown.iterator().next());
    }
    LOG.warn(
        "Made no table {}: the DataFrame is empty, and the dimension of {} is unknown.",
        plan.address(),
        unknown);
  }

  private void requireColumns(Schema wanted, Schema found) {
    for (Field column : wanted.getFields()) {
      if (found.getFields().stream().noneMatch(other -> isLike(column, other))) {
        throw WriteErrors.schemaChanged(plan.address().uri(), column.getName());
      }
    }
  }

  private static boolean isLike(Field column, Field other) {
    return other.getName().equals(column.getName())
        && other.getType().equals(column.getType())
        && other.getChildren().equals(column.getChildren());
  }

  /**
   * @param located whether the tasks located their keys in this version, or none can be there
   */
  private void commit(TableSnapshot table, TaskResults results, boolean located) {
    List<WrittenFragment> fragments = results.fragments();
    boolean changesNothing =
        fragments.isEmpty() && (mode == WriteMode.UPSERT || table.fragments().isEmpty());
    if (!changesNothing) {
      Committer committer = new Committer(plan.address(), fragments, v -> replaced(v, fragments));
      Optional<Deletions> known =
          mode == WriteMode.UPSERT && located ? Optional.of(results.replaced()) : Optional.empty();
      long version = committer.commit(table, known);
      filesMayBeCommitted = true;
      LOG.info("Committed version {} of table {}.", version, plan.address());
    }
    KeyIndex.ensure(plan.address(), plan.keyColumn());
  }

  private Deletions replaced(TableSnapshot version, List<WrittenFragment> fragments) {
    if (mode == WriteMode.REPLACE) {
      return Deletions.allOf(version.fragments());
    }
    Optional<KeySet> keys = KeyFiles.read(plan.address(), plan.keyColumn(), fragments);
    return keys.isEmpty()
        ? new Deletions()
        : KeyLocator.locate(
            version.reference(), version.schema().findField(plan.keyColumn()), keys.get());
  }

  @Override
  public void abort(WriterCommitMessage[] messages) {
    if (!filesMayBeCommitted) {
      List<FragmentMetadata> written =
          TaskResults.of(messages).fragments().stream().map(WrittenFragment::metadata).toList();
      DataFiles.remove(plan.address(), written);
    }
  }

  @Override
  public String toString() {
    return "lancedb " + plan.address() + " " + mode.name().toLowerCase(Locale.ROOT);
  }
}
