package io.sparklancedb.arrow;

/** IEEE 754 binary16, which Java 17 and Arrow 12 have no conversion for. */
public final class HalfFloat {
  /** 65520, from which on the nearest half is infinite. */
  private static final int MAX_FINITE_ROUNDED = 0x477FF000;

  private static final int MIN_NORMAL = 0x38800000;
  private static final int INFINITY = 0x7C00;
  private static final int QUIET_NAN = 0x7E00;

  private HalfFloat() {}

  /** Rounds to the nearest, ties to even; beyond 65504 (and half a step) it is infinite. */
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & 0x7FFFFFFF;
    if (magnitude > 0x7F800000) {
      return (short) (sign | QUIET_NAN | magnitude >>> 13 & 0x3FF);
    }
    if (magnitude >= MAX_FINITE_ROUNDED) {
      return (short) (sign | INFINITY);
    }
    return (short) (sign | (magnitude < MIN_NORMAL ? subnormal(value) : normal(magnitude)));
  }

  /**
   * Rounds once: a double that a float would round onto a tie between two halves is first rounded
   * to odd, so that the second rounding sees on which side of the tie it was.
   */
  public static short fromDouble(double value) {
    float rounded = (float) value;
    if (rounded != value
        && (Float.floatToRawIntBits(rounded) & 1) == 0
        && Float.isFinite(rounded)) {
      boolean tooFar = Math.abs((double) rounded) > Math.abs(value);
      int bits = Float.floatToRawIntBits(rounded);
      rounded = Float.intBitsToFloat(tooFar ? bits - 1 : bits + 1);
    }
    return fromFloat(rounded);
  }

  public static boolean isInfinite(short half) {
    return (half & 0x7FFF) == INFINITY;
  }

  private static int normal(int magnitude) {
    int rebiased = magnitude - (127 - 15 << 23);
    return rebiased + 0xFFF + (rebiased >>> 13 & 1) >>> 13;
  }

  /** A subnormal half is a whole multiple of 2^-24; {@code rint} rounds ties to even. */
  private static int subnormal(float value) {
    return (int) Math.rint(Math.abs(value) * 0x1p24f);
  }

  public static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >>> 10 & 0x1F;
    int fraction = half & 0x3FF;
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int rebiased = exponent == 0x1F ? 0xFF : exponent + 127 - 15;
    return Float.intBitsToFloat(sign | rebiased << 23 | fraction << 13);
  }
}
