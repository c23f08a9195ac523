package io.sparklancedb.write;

import io.sparklancedb.commit.WriteMode;
import io.sparklancedb.config.WriteConfig;
import io.sparklancedb.error.OptionErrors;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.types.CaseSensitivity;
import io.sparklancedb.types.FieldTypeName;
import io.sparklancedb.types.LanceExtension;
import io.sparklancedb.types.ScannableColumns;
import io.sparklancedb.write.ControlColumns.Sequence;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Finds the columns of the rows that control a write, and how the table stores them. */
record ControlChoice(
    StructType rowType, WriteConfig config, WriteMode mode, CaseSensitivity names) {
  /** Before it is known what the table has. */
  ControlColumns ofRows() {
    return new ControlColumns(
        delete(),
        config
            .sequenceColumn()
            .map(
                column ->
                    new Sequence(ordinal("sequence_column", column), config.duplicateKeys(), null))
            .orElse(Sequence.NONE),
        mode.addresses().map(rowType::fieldIndex).orElse(ControlColumns.NONE));
  }

  private int delete() {
    if (config.deleteColumn().isEmpty()) {
      return ControlColumns.NONE;
    }
    String column = config.deleteColumn().get();
    int ordinal = ordinal("delete_column", column);
    DataType type = rowType.fields()[ordinal].dataType();
    if (!(type instanceof BooleanType)) {
      throw WriteErrors.deleteColumnType(column, type.sql());
    }
    return ordinal;
  }

  private int ordinal(String option, String column) {
    List<String> columns = Arrays.asList(rowType.fieldNames());
    return names
        .find(column, columns, Set.of())
        .map(columns::indexOf)
        .orElseThrow(() -> WriteErrors.unknownColumn(option, column, String.join(", ", columns)));
  }

  /** The columns of the table that a write makes. */
  ControlColumns ofNew(ControlColumns control) {
    return control.storing(stored(control, Arrays.asList(rowType.fieldNames())));
  }

  /** Refuses a sequence that tells nothing, or whose stored form cannot be compared. */
  ControlColumns ofExisting(ControlColumns control, Schema table) {
    ControlColumns stored = control.storing(stored(control, TargetSchema.names(table)));
    Sequence sequence = stored.sequence();
    if (sequence.exists() && mode.mergesByRules()) {
      requireUsable(sequence, table);
    }
    return stored;
  }

  /** Whether the table has the sequence of the rows. */
  boolean stores(ControlColumns control, Schema table) {
    return stored(control, TargetSchema.names(table)).isPresent();
  }

  /** The table's name of the sequence; a column that deletes is none. */
  private Optional<String> stored(ControlColumns control, List<String> columns) {
    Sequence sequence = control.sequence();
    return sequence.exists() && sequence.ordinal() != control.delete()
        ? names.find(
            rowType.fieldNames()[sequence.ordinal()], columns, Arrays.asList(rowType.fieldNames()))
        : Optional.empty();
  }

  private void requireUsable(Sequence sequence, Schema table) {
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
}
