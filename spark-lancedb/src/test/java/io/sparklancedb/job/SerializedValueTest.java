package io.sparklancedb.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SerializedValueTest {
  @Test
  void isReadOnceAndTheSameForAll() {
    ArrayList<String> value = new ArrayList<>(List.of("a", "b"));
    SerializedValue<ArrayList<String>> sent = SerializedValue.of(value);

    assertEquals(value, sent.value());
    assertNotSame(value, sent.value());
    assertSame(sent.value(), sent.value());
  }

  /** It may hold storage options. */
  @Test
  void itsTextTellsNothingOfTheValue() {
    assertFalse(SerializedValue.of("secret").toString().contains("secret"));
  }
}
