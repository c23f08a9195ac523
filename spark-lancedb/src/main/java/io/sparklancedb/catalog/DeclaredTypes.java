package io.sparklancedb.catalog;

import io.sparklancedb.error.CatalogErrors;
import io.sparklancedb.types.ColumnPath;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Refuses {@code NOT NULL} below the top level, so that nobody relies on it. It cannot be kept:
 * Lance 7.0.0 does not compact a table with a null struct above such a field.
 */
final class DeclaredTypes {
  private final String table;

  /**
   * @param table its name, for messages
   */
  DeclaredTypes(String table) {
    this.table = table;
  }

  void requireKept(StructType columns) {
    for (StructField column : columns.fields()) {
      requireKept(column.name(), column.dataType());
    }
  }

  void requireKept(String path, DataType type) {
    if (type instanceof StructType struct) {
      for (StructField field : struct.fields()) {
        String child = ColumnPath.field(path, field.name());
        requireNullable(child, field.nullable());
        requireKept(child, field.dataType());
      }
    } else if (type instanceof ArrayType array) {
      requireNullable(ColumnPath.element(path), array.containsNull());
      requireKept(ColumnPath.element(path), array.elementType());
    } else if (type instanceof MapType map) {
      requireNullable(ColumnPath.value(path), map.valueContainsNull());
      requireKept(ColumnPath.key(path), map.keyType());
      requireKept(ColumnPath.value(path), map.valueType());
    }
  }

  private void requireNullable(String path, boolean isNullable) {
    if (!isNullable) {
      throw CatalogErrors.nestedNotNull(table, path);
    }
  }
}
