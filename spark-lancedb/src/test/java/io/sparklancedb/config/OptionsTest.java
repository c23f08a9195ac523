package io.sparklancedb.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  @ParameterizedTest
  @CsvSource({
    "db_uri, address catalog",
    "TABLE_NAME, address",
    "storage_options.region, address catalog",
    "storage_options., catalog",
    "index_cache, address catalog",
    "namespace, only_catalog catalog",
    "namespace.uri, only_catalog catalog",
    "primary_key, catalog",
    "vector.embedding, catalog",
    "index.embedding, ''",
    "null_structs, describes table catalog",
    "when_matched, merging table catalog",
    "delete_column, merging table catalog",
    "key_memory, table catalog",
    "txn_app_id, ''",
    "version, version",
    "timestamp, version",
    "Batch_Size, table catalog",
    "team, catalog"
  })
  void tellsWhereAnOptionBelongs(String key, String places) {
    List<String> found = new ArrayList<>();
    add(found, Options.isOfAddress(key), "address");
    add(found, Options.isOfVersion(key), "version");
    add(found, Options.isOnlyOfCatalog(key), "only_catalog");
    add(found, Options.describesTable(key), "describes");
    add(found, Options.isForMerging(key), "merging");
    add(found, Options.isOfTable(key), "table");
    add(found, Options.mayBeOfCatalog(key), "catalog");

    assertEquals(places, String.join(" ", found));
  }

  @Test
  void hasEachKeyOnce() {
    Stream<String> keys = Options.all().stream().map(option -> option.key().text());

    assertEquals(Options.all().size(), keys.distinct().count());
  }

  private static void add(List<String> found, boolean isSo, String place) {
    if (isSo) {
      found.add(place);
    }
  }
}
