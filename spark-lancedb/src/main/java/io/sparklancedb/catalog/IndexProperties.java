package io.sparklancedb.catalog;

import io.sparklancedb.config.IndexDeclaration;
import io.sparklancedb.config.Options;
import io.sparklancedb.error.CatalogErrors;
import io.sparklancedb.write.IndexedColumns;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructType;

/** The properties {@code index.<column>} of a table: indexes that are declared on its columns. */
final class IndexProperties {
  private IndexProperties() {}

  /**
   * Refuses an index that no column of the table can have.
   *
   * @param key the primary key, if the table has one
   */
  static void requireUsable(StructType columns, List<String> key, Map<String, String> properties) {
    properties.forEach(
        (property, text) -> {
          if (property.startsWith(Options.INDEX)) {
            String column = property.substring(Options.INDEX.length());
            require(columns, key, column, IndexDeclaration.parse(property, text));
          }
        });
  }

  private static void require(
      StructType columns, List<String> key, String column, IndexDeclaration index) {
    if (!Arrays.asList(columns.fieldNames()).contains(column)) {
      throw CatalogErrors.indexOfNoColumn(column, String.join(", ", columns.fieldNames()));
    }
    IndexedColumns.requireNotKey(column, key);
    IndexedColumns.requireFit(column, columns.apply(column).dataType(), index);
  }
}
