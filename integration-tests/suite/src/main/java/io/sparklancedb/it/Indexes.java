package io.sparklancedb.it;

import java.util.List;
import java.util.Locale;
import org.lance.Dataset;
import org.lance.index.DistanceType;
import org.lance.index.IndexOptions;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.scalar.ScalarIndexParams;
import org.lance.index.vector.IvfBuildParams;
import org.lance.index.vector.VectorIndexParams;

/** Makes indexes with lance-core alone. */
public final class Indexes {
  private Indexes() {}

  /**
   * @param type {@code BTREE}, {@code BITMAP} or {@code ZONEMAP}
   */
  public static void create(Dataset dataset, String column, IndexType type) {
    dataset.createIndex(
        IndexOptions.builder(
                List.of(column),
                type,
                IndexParams.builder()
                    .setScalarIndexParams(
                        ScalarIndexParams.create(type.name().toLowerCase(Locale.ROOT)))
                    .build())
            .withIndexName("index_" + Integer.toHexString(column.hashCode()) + "_" + type)
            .build());
  }

  /** Makes an index of vectors, with so many cells. */
  public static void createIvf(Dataset dataset, String column, String name, int cells) {
    dataset.createIndex(
        IndexOptions.builder(
                List.of(column),
                IndexType.IVF_FLAT,
                IndexParams.builder()
                    .setVectorIndexParams(
                        new VectorIndexParams.Builder(
                                new IvfBuildParams.Builder().setNumPartitions(cells).build())
                            .setDistanceType(DistanceType.L2)
                            .build())
                    .build())
            .withIndexName(name)
            .build());
  }
}
