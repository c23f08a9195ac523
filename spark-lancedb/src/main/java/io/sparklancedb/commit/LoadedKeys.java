package io.sparklancedb.commit;

import io.sparklancedb.arrow.column.LatestValues;
import io.sparklancedb.commit.KeyReader.Outcome;
import io.sparklancedb.commit.KeyReader.Outcome.Keys;
import io.sparklancedb.dataset.DatasetLease;
import io.sparklancedb.dataset.TableLoader;
import io.sparklancedb.dataset.TableReference;
import io.sparklancedb.key.IndexShare;
import io.sparklancedb.key.KeyLocator;
import io.sparklancedb.key.KeyLocator.Effort;
import io.sparklancedb.key.KeyLocator.Scope;
import io.sparklancedb.key.KeyPartition;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The written keys of one partition in memory, with what decides which of two rows is the later
 * one. For any number of threads.
 *
 * @param rowsRead how many rows were read until the keys did not fit in memory; the rest is empty
 *     then
 */
record LoadedKeys(
    MergeSpec spec,
    TableReference table,
    Field keyField,
    Optional<Keys> keys,
    Optional<LatestValues> sequences,
    long rowsRead) {
  /**
   * @throws io.sparklancedb.error.LanceDbException when a key is in two rows
   */
  static LoadedKeys read(MergeSpec spec, TableReference table, KeyPartition partition) {
    Schema schema = schema(table);
    Field keyField = schema.findField(spec.written().keyColumn());
    KeyReader reader = new KeyReader(spec);
    Outcome outcome = reader.read(partition);
    if (outcome instanceof Outcome.TooMany tooMany) {
      return new LoadedKeys(
          spec, table, keyField, Optional.empty(), Optional.empty(), tooMany.rowsRead());
    }
    Keys keys = (Keys) outcome;
    if (keys.set().size() == 0 || spec.sequence() == null) {
      return new LoadedKeys(spec, table, keyField, Optional.of(keys), Optional.empty(), 0);
    }
    WrittenSequences sequences = new WrittenSequences(spec, schema, keys);
    long readInVain = sequences.read(reader, partition).orElse(0);
    return new LoadedKeys(
        spec,
        table,
        keyField,
        readInVain == 0 ? Optional.of(keys) : Optional.empty(),
        Optional.of(sequences.values()),
        readInVain);
  }

  private static Schema schema(TableReference table) {
    try (DatasetLease lease = TableLoader.lease(table)) {
      return TableLoader.schema(lease.dataset());
    }
  }

  boolean fit() {
    return keys.isPresent();
  }

  /**
   * Looks them up in the table's index, as a task does with its own keys.
   *
   * @return empty when that is not the cheaper way
   */
  Optional<Matches> probe(IndexShare share) {
    KeyMatcher matcher = new KeyMatcher(spec, keys.orElseThrow(), sequences);
    Optional<Effort> effort = KeyLocator.probe(table, keyField, keys.get().set(), share, matcher);
    matcher.compare(table);
    return effort.map(matcher::matches);
  }

  /** Compares them with rows of the table. */
  Matches match(Scope scope) {
    KeyMatcher matcher = new KeyMatcher(spec, keys.orElseThrow(), sequences);
    Effort effort = KeyLocator.locate(table, keyField, keys.get().set(), scope, matcher);
    matcher.compare(table);
    return matcher.matches(effort);
  }
}
