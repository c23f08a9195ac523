package io.sparklancedb.commit;

import io.sparklancedb.config.WriteTransaction;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.types.FieldUnion;
import io.sparklancedb.types.NullStructs;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A table's columns with those that a write adds, and with the fields that it adds to their
 * structs.
 *
 * @param isEmpty whether the table has all of them
 */
public record ColumnAddition(Schema schema, boolean isEmpty) {
  /** Another writer may have added them meanwhile. This is accepted if they are the same. */
  public static ColumnAddition to(TableSnapshot table, Schema added) {
    List<Field> fields = table.schema().getFields();
    for (Field column : added.getFields()) {
      Optional<List<Field>> union = FieldUnion.of(fields, List.of(column));
      fields =
          union.orElseThrow(
              () -> WriteErrors.schemaChanged(table.reference().address().uri(), column.getName()));
    }
    return new ColumnAddition(
        new Schema(fields, table.schema().getCustomMetadata()),
        fields.equals(table.schema().getFields()));
  }

  /** Refuses new columns if Lance may read their nulls in the existing rows as other values. */
  public void requireReadableNulls(TableSnapshot table) {
    if (table.rows() > 0) {
      NullStructs.requireAddable(table.schema().getFields(), schema.getFields());
    }
  }

  /** Refuses the write if others have added columns since that the written rows must have. */
  static void requireNoneLacking(Schema planned, TableSnapshot table) {
    for (Field column : table.schema().getFields()) {
      boolean isKnown =
          planned.getFields().stream().anyMatch(own -> own.getName().equals(column.getName()));
      if (!isKnown && NullStructs.isUnreadable(column)) {
        throw WriteErrors.columnAdded(table.reference().address().uri(), column.getName());
      }
    }
  }

  /** Refuses a table that another writer made with other columns. */
  static void requireAll(Schema wanted, TableSnapshot table) {
    for (Field column : wanted.getFields()) {
      Field own =
          table.schema().getFields().stream()
              .filter(field -> field.getName().equals(column.getName()))
              .findFirst()
              .orElse(null);
      if (own == null
          || !own.getType().equals(column.getType())
          || !own.getChildren().equals(column.getChildren())) {
        throw WriteErrors.schemaChanged(table.reference().address().uri(), column.getName());
      }
    }
  }

  /** The columns of the table whose structs get fields. */
  List<String> grown(TableSnapshot table) {
    return table.schema().getFields().stream()
        .filter(field -> !schema.getFields().contains(field))
        .map(Field::getName)
        .toList();
  }

  Schema withApplied(WriteTransaction transaction) {
    return TableSnapshot.withApplied(schema, transaction);
  }
}
