package io.sparklancedb.write;

import io.sparklancedb.arrow.batch.NullStructStorage;
import io.sparklancedb.config.MergeRules.WhenNotMatched;
import io.sparklancedb.config.NullStructHandling;
import io.sparklancedb.config.WriteConfig;
import io.sparklancedb.error.TypeErrors;
import io.sparklancedb.types.NullStructs;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;

/**
 * What a write does with null structs that Lance may not read back.
 *
 * @param mayInsert whether rows may get a key that is new
 */
record StructNulls(NullStructHandling handling, boolean mayInsert) {
  static StructNulls of(WriteConfig config) {
    return new StructNulls(
        config.nullStructs(), config.rules().whenNotMatched() == WhenNotMatched.INSERT);
  }

  /** What rows have that have no values: nulls, and structs of nulls where a null is not stored. */
  static InternalRow absent(List<Field> columns) {
    return new GenericInternalRow(columns.stream().map(StructNulls::absent).toArray());
  }

  private static Object absent(Field column) {
    return NullStructs.isUnreadable(column) ? absent(column.getChildren()) : null;
  }

  NullStructStorage storage() {
    return handling == NullStructHandling.REFUSE
        ? NullStructStorage.REFUSED
        : NullStructStorage.STRUCT_OF_NULLS;
  }

  void requireStored(Schema columns) {
    if (handling == NullStructHandling.STRUCT_OF_NULLS) {
      NullStructs.requireFillable(columns.getFields());
    }
  }

  /**
   * @param missing columns of the table that the rows lack
   */
  void requireStoredInNewRows(List<Field> missing) {
    requireStored(new Schema(missing));
    if (mayInsert && handling == NullStructHandling.REFUSE) {
      missing.stream()
          .filter(NullStructs::isUnreadable)
          .findFirst()
          .ifPresent(
              column -> {
                throw TypeErrors.nullStructMissing(column.getName());
              });
    }
  }
}
