package io.sparklancedb.write;

import static io.sparklancedb.types.FileFormat.OLDEST_VERSION;
import static io.sparklancedb.types.FileFormat.VERSION_WITH_MAPS;
import static io.sparklancedb.write.WritePlan.Steering.NONE;

import io.sparklancedb.config.DistributionMode;
import io.sparklancedb.config.MergeRules;
import io.sparklancedb.config.SchemaEvolution;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VectorOption;
import io.sparklancedb.config.WriteConfig;
import io.sparklancedb.dataset.Staging;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.CatalogErrors;
import io.sparklancedb.error.OptionErrors;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.types.CaseSensitivity;
import io.sparklancedb.types.ColumnMapping;
import io.sparklancedb.types.ColumnMatching;
import io.sparklancedb.types.DeclaredStrings;
import io.sparklancedb.types.DistinctNames;
import io.sparklancedb.types.FieldTypeName;
import io.sparklancedb.types.FileFormat;
import io.sparklancedb.types.LanceExtension;
import io.sparklancedb.types.PrimaryKey;
import io.sparklancedb.types.ScannableColumns;
import io.sparklancedb.types.StringLength;
import io.sparklancedb.types.StructDifference;
import io.sparklancedb.types.VectorType;
import io.sparklancedb.write.LanceDbWriteBuilder.Keyless;
import io.sparklancedb.write.WritePlan.Sequence;
import io.sparklancedb.write.WritePlan.Steering;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Decides on the driver, before any task runs, whether and how rows of a type can be written to a
 * table.
 */
final class WritePlanner {
  private final TableAddress address;
  private final WriteConfig config;
  private final Keyless keyless;
  private final StructType rowType;
  private final StructType declared;
  private final WriteMode mode;
  private final CaseSensitivity names = CaseSensitivity.of(SQLConf.get().caseSensitiveAnalysis());
  private final Steering steering;
  private final StructNulls structNulls;

  WritePlanner(
      TableAddress address,
      WriteConfig config,
      Keyless keyless,
      StructType rowType,
      WriteMode mode) {
    this.address = address;
    this.config = config;
    this.keyless = keyless;
    this.rowType = DeclaredStrings.plain(rowType);
    this.declared = checksLengths() ? rowType : this.rowType;
    this.mode = mode;
    this.structNulls = StructNulls.of(config);
    this.steering =
        new Steering(
            deleteOrdinal(),
            config
                .sequenceColumn()
                .map(
                    column ->
                        new Sequence(
                            ordinal("sequence_column", column), config.duplicateKeys(), null))
                .orElse(Sequence.NONE),
            addresses().map(this.rowType::fieldIndex).orElse(NONE));
    if (mode instanceof WriteMode.Replace || mode instanceof WriteMode.ReplaceWhere) {
      requireNoMerge();
    }
  }

  /** Spark can be told to take strings of a declared length for plain ones. */
  private static boolean checksLengths() {
    return !SQLConf.get().charVarcharAsString();
  }

  private Optional<String> addresses() {
    return mode instanceof WriteMode.RowLevel statement ? statement.addresses() : Optional.empty();
  }

  WritePlan plan(Optional<TableSnapshot> table) {
    if (mode instanceof WriteMode.Redefine) {
      return created(table.map(TableSnapshot::storageVersion));
    }
    return table.isPresent() ? existing(table.get()) : created(Optional.empty());
  }

  private WritePlan existing(TableSnapshot table) {
    requireManageable(table);
    Schema schema = table.schema();
    Optional<String> key = keyOf(table);
    List<String> lacking = lacking(schema, key);
    Steering steering = this.steering.storing(storedSequence(TargetSchema.names(schema)));
    requireUsable(steering.sequence(), schema);
    TargetSchema target = target(schema, lacking, notStored(steering));
    Set<String> notStored = new HashSet<>(target.undimensioned());
    notStored.addAll(notStored(steering));
    ColumnMapping mapping = ColumnMapping.of(target.with(Map.of()), rowType, notStored, matching());
    config.vectors().forEach((column, option) -> requireSame(schema, column, option));
    requireStorable(target.addition(Map.of()), table.storageVersion());
    requireStructsKept(schema, table.storageVersion());
    structNulls.requireStored(target.with(Map.of()));
    if (!(mode instanceof WriteMode.Replace)) {
      ColumnAddition.to(table, target.addition(Map.of())).requireReadableNulls(table);
    }
    List<String> columns = TargetSchema.names(target.with(Map.of()));
    return new WritePlan(
        Staging.of(address),
        target,
        rowType,
        names,
        key.map(column -> mapping.ordinals().get(columns.indexOf(column))).orElse(NONE),
        key.orElse(null),
        steering,
        notStored(steering),
        lacking,
        structNulls.storage(),
        table.storageVersion());
  }

