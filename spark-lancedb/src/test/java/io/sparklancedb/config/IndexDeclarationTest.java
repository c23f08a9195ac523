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
        new IndexDeclaration(Kind.IVF_PQ, Map.of("metric", "cosine", "num_partitions", "64")),
        index);
    assertEquals(Optional.of(64), index.number("num_partitions"));
    assertEquals(Optional.of("cosine"), index.text("metric"));
    assertEquals(Optional.empty(), index.number("num_bits"));
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
        "hash|Cannot use 'index.v' = 'hash': there is no such index. Choose one of btree, bitmap, zonemap, label_list, ngram, fts, ivf_flat, ivf_pq, ivf_hnsw_sq, with parameters such as 'ivf_pq(metric=cosine)'.",
        "bitmap(size=1)|Cannot use 'index.v' with the parameter 'size': an index of kind 'bitmap' takes no parameters. Leave it out.",
        "zonemap(metric=l2)|Cannot use 'index.v' with the parameter 'metric': an index of kind 'zonemap' takes rows_per_zone. Leave it out.",
        "ivf_pq(cosine)|Cannot use 'index.v' with 'cosine': a parameter is a name and a value. Write them as in 'ivf_pq(metric=cosine)', or leave it out.",
        "ivf_pq(metric=l2,)|Cannot use 'index.v' with '': a parameter is a name and a value. Write them as in 'ivf_pq(metric=cosine)', or leave it out.",
        "ivf_pq(metric=foo)|Cannot use 'index.v' with 'metric' = 'foo': expected 'l2', 'cosine' or 'dot'. Leave the parameter out to let the connector choose.",
        "ivf_pq(num_bits=0)|Cannot use 'index.v' with 'num_bits' = '0': expected a whole number of at least 1. Leave the parameter out to let the connector choose.",
        "ivf_pq(num_bits=9999999999)|Cannot use 'index.v' with 'num_bits' = '9999999999': expected a whole number of at most 2147483647. Leave the parameter out to let the connector choose.",
        "fts(stem=maybe)|Cannot use 'index.v' with 'stem' = 'maybe': expected 'true' or 'false'. Leave the parameter out to let the connector choose."
      })
  void saysWhatIsExpectedInstead(String text, String message) {
    assertEquals(message, assertThrows(LanceDbException.class, () -> parse(text)).getMessage());
  }

  private static IndexDeclaration parse(String text) {
    return IndexDeclaration.parse("index.v", text);
  }
}
