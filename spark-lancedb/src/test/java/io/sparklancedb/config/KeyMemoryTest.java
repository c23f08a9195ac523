package io.sparklancedb.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyMemoryTest {
  @Test
  void isWhatTheUserSaid() {
    assertEquals(8L << 30, KeyMemory.of(Optional.of(8L << 30)).bytes());
  }

  @Test
  void isASmallPartOfTheHeapOtherwise() {
    long tenth = Runtime.getRuntime().maxMemory() / 10;

    assertEquals(Math.min(512L << 20, tenth), KeyMemory.of(Optional.empty()).bytes());
  }
}
