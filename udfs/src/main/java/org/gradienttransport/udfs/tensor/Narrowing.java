package org.gradienttransport.udfs.tensor;

/** The loops behind {@link DType#narrow}; bounds have been checked by the caller. */
final class Narrowing {
  private static final int F16_BIAS = 15;
  private static final int F16_LEAST_EXPONENT = -14;
  private static final int F16_FRACTION_BITS = 10;

  /** Half a unit in the last place above the largest finite number: from here on it is infinity. */
  private static final double F16_OVERFLOW = 65520;

  private Narrowing() {}

  static void narrow(DType dtype, double[] source, int at, int count, byte[] raw, int to) {
    switch (dtype) {
      case F16 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.put16(raw, to + 2 * i, float16(source[at + i]));
        }
      }
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.put16(raw, to + 2 * i, bfloat16((float) source[at + i]));
        }
      }
      case F32 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.put32(raw, to + 4 * i, Float.floatToIntBits((float) source[at + i]));
        }
      }
      case F64 -> {
        for (int i = 0; i < count; i++) {
          LittleEndian.put64(raw, to + 8 * i, Double.doubleToLongBits(source[at + i]));
        }
      }
      default -> throw new IllegalArgumentException(dtype + " is no floating kind");
    }
  }

  /** IEEE 754 binary16, rounded once, to nearest, ties to even. */
  static short float16(double value) {
    int sign = value < 0 || 1 / value < 0 ? 0x8000 : 0;
    double magnitude = Math.abs(value);
    if (Double.isNaN(value)) {
      return 0x7e00;
    }
    if (magnitude >= F16_OVERFLOW) {
      return (short) (sign | 0x7c00);
    }
    int exponent = Math.max(Math.getExponent(magnitude), F16_LEAST_EXPONENT);
    // Scaled so that the last place is 1; a carry out of the fraction lands in the exponent.
    int rounded = (int) Math.rint(Math.scalb(magnitude, F16_FRACTION_BITS - exponent));
    int bits = ((exponent + F16_BIAS - 1) << F16_FRACTION_BITS) + rounded;
    return (short) (sign | bits);
  }

  /** The upper half of a float32, rounded to nearest, ties to even, as PyTorch does. */
  static short bfloat16(float value) {
    int bits = Float.floatToIntBits(value);
    if (Float.isNaN(value)) {
      return 0x7fc0;
    }
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }
}
