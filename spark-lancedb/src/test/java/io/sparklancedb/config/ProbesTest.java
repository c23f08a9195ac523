package io.sparklancedb.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbesTest {
  @ParameterizedTest
  @CsvSource({
    "1000, 1000, 20",
    "500, 1000, 40",
    "3, 10, 67",
    "0, 1000, 20000",
    "2000, 1000, 20",
    "1, 9000000000, 2147483647"
  })
  void areSoManyMoreAsFewerRowsMeetACondition(long matching, long rows, int parts) {
    assertEquals(Probes.of(parts), Probes.among(matching, rows));
  }
}
