package io.sparklancedb.dataset;

import io.sparklancedb.config.WriteTransaction;
import io.sparklancedb.error.TableErrors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.FragmentMetadata;

/**
 * What the driver knows of one version of a table, read once.
 *
 * @param primaryKey the columns that are marked as its key: none, one, or more in tables of other
 *     writers
 * @param fragments in the order of the table
 * @param storageVersion Lance's file version, such as {@code 2.1}
 * @param nextFragmentId above every id that a fragment has or that an index still knows
 * @param rowIds what the table's row ids are
 */
public record TableSnapshot(
    TableReference reference,
    Schema schema,
    FieldIds fieldIds,
    List<String> primaryKey,
    List<FragmentMetadata> fragments,
    String storageVersion,
    int nextFragmentId,
    RowIds rowIds) {
  /** What names a row. */
  public enum RowIds {
    /** Its address: it changes when the row is rewritten. */
    ADDRESSES,
    /** A number of its own, which Lance gives out when it commits. */
    STABLE
  }

  private static final String APPLIED = "spark-lancedb.txn.";

  public TableSnapshot {
    primaryKey = List.copyOf(primaryKey);
    fragments = List.copyOf(fragments);
  }

  /**
   * Whether the write, or a later one of its application, is in this version. What was applied
   * stands in the schema's metadata: it is committed with the rows, and no cleanup of versions
   * removes it.
   */
  public boolean hasApplied(WriteTransaction transaction) {
    return lastApplied(transaction.application()).orElse(Long.MIN_VALUE) >= transaction.version();
  }

  /**
   * The highest version of an application's writes that is in this version.
   *
   * @throws io.sparklancedb.error.LanceDbException when another client wrote a text there that is
   *     no number
   */
  public OptionalLong lastApplied(String application) {
    String last = schema.getCustomMetadata().get(APPLIED + application);
    if (last == null) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(last));
    } catch (NumberFormatException e) {
      throw TableErrors.unknownWrite(reference.address().uri(), APPLIED + application, last);
    }
  }

  /** The schema of a version that holds the write. */
  public static Schema withApplied(Schema schema, WriteTransaction transaction) {
    Map<String, String> metadata = new HashMap<>(schema.getCustomMetadata());
    metadata.put(APPLIED + transaction.application(), Long.toString(transaction.version()));
    return new Schema(schema.getFields(), metadata);
  }

  /**
   * Whether nothing but the number of the version differs, as after a deletion that found no row or
   * a change of the configuration.
   */
  public boolean isSameAs(TableSnapshot other) {
    return equals(
        new TableSnapshot(
            reference,
            other.schema,
            other.fieldIds,
            other.primaryKey,
            other.fragments,
            other.storageVersion,
            other.nextFragmentId,
            other.rowIds));
  }

  /** Rows that are not deleted. */
  public long rows() {
    return fragments.stream().mapToLong(FragmentMetadata::getNumRows).sum();
  }
}
