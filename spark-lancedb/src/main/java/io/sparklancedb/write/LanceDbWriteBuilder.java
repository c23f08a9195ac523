package io.sparklancedb.write;

import io.sparklancedb.commit.CommitPlan;
import io.sparklancedb.commit.WriteMode;
import io.sparklancedb.commit.WriteTotals;
import io.sparklancedb.config.DistributionMode;
import io.sparklancedb.config.DuplicateKeys;
import io.sparklancedb.config.IndexDeclaration;
import io.sparklancedb.config.MergeRules;
import io.sparklancedb.config.Options;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.WriteConfig;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.filter.FilterTranslator;
import io.sparklancedb.types.DeclaredStrings;
import io.sparklancedb.types.MlVectors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsDynamicOverwrite;
import org.apache.spark.sql.connector.write.SupportsOverwriteV2;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;

/**
 * Plans a write: an upsert, after {@link #truncate} a replacement of all rows, and after {@link
 * #overwrite} one of those that meet a condition.
 */
public final class LanceDbWriteBuilder
    implements WriteBuilder, SupportsOverwriteV2, SupportsDynamicOverwrite {
  private final TableAddress address;
  private final Optional<TableSnapshot> table;
  private final WriteConfig overwriting;
  private final Keyless keyless;
  private final LogicalWriteInfo info;
  private WriteConfig config;
  private WriteMode mode;
  private Map<String, String> properties = Map.of();

  /** What becomes of a table without a primary key. */
  public enum Keyless {
    /** Rows are added to it. */
    APPEND,
    /** The write has to name the key. */
    REFUSE
  }

  /**
   * @param table the version that the write is pinned to; empty when there is no table yet
   * @param overwriting the configuration when it becomes a replacement
   */
  public LanceDbWriteBuilder(
      TableAddress address,
      Optional<TableSnapshot> table,
      WriteConfig config,
      WriteConfig overwriting,
      Keyless keyless,
      LogicalWriteInfo info) {
    this.address = address;
    this.table = table;
    this.config = config;
    this.overwriting = overwriting;
    this.keyless = keyless;
    this.mode = new WriteMode.Upsert(config.rules());
    this.info = info;
  }

  @Override
  public WriteBuilder truncate() {
    if (!mode.replacesTable()) {
      mode = new WriteMode.Overwrite();
    }
    config = overwriting;
    return this;
  }

  /** A table has no partitions: all of it is the one that the rows belong to. */
  @Override
  public WriteBuilder overwriteDynamicPartitions() {
    return truncate();
  }

  @Override
  public boolean canOverwrite(Predicate[] predicates) {
    return condition(predicates).isPresent();
  }

  @Override
  public WriteBuilder overwrite(Predicate[] predicates) {
    mode = new WriteMode.OverwriteWhere(condition(predicates).orElseThrow());
    config = overwriting;
    return this;
  }

  /** The table, which must be there, gets the rows' columns in place of its own. */
  public WriteBuilder replaceTable() {
    mode = new WriteMode.ReplaceTable();
    config = overwriting;
    return this;
  }

  /**
   * For the inserts of a {@code MERGE} that matches on the primary key: a row that exists by now
   * stays as it is.
   */
  public WriteBuilder insertNew() {
    CommitParts.refuseIn("MERGE", config);
    config = config.ofInsertion(MergeRules.INSERT_NEW);
    mode = new WriteMode.Upsert(config.rules());
    return this;
  }

  /**
   * For the inserts of a statement that has read the table: their keys must be new, and the table
   * must not have changed since.
   *
   * @param command the statement's, such as {@code merge}
   */
  public WriteBuilder insertInto(String command) {
    CommitParts.refuseIn("MERGE", config);
    config = config.ofInsertion(MergeRules.UPSERT);
    mode = new WriteMode.RowLevel(command, Optional.empty(), Set.of());
    return this;
  }

  /**
   * For a statement that makes a table of a query's rows, or gives it other ones.
   *
   * @param statement as SQL names it
   */
  public LanceDbWriteBuilder ofStatement(String statement) {
    CommitParts.refuseIn(statement, config);
    return this;
  }

  /** What a table that the write makes keeps beside its rows, in the same version. */
  public LanceDbWriteBuilder properties(Map<String, String> ofNewTable) {
    properties = Map.copyOf(ofNewTable);
    return this;
  }

  private Optional<String> condition(Predicate[] predicates) {
    return table.flatMap(there -> new FilterTranslator(there.schema()).translateAll(predicates));
  }

  @Override
  public Write build() {
    StructType rows = DeclaredStrings.ofQuery(MlVectors.withoutOthers(info.schema()));
    WritePlanner planner = new WritePlanner(address, config, keyless, rows, mode);
    TaskPlan taskPlan = planner.plan(table);
    CommitParts.require(config, mode, taskPlan.hasKey());
    Optional<TableSnapshot> kept = mode.replacesTable() ? Optional.empty() : table;
    CommitPlan commitPlan =
        new CommitPlan(
            taskPlan.hasKey() ? mode : mode.withoutKey(),
            table,
            config.transaction(),
            kept.map(planner::missing).orElse(List.of()),
            kept.map(planner::incomplete).orElse(List.of()),
            sequenceOfTable(taskPlan),
            planner.compared(taskPlan),
            config.commitAttempts(),
            config.keyMemory(),
            planner.indexes(taskPlan),
            propertiesWith(planner.indexes(taskPlan)),
            WriteTotals.NONE);
    return new LanceDbWrite(
        new LanceDbBatchWrite(taskPlan, commitPlan, config.commitInterval()),
        taskPlan,
        distribution());
  }

  /** A table that the write makes has its indexes declared in its first version. */
  private Map<String, String> propertiesWith(Map<String, Optional<IndexDeclaration>> indexes) {
    Map<String, String> all = new HashMap<>(properties);
    indexes.forEach(
        (column, index) -> index.ifPresent(kept -> all.put(Options.INDEX + column, kept.text())));
    return all;
  }

  /** The column by which a row of the table may stay: an overwrite's rows replace all of theirs. */
  private Optional<String> sequenceOfTable(TaskPlan taskPlan) {
    return mode.mergesByRules()
        ? Optional.ofNullable(taskPlan.control().sequence().stored())
        : Optional.empty();
  }

  /** To pick the last row of each key, a task needs all rows of it. */
  private DistributionMode distribution() {
    return config
        .distribution()
        .orElse(
            config.duplicateKeys() == DuplicateKeys.LAST
                ? DistributionMode.HASH
                : DistributionMode.NONE);
  }
}
