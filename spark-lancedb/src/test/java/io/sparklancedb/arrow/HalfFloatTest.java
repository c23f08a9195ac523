package io.sparklancedb.arrow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HalfFloatTest {
  @Test
  void everyHalfComesBack() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = HalfFloat.toFloat((short) bits);
      if (Float.isNaN(value)) {
        assertTrue(Float.isNaN(HalfFloat.toFloat(HalfFloat.fromFloat(value))));
      } else {
        assertEquals((short) bits, HalfFloat.fromFloat(value));
        assertEquals((short) bits, HalfFloat.fromDouble(value));
      }
    }
  }

  @Test
  void isNearestOfAllHalvesTiesToEven() {
    for (int bits = 0; bits < 0x7BFF; bits++) {
      double low = HalfFloat.toFloat((short) bits);
      double high = HalfFloat.toFloat((short) (bits + 1));
      double tie = (low + high) / 2;
      assertEquals(bits + (bits & 1), HalfFloat.fromDouble(tie));
      assertEquals(bits + (bits & 1), HalfFloat.fromFloat((float) tie));
      assertEquals(bits, HalfFloat.fromDouble(Math.nextDown(tie)));
      assertEquals(bits + 1, HalfFloat.fromDouble(Math.nextUp(tie)));
      assertEquals(bits, HalfFloat.fromFloat(Math.nextDown((float) tie)));
      assertEquals(bits + 1, HalfFloat.fromFloat(Math.nextUp((float) tie)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "65504, 7BFF", "65519.99, 7BFF", "65520, 7C00", "1e30, 7C00", "Infinity, 7C00",
    "-0.0, 8000", "1, 3C00", "-2, C000", "0.333251953125, 3555", "5.960464477539063e-8, 0001",
    "2.98e-8, 0000", "6.103515625e-5, 0400", "NaN, 7E00"
  })
  void hasTheBitsOfTheStandard(float value, String hex) {
    assertEquals(hex, "%04X".formatted(HalfFloat.fromFloat(value) & 0xFFFF));
  }
}
