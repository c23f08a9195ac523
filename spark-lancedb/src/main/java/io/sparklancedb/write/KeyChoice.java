package io.sparklancedb.write;

import io.sparklancedb.commit.WriteMode;
import io.sparklancedb.config.DistributionMode;
import io.sparklancedb.config.MergeRules;
import io.sparklancedb.config.TableAddress;
import io.sparklancedb.config.WriteConfig;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.TypeErrors;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.types.ArrowToSpark;
import io.sparklancedb.types.CaseSensitivity;
import io.sparklancedb.types.PrimaryKey;
import io.sparklancedb.write.LanceDbWriteBuilder.Keyless;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Which column is the primary key of a write, and whether it may go without one. */
record KeyChoice(
    TableAddress table,
    WriteConfig config,
    WriteMode mode,
    Keyless keyless,
    CaseSensitivity names,
    ControlColumns control) {
  /** Empty for a table without one to which rows are added. */
  Optional<String> of(TableSnapshot version) {
    List<String> own = version.primaryKey();
    if (own.size() > 1) {
      throw WriteErrors.severalPrimaryKeysInTable(table.uri(), own);
    }
    Optional<String> wanted =
        config.primaryKey().map(key -> named(key, TargetSchema.names(version.schema())));
    if (own.isEmpty()) {
      wanted.map(version.schema()::findField).ifPresent(KeyChoice::requireKeyType);
      if (wanted.isEmpty()) {
        requireKeyless();
      }
      return wanted;
    }
    wanted
        .filter(key -> !key.equals(own.get(0)))
        .ifPresent(
            key -> {
              throw WriteErrors.otherPrimaryKey(table.uri(), key, own.get(0));
            });
    requireNotFloating(version.schema(), own.get(0));
    return Optional.of(own.get(0));
  }

  /** The key of a table that is made with these columns; null for one without. */
  String ofNew(List<String> columns) {
    Optional<String> key = config.primaryKey().map(wanted -> named(wanted, columns));
    if (key.isEmpty()) {
      requireKeyless();
    }
    return key.orElse(null);
  }

  /**
   * Another client may have marked one. A statement names the rows by the keys that it has read.
   */
  private void requireNotFloating(Schema columns, String key) {
    if (!mode.isStatement()) {
      columns.getFields().stream()
          .filter(column -> column.getName().equals(key))
          .filter(column -> column.getType() instanceof ArrowType.FloatingPoint)
          .forEach(KeyChoice::requireKeyType);
    }
  }

  private static void requireKeyType(Field key) {
    PrimaryKey.requireKeyType(key.getName(), ArrowToSpark.type(key), key.getType());
  }

  /** Refuses to write without a key where one is needed. */
  private void requireKeyless() {
    if (mode.isStatement()) {
      return;
    }
    boolean merges =
        !config.rules().equals(MergeRules.UPSERT)
            || control.hasDelete()
            || control.sequence().exists()
            || config.distribution().filter(d -> d != DistributionMode.NONE).isPresent();
    if (keyless == Keyless.REFUSE || merges) {
      throw WriteErrors.noPrimaryKey(table.uri());
    }
  }

  private String named(String key, List<String> columns) {
    return names
        .find(key, columns, Set.of())
        .orElseThrow(
            () ->
                key.contains(",")
                    ? WriteErrors.severalPrimaryKeys(key)
                    : TypeErrors.unknownPrimaryKey(key, columns));
  }
}