  /**
   * The table's columns that rows lack which may all delete: of the others a task refuses the
   * first.
   */
  private List<String> lacking(Schema table, Optional<String> key) {
    if (!(mode instanceof WriteMode.Upsert) || !steering.hasDelete()) {
      return List.of();
    }
    return TargetSchema.names(written(table)).stream()
        .filter(name -> !isThere(name, table) && !key.equals(Optional.of(name)))
        .toList();
  }

  /** Whether the rows have the table's column. */
  private boolean isThere(String column, Schema table) {
    return names
        .find(column, Arrays.asList(rowType.fieldNames()), TargetSchema.names(table))
        .isPresent();
  }

  /** The table's name of the column that tells of two rows which is the later one. */
  private Optional<String> storedSequence(List<String> columns) {
    Sequence sequence = steering.sequence();
    return sequence.isThere() && sequence.ordinal() != steering.delete()
        ? names.find(
            rowType.fieldNames()[sequence.ordinal()], columns, Arrays.asList(rowType.fieldNames()))
        : Optional.empty();
  }

  /** Refuses a sequence that tells nothing, or whose stored form cannot be compared. */
  private void requireUsable(Sequence sequence, Schema table) {
    if (!sequence.isThere() || !(mode instanceof WriteMode.Upsert)) {
      return;
    }
    String column = rowType.fieldNames()[sequence.ordinal()];
    if (!sequence.isStored()) {
      if (!sequence.picksLast()) {
        throw OptionErrors.sequenceWithoutEffect(column);
      }
      return;
    }
    Field field = table.findField(sequence.stored());
    ScannableColumns.require(List.of(field));
    if (LanceExtension.of(field) == LanceExtension.JSON) {
      throw WriteErrors.sequenceType(column, FieldTypeName.of(field));
    }
  }

  private TargetSchema target(Schema table, List<String> lacking, Set<String> notStored) {
    Schema written = written(checksLengths() ? table : StringLength.ignoredIn(table));
    TargetSchema.Existing existing =
        TargetSchema.Existing.of(
            new Schema(
                written.getFields().stream().filter(f -> !lacking.contains(f.getName())).toList(),
                written.getCustomMetadata()));
    StructType columns = new StructDifference(names).extra(table, stored(notStored));
    if (config.schemaEvolution() == SchemaEvolution.FAIL || columns.isEmpty()) {
      return existing;
    }
    new DistinctNames(names).requireAdded(table, columns);
    Set<String> own = new HashSet<>();
    TargetSchema.names(table).forEach(name -> own.add(names.normalForm(name)));
    Map<String, VectorOption> options = new HashMap<>(config.vectors());
    options.keySet().removeIf(name -> own.contains(names.normalForm(name)));
    VectorColumns vectors = VectorColumns.of(columns, options, names);
    return new TargetSchema.Extended(
        existing,
        new TargetSchema.New(columns, vectors.dimensioned(), vectors.undimensioned(), null));
  }

  /** The table's columns that the DataFrame has; all of them where it must have all. */
  private Schema written(Schema table) {
    if (config.schemaEvolution() == SchemaEvolution.FAIL) {
      return table;
    }
    List<Field> there =
        table.getFields().stream()
            .filter(field -> !field.isNullable() || isThere(field.getName(), table))
            .toList();
    return new Schema(there, table.getCustomMetadata());
  }

  /** The table's columns that the DataFrame lacks, and may lack. */
  List<String> missing(TableSnapshot table) {
    List<String> written = TargetSchema.names(written(table.schema()));
    List<Field> missing =
        table.schema().getFields().stream()
            .filter(field -> !written.contains(field.getName()))
            .toList();
    ScannableColumns.require(missing);
    structNulls.requireStoredInNewRows(missing);
    return missing.stream().map(Field::getName).toList();
  }

