package io.sparklancedb.commit;

import io.sparklancedb.arrow.column.LatestValues;
import io.sparklancedb.commit.KeyReader.Outcome.Keys;
import io.sparklancedb.error.LanceDbException;
import io.sparklancedb.error.WriteErrors;
import io.sparklancedb.key.KeyPartition;
import io.sparklancedb.types.StorageType;
import java.util.OptionalLong;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** What written rows have in the column that tells which of two rows of a key is the later one. */
final class WrittenSequences {
  private final MergeSpec spec;
  private final ArrowType type;
  private final Keys keys;
  private final LatestValues values;

  /**
   * @throws LanceDbException when the table has no such column
   */
  WrittenSequences(MergeSpec spec, Schema table, Keys keys) {
    this.spec = spec;
    this.keys = keys;
    Field field =
        table.getFields().stream()
            .filter(own -> own.getName().equals(spec.sequence()))
            .findFirst()
            .orElseThrow(this::schemaChanged);
    this.type = StorageType.of(field);
    this.values = LatestValues.of(field, keys.set().size());
  }

  /**
   * Reads them beside the keys.
   *
   * @return how many rows were read until they did not fit in memory beside the keys; empty when
   *     all did
   */
  OptionalLong read(KeyReader reader, KeyPartition partition) {
    long[] rows = new long[1];
    boolean fits =
        spec.written()
            .readWith(
                spec.sequence(),
                (keyValues, others) -> {
                  if (!StorageType.of(others.getField()).equals(type)) {
                    throw schemaChanged();
                  }
                  LatestValues.Batch batch = values.of(others);
                  keys.set().forEachMatch(keyValues, keyValues.getValueCount(), batch::keep);
                  rows[0] += keyValues.getValueCount();
                  long bytes = keys.bytes() + values.bytes();
                  return reader.fits(bytes + spec.bytesToCompare(keys.set().size()), partition);
                });
    return fits ? OptionalLong.empty() : OptionalLong.of(rows[0]);
  }

  LatestValues values() {
    return values;
  }

  private LanceDbException schemaChanged() {
    return WriteErrors.schemaChanged(spec.written().address().uri(), spec.sequence());
  }
}
