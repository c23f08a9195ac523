package io.sparklancedb.write;

import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.VectorOption;
import io.sparklancedb.config.WriteConfig;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.types.CaseSensitivity;
import io.sparklancedb.types.ColumnMapping;
import io.sparklancedb.types.FileFormat;
import io.sparklancedb.types.PrimaryKey;
import io.sparklancedb.types.VectorType;
import java.util.Arrays;
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
  private static final String VERSION_WITH_MAPS = "2.2";
  private static final String OLDEST_VERSION = "2.0";

  private final TableAddress address;
  private final WriteConfig config;
  private final StructType rowType;
  private final WriteMode mode;
  private final CaseSensitivity names = CaseSensitivity.of(SQLConf.get().caseSensitiveAnalysis());

  WritePlanner(TableAddress address, WriteConfig config, StructType rowType, WriteMode mode) {
    this.address = address;
    this.config = config;
    this.rowType = rowType;
    this.mode = mode;
  }

  WritePlan plan(Optional<TableSnapshot> table) {
    return table.isPresent() ? existing(table.get()) : created();
  }

  private WritePlan existing(TableSnapshot table) {
    Schema schema = table.schema();
    String key = keyOf(table);
    ColumnMapping mapping = ColumnMapping.of(schema, rowType, Set.of(), names);
    config.vectors().forEach((column, option) -> requireSame(schema, column, option));
    requireStructsKept(schema, table.storageVersion());
    boolean hasRows = mode == WriteMode.UPSERT && !table.fragments().isEmpty();
    int position = TargetSchema.names(schema).indexOf(key);
    return new WritePlan(
        address,
        TargetSchema.Existing.of(schema),
        rowType,
        names,
        mapping.ordinals().get(position),
        key,
        hasRows ? table.reference() : null,
        table.storageVersion());
  }

  private String keyOf(TableSnapshot table) {
    List<String> own = table.primaryKey();
    if (own.size() > 1) {
      throw WriteErrors.severalPrimaryKeysInTable(address.uri(), String.join(", ", own));
    }
    Optional<String> wanted =
        config.primaryKey().map(key -> columnNamed(key, TargetSchema.names(table.schema())));
    if (own.isEmpty()) {
      String key = wanted.orElseThrow(() -> WriteErrors.noPrimaryKey(address.uri()));
      Field field = table.schema().findField(key);
      PrimaryKey.requireKeyType(key, KeyLiterals.type(field), field.getType());
      return key;
    }
    wanted
        .filter(key -> !key.equals(own.get(0)))
        .ifPresent(
            key -> {
              throw WriteErrors.otherPrimaryKey(address.uri(), key, own.get(0));
            });
    return own.get(0);
  }

  private WritePlan created() {
    String wanted = config.primaryKey().orElseThrow(() -> WriteErrors.noPrimaryKey(address.uri()));
    String key = columnNamed(wanted, Arrays.asList(rowType.fieldNames()));
    VectorColumns vectors = VectorColumns.of(rowType, config.vectors(), names);
    TargetSchema.New target =
        new TargetSchema.New(rowType, vectors.dimensioned(), vectors.undimensioned(), key);
    Schema known = target.with(Map.of());
    String storageVersion =
        config
            .dataStorageVersion()
            .orElse(FileFormat.needsVersion22(known) ? VERSION_WITH_MAPS : null);
    if (FileFormat.needsVersion22(known) && !VERSION_WITH_MAPS.equals(storageVersion)) {
      throw WriteErrors.mapsNeedNewerFiles(storageVersion);
    }
    requireStructsKept(known, storageVersion);
    return new WritePlan(
        address, target, rowType, names, rowType.fieldIndex(key), key, null, storageVersion);
  }

  private static void requireStructsKept(Schema schema, String storageVersion) {
    if (OLDEST_VERSION.equals(storageVersion) && FileFormat.needsVersion21(schema)) {
      throw WriteErrors.structsNeedNewerFiles(storageVersion);
    }
  }

  private String columnNamed(String key, List<String> columns) {
    Optional<String> exact = columns.stream().filter(key::equals).findFirst();
    Optional<String> alike =
        exact.or(
            () ->
                names == CaseSensitivity.SENSITIVE
                    ? Optional.empty()
                    : columns.stream().filter(key::equalsIgnoreCase).findFirst());
    return alike.orElseThrow(
        () ->
            key.contains(",")
                ? WriteErrors.severalPrimaryKeys(key)
                : WriteErrors.unknownPrimaryKey(key, String.join(", ", columns)));
  }

  private static void requireSame(Schema schema, String column, VectorOption option) {
    Optional<VectorType> own =
        schema.getFields().stream()
            .filter(field -> field.getName().equalsIgnoreCase(column))
            .findFirst()
            .flatMap(VectorType::of);
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
