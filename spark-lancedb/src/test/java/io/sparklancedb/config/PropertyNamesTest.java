package io.sparklancedb.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PropertyNamesTest {
  private static final List<String> COLUMNS = List.of("id", "embedding", "title_text");

  @ParameterizedTest
  @CsvSource({
    "primarykey, primary_key",
    "primaryKey, primary_key",
    "PRIMARY_KEY, primary_key",
    "primary.key, primary_key",
    "primary_keys, primary_key",
    "pimary_key, primary_key",
    "primray_key, primary_key",
    "primary_kye, primary_key",
    "hwen_matched, when_matched",
    "vecotr.none, vector.none",
    "vecotr.embedding, vector.embedding",
    "indx.id, index.id",
    "indexs.id, index.id",
    "indeks.ID, index.ID",
    "idnex.title_text, index.title_text",
    "idnex.none, ",
    "dataStorageVersion, data_storage_version",
    "when-matched, when_matched",
    "when_match, ",
    "whenmatchd, when_matched",
    "batchsize, batch_size",
    "vectors.embedding, vector.embedding",
    "Vector.embedding, vector.embedding",
    "vectr.none, vector.none",
    "vector_embedding, vector.embedding",
    "vector-title.text, vector.title_text",
    "Index.id, index.id",
    "index_title_text, index.title_text",
    "indexes.id, ",
    "split, "
  })
  void namesThePropertyThatWasMeant(String written, String meant) {
    assertEquals(Optional.ofNullable(meant), PropertyNames.meant(written, COLUMNS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "primary_key",
        "data_storage_version",
        "vector.embedding",
        "vector.other",
        "index.id",
        "when_matched",
        "When_Matched",
        "batch_size",
        "team",
        "yampirr_key",
        "index",
        "indes",
        ".id",
        "id",
        "comment",
        "owner",
        "version",
        "tag",
        "option.primary_key",
        "lance.vector",
        "embedding.arrow.fixed-size-list.size",
        ".index",
        ""
      })
  void keepsWhatIsOursAndWhatIsNobodys(String property) {
    assertEquals(Optional.empty(), PropertyNames.meant(property, COLUMNS));
  }
}