  /** The table's columns of whose structs the DataFrame lacks fields, and may lack them. */
  List<String> incomplete(TableSnapshot table) {
    if (config.schemaEvolution() == SchemaEvolution.FAIL) {
      return List.of();
    }
    List<String> columns = new StructDifference(names).incomplete(table.schema(), rowType);
    ScannableColumns.require(columns.stream().map(table.schema()::findField).toList());
    return columns;
  }

  private ColumnMatching matching() {
    return new ColumnMatching(
        address.uri(),
        names,
        config.schemaEvolution() == SchemaEvolution.FAIL
            ? ColumnMatching.Absent.REFUSED
            : ColumnMatching.Absent.KEPT);
  }

  /** What Lance gives stable row ids to can only be changed by its update. */
  private void requireManageable(TableSnapshot table) {
    if (table.rowIds() == TableSnapshot.RowIds.STABLE) {
      if (mode instanceof WriteMode.RowLevel) {
        throw WriteErrors.noRowLevelOperation(address.uri(), mode.toString());
      }
      MergeRules rules =
          mode instanceof WriteMode.Upsert upsert ? upsert.rules() : MergeRules.UPSERT;
      String option =
          config.transaction().isPresent()
              ? "txn_app_id"
              : config.schemaEvolution() != SchemaEvolution.FAIL
                  ? "schema_evolution"
                  : !rules.keepsAllRows()
                      ? "when_matched' or 'when_not_matched"
                      : storesSequence(table) ? "sequence_column" : null;
      if (option != null) {
        throw WriteErrors.stableRowIds(address.uri(), option);
      }
    }
  }

  /** An overwrite merges nothing. */
  private void requireNoMerge() {
    if (!config.rules().equals(MergeRules.UPSERT)) {
      MergeRules rules = config.rules();
      throw OptionErrors.notForOverwriting(
          rules.whenMatched() != MergeRules.UPSERT.whenMatched()
              ? "when_matched"
              : rules.whenNotMatched() != MergeRules.UPSERT.whenNotMatched()
                  ? "when_not_matched"
                  : "when_not_matched_by_source");
    }
    if (steering.hasDelete()) {
      throw OptionErrors.notForOverwriting("delete_column");
    }
  }

  private int deleteOrdinal() {
    if (config.deleteColumn().isEmpty()) {
      return NONE;
    }
    int ordinal = ordinal("delete_column", config.deleteColumn().get());
    DataType type = rowType.fields()[ordinal].dataType();
    if (!(type instanceof BooleanType)) {
      throw WriteErrors.deleteColumnType(config.deleteColumn().get(), type.sql());
    }
    return ordinal;
  }

  private int ordinal(String option, String column) {
    List<String> columns = Arrays.asList(rowType.fieldNames());
    return find(column, columns)
        .map(columns::indexOf)
        .orElseThrow(() -> WriteErrors.unknownColumn(option, column, String.join(", ", columns)));
  }

  private boolean storesSequence(TableSnapshot table) {
    return mode instanceof WriteMode.Upsert
        && storedSequence(TargetSchema.names(table.schema())).isPresent();
  }

  private Set<String> notStored(Steering steering) {
    if (mode instanceof WriteMode.RowLevel statement) {
      return statement.notStored();
    }
    Set<String> notStored = new HashSet<>();
    if (steering.hasDelete()) {
      notStored.add(rowType.fieldNames()[steering.delete()]);
    }
    if (steering.sequence().isThere() && !steering.sequence().isStored()) {
      notStored.add(rowType.fieldNames()[steering.sequence().ordinal()]);
    }
    return notStored;
  }

  /** The rows' columns that go to the table. */
  private StructType stored(Set<String> notStored) {
    return new StructType(
        Arrays.stream(declared.fields())
            .filter(column -> !notStored.contains(column.name()))
            .toArray(StructField[]::new));
  }

  /** Empty for a table without one to which rows are added. */
  private Optional<String> keyOf(TableSnapshot table) {
    List<String> own = table.primaryKey();
    if (own.size() > 1) {
      throw WriteErrors.severalPrimaryKeysInTable(address.uri(), String.join(", ", own));
    }
    Optional<String> wanted =
        config.primaryKey().map(key -> keyNamed(key, TargetSchema.names(table.schema())));
    if (own.isEmpty()) {
      wanted.map(table.schema()::findField).ifPresent(WritePlanner::requireKeyType);
      if (wanted.isEmpty()) {
        requireKeyless();
      }
      return wanted;
    }
    wanted
        .filter(key -> !key.equals(own.get(0)))
        .ifPresent(
            key -> {
              throw WriteErrors.otherPrimaryKey(address.uri(), key, own.get(0));
            });
    return Optional.of(own.get(0));
  }

