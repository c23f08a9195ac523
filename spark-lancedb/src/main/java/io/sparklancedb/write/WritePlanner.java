package io.sparklancedb.write;

import io.sparklancedb.commit.ColumnAddition;
import io.sparklancedb.commit.Staging;
import io.sparklancedb.commit.WriteMode;
import io.sparklancedb.config.IndexDeclaration;
import io.sparklancedb.config.SchemaEvolution;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VectorOption;
import io.sparklancedb.config.WriteConfig;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.types.CaseSensitivity;
import io.sparklancedb.types.ColumnMapping;
import io.sparklancedb.types.ColumnMatching;
import io.sparklancedb.types.ComparedField;
import io.sparklancedb.types.DistinctNames;
import io.sparklancedb.types.VectorType;
import io.sparklancedb.write.LanceDbWriteBuilder.Keyless;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;

/**
 * Decides on the driver, before any task runs, whether and how rows of a type can be written to a
 * table.
 */
final class WritePlanner {
  private final TableAddress address;
  private final WriteConfig config;
  private final WriteMode mode;
  private final CaseSensitivity names = CaseSensitivity.of(SQLConf.get().caseSensitiveAnalysis());
  private final RowColumns rows;
  private final ControlChoice controlChoice;
  private final ControlColumns control;
  private final KeyChoice keyChoice;
  private final MergeLimits limits;
  private final FileVersions fileVersions;
  private final StructNulls structNulls;

  WritePlanner(
      TableAddress address,
      WriteConfig config,
      Keyless keyless,
      StructType columns,
      WriteMode mode) {
    this.address = address;
    this.config = config;
    this.mode = mode;
    this.rows = RowColumns.of(columns, config, mode, names);
    this.controlChoice = new ControlChoice(rows.rowType(), config, mode, names);
    this.control = controlChoice.ofRows();
    this.keyChoice = new KeyChoice(address, config, mode, keyless, names, control);
    this.limits = new MergeLimits(address, config, mode);
    this.fileVersions = new FileVersions(address);
    this.structNulls = StructNulls.of(config);
    limits.requireNoMergeOptions(control);
  }

  TaskPlan plan(Optional<TableSnapshot> table) {
    if (mode.replacesTable()) {
      return ofNew(table.map(TableSnapshot::storageVersion));
    }
    return table.isPresent() ? ofExisting(table.get()) : ofNew(Optional.empty());
  }

  /** The table's columns that the rows lack, and may lack. */
  List<String> missing(TableSnapshot table) {
    return rows.missing(table.schema(), structNulls);
  }

  /** The table's columns of whose structs the rows lack fields, and may lack them. */
  List<String> incomplete(TableSnapshot table) {
    return rows.incomplete(table.schema());
  }

  /** The columns in which written rows are compared with those of the table; empty for no rows. */
  List<ComparedField> compared(TaskPlan plan) {
    return mode.rules().comparesRows()
        ? new ComparedColumns(rows.rowType(), config, names).of(plan)
        : List.of();
  }

  /** Those that the table is to keep, by the names of its columns; empty for one that is to go. */
  Map<String, Optional<IndexDeclaration>> indexes(TaskPlan plan) {
    return new IndexedColumns(plan).declared(config.indexes());
  }

  private TaskPlan ofExisting(TableSnapshot table) {
    limits.requireSupported(table, controlChoice.stores(control, table.schema()));
    Schema schema = table.schema();
    Optional<String> key = keyChoice.of(table);
    List<String> lacking = rows.lacking(schema, key, control);
    ControlColumns stored = controlChoice.ofExisting(control, schema);
    TargetSchema target = rows.target(schema, lacking, notStored(stored));
    Schema written = target.with(Map.of());
    ColumnMapping mapping = mapping(target, stored);
    config.vectors().forEach((column, option) -> requireSame(schema, column, option));
    fileVersions.requireStorable(target.addition(Map.of()), table.storageVersion());
    fileVersions.requireStructsKept(schema, table.storageVersion());
    structNulls.requireStored(written);
    if (!mode.replacesAllRows()) {
      ColumnAddition.to(table, target.addition(Map.of())).requireReadableNulls(table);
    }
    List<String> columns = TargetSchema.names(written);
    return taskPlan(
        target,
        key.map(column -> mapping.ordinals().get(columns.indexOf(column))),
        key.orElse(null),
        stored,
        lacking,
        table.storageVersion());
  }

  /** Refuses rows that do not fit the table's columns. */
  private ColumnMapping mapping(TargetSchema target, ControlColumns stored) {
    Set<String> notMapped = new HashSet<>(target.undimensioned());
    notMapped.addAll(notStored(stored));
    ColumnMatching matching =
        new ColumnMatching(
            address.uri(),
            names,
            config.schemaEvolution() == SchemaEvolution.FAIL
                ? ColumnMatching.Absent.REFUSED
                : ColumnMatching.Absent.KEPT);
    return ColumnMapping.of(target.with(Map.of()), rows.rowType(), notMapped, matching);
  }

  /**
   * @param fixedVersion Lance's file version of a table that keeps it
   */
  private TaskPlan ofNew(Optional<String> fixedVersion) {
    ControlColumns stored = controlChoice.ofNew(control);
    StructType columns = rows.stored(notStored(stored));
    new DistinctNames(names).require(columns);
    String key = keyChoice.ofNew(List.of(columns.fieldNames()));
    VectorColumns vectors = VectorColumns.of(columns, config.vectors(), names);
    TargetSchema.New target =
        new TargetSchema.New(columns, vectors.dimensioned(), vectors.undimensioned(), key);
    Schema known = target.with(Map.of());
    String storageVersion = fileVersions.choose(known, config.dataStorageVersion(), fixedVersion);
    structNulls.requireStored(known);
    return taskPlan(
        target,
        Optional.ofNullable(key).map(rows.rowType()::fieldIndex),
        key,
        stored,
        List.of(),
        storageVersion);
  }

  private TaskPlan taskPlan(
      TargetSchema target,
      Optional<Integer> keyOrdinal,
      String key,
      ControlColumns stored,
      List<String> lacking,
      String storageVersion) {
    return new TaskPlan(
        Staging.of(address),
        target,
        rows.rowType(),
        names,
        keyOrdinal.orElse(ControlColumns.NONE),
        key,
        stored,
        notStored(stored),
        lacking,
        structNulls.storage(),
        storageVersion);
  }

  private Set<String> notStored(ControlColumns stored) {
    return mode.isStatement() ? mode.notStored() : stored.notStored(rows.rowType());
  }

  /** A column that the write adds is as the option says. */
  private void requireSame(Schema schema, String column, VectorOption option) {
    Optional<Field> field =
        schema.getFields().stream().filter(f -> f.getName().equalsIgnoreCase(column)).findFirst();
    if (field.isEmpty() && config.schemaEvolution() == SchemaEvolution.ADD_COLUMNS) {
      return;
    }
    Optional<VectorType> own = field.flatMap(VectorType::of);
    boolean same =
        own.isPresent()
            && own.get().dimension() == option.dimension()
            && option.elementBits().map(VectorColumns::element).orElse(own.get().element())
                == own.get().element();
    if (!same) {
      throw WriteErrors.otherVectorType(column, own.map(WritePlanner::text).orElse("no vector"));
    }
  }

  private static String text(VectorType type) {
    return type.dimension() + ":" + type.element().name().toLowerCase(Locale.ROOT);
  }
}
