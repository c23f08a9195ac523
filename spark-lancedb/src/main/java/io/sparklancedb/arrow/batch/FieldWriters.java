package io.sparklancedb.arrow.batch;

import io.sparklancedb.types.ColumnMapping;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;

/**
 * Writes the fields of a table, or of a struct, each from where the row has it; else it is null.
 */
final class FieldWriters {
  private final ValueWriter[] writers;
  private final int[] ordinals;

  FieldWriters(List<ValueWriter> writers, ColumnMapping mapping) {
    this.writers = writers.toArray(ValueWriter[]::new);
    this.ordinals = mapping.ordinals().stream().mapToInt(Integer::intValue).toArray();
  }

  void write(SpecializedGetters row, int index) {
    for (int i = 0; i < writers.length; i++) {
      if (ordinals[i] == ColumnMapping.ABSENT) {
        writers[i].writeNull(index);
      } else {
        writers[i].write(row, ordinals[i], index);
      }
    }
  }
}
