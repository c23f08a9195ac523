package io.sparklancedb.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.lance.Version;

class TableLoaderTest {
  @Test
  void c14ATimeReadsTheHighestVersionOfThoseThatAreNotYounger() {
    List<Version> versions =
        List.of(version(1, 10), version(2, 20), version(3, 20), version(4, 15), version(5, 30));

    assertEquals(Optional.empty(), asOf(versions, 9));
    assertEquals(Optional.of(1L), asOf(versions, 14));
    assertEquals(Optional.of(4L), asOf(versions, 15));
    assertEquals(Optional.of(4L), asOf(versions, 29));
    assertEquals(Optional.of(5L), asOf(versions, 30));
  }

  @Test
  void c14OfEqualTimesTheHighestNumberIsRead() {
    List<Version> versions = List.of(version(7, 20), version(9, 20), version(8, 20));

    assertEquals(Optional.of(9L), asOf(versions, 20));
  }

  private static Optional<Long> asOf(List<Version> versions, long second) {
    return TableLoader.asOf(versions, Instant.ofEpochSecond(second)).map(Version::getId);
  }

  private static Version version(long number, long second) {
    return new Version(
        number, Instant.ofEpochSecond(second).atZone(ZoneOffset.UTC), new TreeMap<>());
  }
}
