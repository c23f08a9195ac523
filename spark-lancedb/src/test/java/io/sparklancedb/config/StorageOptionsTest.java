package io.sparklancedb.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StorageOptionsTest {
  private static final StorageOptions OPTIONS =
      new StorageOptions(
          Map.of(
              "endpoint", "https://user:pass@store.example:9000/path?token=hush",
              "secret", "hush-hush",
              "allow_http", "true"));

  @Test
  void takesValuesOutOfTextsButShortOnes() {
    assertEquals("the key *** is true", OPTIONS.redact("the key hush-hush is true"));
  }

  @Test
  void takesTheHostAndUserOfAnAddressOutOfAnotherAddressOfIt() {
    assertEquals(
        "GET ***/bucket?list",
        OPTIONS.redact("GET https://user:pass@store.example:9000/bucket?list"));
    assertEquals(
        "GET ***", OPTIONS.redact("GET https://user:pass@store.example:9000/path?token=hush"));
  }
}
