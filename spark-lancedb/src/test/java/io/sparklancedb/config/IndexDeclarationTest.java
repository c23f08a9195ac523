package io.sparklancedb.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparklancedb.config.IndexDeclaration.Kind;
import io.sparklancedb.error.LanceDbException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexDeclarationTest {
  @Test
  void readsAnIndexWithoutParameters() {
    assertEquals(new IndexDeclaration(Kind.BITMAP, Map.of()), parse(" Bitmap "));
    assertEquals(new IndexDeclaration(Kind.BITMAP, Map.of()), parse("bitmap()"));
  }

  @Test
  void readsParametersAndLeavesOthersToLance() {
    IndexDeclaration index = parse("ivf_pq(metric=Cosine, num_partitions = 64)");

    assertEquals(
        new IndexDeclaration(
            Kind.IVF_PQ, Map.of("distance_type", "cosine", "num_partitions", "64")),
        index);
    assertEquals(Optional.of(64), index.number("num_partitions"));
    assertEquals(Optional.of("cosine"), index.text("distance_type"));
    assertEquals(Optional.empty(), index.number("num_bits"));
  }

  @Test
  void writesWhatMeansTheSameAlike() {
    IndexDeclaration index = parse("IVF_HNSW_PQ(num_partitions=4,metric=Dot)");

    assertEquals("ivf_hnsw_pq(distance_type=dot, num_partitions=4)", index.text());
    assertEquals(index, parse(index.text()));
    assertEquals("btree", parse("BTREE()").text());
    assertEquals(
        Optional.of(0.01), parse("bloom_filter(probability=0.01)").fraction("probability"));
  }

  @Test
  void spellsALanguageAsLanceDoes() {
    IndexDeclaration index = parse("fts(language=german, stem=FALSE)");

    assertEquals(Optional.of("German"), index.text("language"));
    assertEquals(Optional.of(false), index.flag("stem"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hash|Cannot use 'index.v' = 'hash': there is no such index. Choose one of btree, bitmap, zonemap, bloom_filter, label_list, ngram, fts, ivf_flat, ivf_sq, ivf_pq, ivf_rq, ivf_hnsw_sq, ivf_hnsw_pq, with parameters such as 'ivf_pq(distance_type=cosine)'.",
        "bitmap(size=1)|Cannot use 'index.v' with the parameter 'size': an index of kind 'bitmap' takes no parameters. Leave it out.",
        "zonemap(metric=l2)|Cannot use 'index.v' with the parameter 'metric': an index of kind 'zonemap' takes rows_per_zone. Leave it out.",
        "ivf_pq(cosine)|Cannot use 'index.v' with 'cosine': a parameter is a name and a value. Write them as in 'ivf_pq(distance_type=cosine)', or leave it out.",
        "ivf_pq(metric=l2,)|Cannot use 'index.v' with '': a parameter is a name and a value. Write them as in 'ivf_pq(distance_type=cosine)', or leave it out.",
        "ivf_pq(metric=foo)|Cannot use 'index.v' with 'distance_type' = 'foo': expected 'l2', 'cosine' or 'dot'. Leave the parameter out to let the connector choose.",
        "ivf_pq(num_bits=5)|Cannot use 'index.v' with 'num_bits' = '5': expected '4' or '8'. Leave the parameter out to let the connector choose.",
        "ivf_sq(num_partitions=0)|Cannot use 'index.v' with 'num_partitions' = '0': expected a whole number of at least 1. Leave the parameter out to let the connector choose.",
        "ivf_rq(num_partitions=9999999999)|Cannot use 'index.v' with 'num_partitions' = '9999999999': expected a whole number of at most 2147483647. Leave the parameter out to let the connector choose.",
        "bloom_filter(probability=1)|Cannot use 'index.v' with 'probability' = '1': expected a number between 0 and 1 such as '0.001'. Leave the parameter out to let the connector choose.",
        "bloom_filter(probability=some)|Cannot use 'index.v' with 'probability' = 'some': expected a number between 0 and 1 such as '0.001'. Leave the parameter out to let the connector choose.",
        "ivf_sq(num_bits=8)|Cannot use 'index.v' with the parameter 'num_bits': an index of kind 'ivf_sq' takes distance_type, num_partitions, target_partition_size, sample_rate, max_iterations. Leave it out.",
        "ivf_pq(metric=l2, distance_type=l2)|Cannot use 'index.v' with 'distance_type' twice: an index has one value of each parameter. Leave one out.",
        "ivf_pq(num_partitions=2, target_partition_size=9)|Cannot use 'index.v' with both 'num_partitions' and 'target_partition_size': one follows from the other. Leave one out.",
        "fts(stem=maybe)|Cannot use 'index.v' with 'stem' = 'maybe': expected 'true' or 'false'. Leave the parameter out to let the connector choose."
      })
  void saysWhatIsExpectedInstead(String text, String message) {
    assertEquals(message, assertThrows(LanceDbException.class, () -> parse(text)).getMessage());
  }

  private static IndexDeclaration parse(String text) {
    return IndexDeclaration.parse("index.v", text);
  }
}
