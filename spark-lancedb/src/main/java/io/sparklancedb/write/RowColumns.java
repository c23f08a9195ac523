package io.sparklancedb.write;

import io.sparklancedb.commit.WriteMode;
import io.sparklancedb.config.SchemaEvolution;
import io.sparklancedb.config.VectorOption;
import io.sparklancedb.config.WriteConfig;
import io.sparklancedb.types.CaseSensitivity;
import io.sparklancedb.types.DeclaredStrings;
import io.sparklancedb.types.DistinctNames;
import io.sparklancedb.types.ScannableColumns;
import io.sparklancedb.types.StringLength;
import io.sparklancedb.types.StructDifference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of rows to write beside those of the table.
 *
 * @param rowType with plain strings
 * @param declared the same with the lengths of strings, where Spark enforces them
 */
record RowColumns(
    StructType rowType,
    StructType declared,
    WriteConfig config,
    WriteMode mode,
    CaseSensitivity names) {
  static RowColumns of(
      StructType columns, WriteConfig config, WriteMode mode, CaseSensitivity names) {
    StructType plain = DeclaredStrings.plain(columns);
    return new RowColumns(plain, checksLengths() ? columns : plain, config, mode, names);
  }

  /** Spark can be told to take strings of a declared length for plain ones. */
  private static boolean checksLengths() {
    return !SQLConf.get().charVarcharAsString();
  }

  List<String> fieldNames() {
    return Arrays.asList(rowType.fieldNames());
  }

  /** Whether the rows have the table's column. */
  private boolean have(String column, Schema table) {
    return names.find(column, fieldNames(), TargetSchema.names(table)).isPresent();
  }

  /** The rows' columns that go to the table. */
  StructType stored(Set<String> notStored) {
    return new StructType(
        Arrays.stream(declared.fields())
            .filter(column -> !notStored.contains(column.name()))
            .toArray(StructField[]::new));
  }

  /** The table's columns that the DataFrame has; all of them where it must have all. */
  private Schema written(Schema table) {
    if (config.schemaEvolution() == SchemaEvolution.FAIL) {
      return table;
    }
    List<Field> written =
        table.getFields().stream()
            .filter(field -> !field.isNullable() || have(field.getName(), table))
            .toList();
    return new Schema(written, table.getCustomMetadata());
  }

  /**
   * The table's columns that rows lack which may all delete: of the others a task refuses the
   * first.
   */
  List<String> lacking(Schema table, Optional<String> key, ControlColumns control) {
    if (!mode.mergesByRules() || !control.hasDelete()) {
      return List.of();
    }
    return TargetSchema.names(written(table)).stream()
        .filter(name -> !have(name, table) && !key.equals(Optional.of(name)))
        .toList();
  }

  /** The table's columns that the DataFrame lacks, and may lack. */
  List<String> missing(Schema table, StructNulls structNulls) {
    List<String> written = TargetSchema.names(written(table));
    List<Field> missing =
        table.getFields().stream().filter(field -> !written.contains(field.getName())).toList();
    ScannableColumns.require(missing);
    structNulls.requireStoredInNewRows(missing);
    return missing.stream().map(Field::getName).toList();
  }

  /** The table's columns of whose structs the DataFrame lacks fields, and may lack them. */
  List<String> incomplete(Schema table) {
    if (config.schemaEvolution() == SchemaEvolution.FAIL) {
      return List.of();
    }
    List<String> columns = new StructDifference(names).incomplete(table, rowType);
    ScannableColumns.require(columns.stream().map(table::findField).toList());
    return columns;
  }

  /** The columns that the tasks write to the table. */
  TargetSchema target(Schema table, List<String> lacking, Set<String> notStored) {
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
    VectorColumns vectors = VectorColumns.of(columns, optionsOfNewColumns(table), names);
    return new TargetSchema.Extended(
        existing,
        new TargetSchema.New(columns, vectors.dimensioned(), vectors.undimensioned(), null));
  }

  private Map<String, VectorOption> optionsOfNewColumns(Schema table) {
    Set<String> own = new HashSet<>();
    TargetSchema.names(table).forEach(name -> own.add(names.normalForm(name)));
    Map<String, VectorOption> options = new HashMap<>(config.vectors());
    options.keySet().removeIf(name -> own.contains(names.normalForm(name)));
    return options;
  }
}
