package io.sparklancedb.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ConnectionErrorsTest {
  @Test
  void saysThatALowerBoundIsTooFar() {
    assertEquals(
        "Cannot query table 't': its 1000000 nearest rows have not as many at the distance 2.5 or"
            + " more as are wanted. Choose a lower bound that is less, or leave out the near rows"
            + " with where(...).",
        ConnectionErrors.tooFar("t", 1_000_000, 2.5f).getMessage());
  }
}
