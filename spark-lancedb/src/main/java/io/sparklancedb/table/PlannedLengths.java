package io.sparklancedb.table;

import io.sparklancedb.error.CatalogErrors;
import io.sparklancedb.types.DeclaredStrings;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;

/**
 * What Spark before 4.1 does not plan when it knows of lengths of strings: there a {@code MERGE}
 * that only inserts ends in an internal error, and where strings are filled up, when they are read,
 * so does a {@code DELETE}.
 */
final class PlannedLengths {
  private PlannedLengths() {}

  /**
   * The columns of a table that is written, as this Spark takes them; our writer looks after it.
   */
  static StructType written(StructType columns) {
    return isPlanned() ? columns : DeclaredStrings.onlyFixed(columns);
  }

  /**
   * @param table its name, for messages
   */
  static void requireDeletable(String table, StructType columns) {
    if (isPlanned() || !SQLConf.get().readSideCharPadding()) {
      return;
    }
    DeclaredStrings.firstFixed(columns)
        .ifPresent(
            column -> {
              throw CatalogErrors.deletionWithFixedLength(table, column);
            });
  }

  private static boolean isPlanned() {
    return Capabilities.hasSchemaEvolution();
  }
}
