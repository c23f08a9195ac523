package io.sparklancedb.write;

import io.sparklancedb.config.WriteTransaction;
import io.sparklancedb.dataset.TableSnapshot;
import io.sparklancedb.error.WriteErrors;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A table's columns with those that a write adds.
 *
 * @param count of the columns that the table lacks
 */
record ColumnAddition(Schema schema, int count) {
  /** Another writer may have added them meanwhile, which is well if they are the same. */
  static ColumnAddition to(TableSnapshot table, Schema added) {
    List<Field> fields = new ArrayList<>(table.schema().getFields());
    for (Field column : added.getFields()) {
      Field own = find(table.schema(), column.getName());
      if (own == null) {
        fields.add(column);
      } else if (!isLike(column, own)) {
        throw WriteErrors.schemaChanged(table.reference().address().uri(), column.getName());
      }
    }
    return new ColumnAddition(
        new Schema(fields, table.schema().getCustomMetadata()),
        fields.size() - table.schema().getFields().size());
  }

  /** Refuses a table that another writer made with other columns. */
  static void requireAll(Schema wanted, TableSnapshot table) {
    for (Field column : wanted.getFields()) {
      Field own = find(table.schema(), column.getName());
      if (own == null || !isLike(column, own)) {
        throw WriteErrors.schemaChanged(table.reference().address().uri(), column.getName());
      }
    }
  }

  private static Field find(Schema schema, String name) {
    return schema.getFields().stream()
        .filter(field -> field.getName().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static boolean isLike(Field column, Field other) {
    return other.getType().equals(column.getType())
        && other.getChildren().equals(column.getChildren());
  }

  boolean isEmpty() {
    return count == 0;
  }

  Schema withApplied(WriteTransaction transaction) {
    return TableSnapshot.withApplied(schema, transaction);
  }
}
