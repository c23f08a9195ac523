package io.sparklancedb.index;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sparklancedb.config.IndexDeclaration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is not declared is as LanceDB 0.39 chooses it. */
class IndexParametersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ivf_flat|1000000|244",
        "ivf_pq|1000000|122",
        "ivf_rq|300|1",
        "ivf_sq|100000000|4096",
        "ivf_hnsw_sq|3000000|2",
        "ivf_pq(num_partitions=7)|1000000|7",
        "ivf_pq(target_partition_size=1000)|1000000|1000"
      })
  void partitionsFollowFromTheRows(String index, long rows, int partitions) {
    assertEquals(
        partitions,
        IndexParameters.partitions(rows, IndexDeclaration.parse("index.v", index))
            .getNumPartitions());
  }

  @ParameterizedTest
  @CsvSource({"768,8,48", "24,8,3", "24,4,4", "48,4,4", "10,8,1"})
  void codesFollowFromTheDimension(int dimension, int bits, int codes) {
    assertEquals(codes, IndexParameters.subVectors(dimension, Optional.of(bits)));
  }
}
