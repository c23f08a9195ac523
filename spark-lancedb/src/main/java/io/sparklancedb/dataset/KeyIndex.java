package io.sparklancedb.dataset;

import io.sparklancedb.config.TableAddress;
import java.util.List;
import org.lance.Dataset;
import org.lance.index.IndexDescription;
import org.lance.index.IndexOptions;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.scalar.BTreeIndexParams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The B-Tree on a table's primary key. */
public final class KeyIndex {
  private static final Logger LOG = LoggerFactory.getLogger(KeyIndex.class);

  private KeyIndex() {}

  public static boolean isThere(Dataset dataset, String column) {
    int field =
        dataset.getLanceSchema().fields().stream()
            .filter(f -> f.getName().equals(column))
            .findFirst()
            .orElseThrow()
            .getId();
    return dataset.describeIndices().stream().anyMatch(index -> isBTree(index, field));
  }

  /**
   * Makes the index where it is missing. Rows are committed already when this is called, so a
   * failure is said in the log and left to the next write: the index is for speed, not for truth.
   */
  public static void ensure(TableAddress address, String column) {
    try (Dataset latest = SharedDatabase.of(address).openLatest(address)) {
      if (!isThere(latest, column)) {
        latest.createIndex(
            IndexOptions.builder(
                    List.of(column),
                    IndexType.BTREE,
                    IndexParams.builder()
                        .setScalarIndexParams(BTreeIndexParams.builder().build())
                        .build())
                .withIndexName(column + "_idx")
                .build());
        OwnCommits.note(address, latest.latestVersion());
      }
    } catch (Exception e) {
      LOG.warn(
          "Could not index the primary key '{}' of table {}: {}. The next write tries again.",
          column,
          address,
          NativeFailure.of(e, address.storage()).reason());
    }
  }

  private static boolean isBTree(IndexDescription index, int field) {
    return index.getFieldIds().equals(List.of(field))
        && index.getIndexType().equalsIgnoreCase("btree");
  }
}