  private static void requireKeyType(Field key) {
    PrimaryKey.requireKeyType(key.getName(), KeyLiterals.type(key), key.getType());
  }

  /** Refuses to write without a key where one is needed. */
  private void requireKeyless() {
    if (mode instanceof WriteMode.RowLevel) {
      return;
    }
    boolean merges =
        !config.rules().equals(MergeRules.UPSERT)
            || steering.hasDelete()
            || steering.sequence().isThere()
            || config.distribution().filter(d -> d != DistributionMode.NONE).isPresent();
    if (keyless == Keyless.REFUSE || merges) {
      throw WriteErrors.noPrimaryKey(address.uri());
    }
  }

  /**
   * @param fixedVersion Lance's file version of a table that keeps it
   */
  private WritePlan created(Optional<String> fixedVersion) {
    Steering steering = this.steering.storing(storedSequence(Arrays.asList(rowType.fieldNames())));
    StructType columns = stored(notStored(steering));
    new DistinctNames(names).require(columns);
    String key =
        config.primaryKey().map(k -> keyNamed(k, Arrays.asList(columns.fieldNames()))).orElse(null);
    if (key == null) {
      requireKeyless();
    }
    VectorColumns vectors = VectorColumns.of(columns, config.vectors(), names);
    TargetSchema.New target =
        new TargetSchema.New(columns, vectors.dimensioned(), vectors.undimensioned(), key);
    Schema known = target.with(Map.of());
    String storageVersion = storageVersion(known, fixedVersion);
    requireStructsKept(known, storageVersion);
    structNulls.requireStored(known);
    return new WritePlan(
        Staging.of(address),
        target,
        rowType,
        names,
        key == null ? NONE : rowType.fieldIndex(key),
        key,
        steering,
        notStored(steering),
        List.of(),
        structNulls.storage(),
        storageVersion);
  }

  /** Null for the library's own choice. */
  private String storageVersion(Schema columns, Optional<String> fixed) {
    boolean hasMaps = FileFormat.needsVersion22(columns);
    Optional<String> wanted =
        config
            .dataStorageVersion()
            .or(() -> Optional.ofNullable(hasMaps ? VERSION_WITH_MAPS : null));
    if (hasMaps && !wanted.get().equals(VERSION_WITH_MAPS)) {
      throw WriteErrors.mapsNeedNewerFiles(wanted.get());
    }
    if (fixed.isPresent() && !wanted.orElse(fixed.get()).equals(fixed.get())) {
      throw WriteErrors.otherStorageVersion(address.uri(), fixed.get(), wanted.get());
    }
    return fixed.or(() -> wanted).orElse(null);
  }

  /** The files of a table hold what they held when it was made; 2.0 ends the process at a map. */
  private void requireStorable(Schema added, String storageVersion) {
    boolean lacksMaps = !storageVersion.equals(VERSION_WITH_MAPS);
    boolean lacksStructs = storageVersion.equals(OLDEST_VERSION);
    for (Field column : added.getFields()) {
      Schema alone = new Schema(List.of(column));
      if (lacksMaps && FileFormat.needsVersion22(alone)
          || lacksStructs && FileFormat.needsVersion21(alone)) {
        throw CatalogErrors.columnNeedsNewerFiles(address.uri(), column.getName(), storageVersion);
      }
    }
  }

  private static void requireStructsKept(Schema schema, String storageVersion) {
    if (OLDEST_VERSION.equals(storageVersion) && FileFormat.needsVersion21(schema)) {
      throw WriteErrors.structsNeedNewerFiles(storageVersion);
    }
  }

  private String keyNamed(String key, List<String> columns) {
    return find(key, columns)
        .orElseThrow(
            () ->
                key.contains(",")
                    ? WriteErrors.severalPrimaryKeys(key)
                    : WriteErrors.unknownPrimaryKey(key, String.join(", ", columns)));
  }

  private Optional<String> find(String name, List<String> columns) {
    return names.find(name, columns, Set.of());
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
