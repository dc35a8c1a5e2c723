package org.gradienttransport.udfs.scaling.form;

/**
 * Exponential and logarithm of whole arrays.
 *
 * <p>Written here because a fit spends all its time in them: {@code Math.exp} is a call per element
 * and may differ by one unit in the last place between machines, StrictMath's is slower still.
 * These are additions and multiplications in one order, which have the same bits everywhere, in
 * loops short enough for the compiler to turn into vector instructions.
 */
public final class ArrayMath {
  private static final double LOG2_E = 1.4426950408889634;
  private static final double LN2_HIGH = Double.longBitsToDouble(0x3FE62E42FEE00000L);
  private static final double LN2_LOW = Double.longBitsToDouble(0x3DEA39EF35793C76L);

  /** 1.5 * 2^52: a small number added to it is rounded to an integer in the last bits. */
  private static final double SHIFT = 6755399441055744.0;

  /** Beyond this, either way, e^x is no normal number; it is taken instead of anything farther. */
  private static final double BOUND = 708.0;

  private static final int EXPONENT_BIT = 52;

  /** The square root of 3 and its logarithm: the logarithm's series runs about it. */
  private static final double MIDDLE = 1.7320508075688772;

  private static final double LN_MIDDLE = 0.5493061443340548;

  private ArrayMath() {}

  /**
   * e^x for each x in [-708, 708], within two units in the last place; at its end beyond that.
   *
   * @param x exponents
   * @param out receives the results
   * @param scratch of the same length
   */
  public static void exp(double[] x, double[] out, double[] scratch) {
    for (int i = 0; i < x.length; i++) {
      double bounded = Math.min(Math.max(x[i], -BOUND), BOUND);
      double shifted = bounded * LOG2_E + SHIFT;
      double k = shifted - SHIFT;
      scratch[i] = shifted;
      out[i] = (bounded - k * LN2_HIGH) - k * LN2_LOW;
    }
    for (int i = 0; i < x.length; i++) {
      out[i] = seriesOfExp(out[i]);
    }
    for (int i = 0; i < x.length; i++) {
      out[i] =
          Double.longBitsToDouble(
              Double.doubleToRawLongBits(out[i])
                  + (Double.doubleToRawLongBits(scratch[i]) << EXPONENT_BIT));
    }
  }

  /**
   * ln x for each x in [1, 3], within 1e-15 absolutely.
   *
   * @param out receives the results; may be x itself
   * @param scratch of the same length
   */
  static void log(double[] x, double[] out, double[] scratch) {
    for (int i = 0; i < x.length; i++) {
      double s = (x[i] - MIDDLE) / (x[i] + MIDDLE);
      scratch[i] = s;
      out[i] = s * s;
    }
    for (int i = 0; i < x.length; i++) {
      out[i] = seriesOfAtanh(out[i]);
    }
    for (int i = 0; i < x.length; i++) {
      out[i] = LN_MIDDLE + 2.0 * scratch[i] * out[i];
    }
  }

  /** Taylor's series of e^r, |r| up to ln 2 / 2, to where the rest is below 2^-57. */
  private static double seriesOfExp(double r) {
    double p = 1.0 / 6227020800.0;
    p = p * r + 1.0 / 479001600.0;
    p = p * r + 1.0 / 39916800.0;
    p = p * r + 1.0 / 3628800.0;
    p = p * r + 1.0 / 362880.0;
    p = p * r + 1.0 / 40320.0;
    p = p * r + 1.0 / 5040.0;
    p = p * r + 1.0 / 720.0;
    p = p * r + 1.0 / 120.0;
    p = p * r + 1.0 / 24.0;
    p = p * r + 1.0 / 6.0;
    p = p * r + 0.5;
    p = p * r + 1.0;
    return p * r + 1.0;
  }

  /** The series of atanh(s) / s in z = s^2, z up to 0.072, to where the rest is below 2^-57. */
  private static double seriesOfAtanh(double z) {
    double p = 1.0 / 27.0;
    p = p * z + 1.0 / 25.0;
    p = p * z + 1.0 / 23.0;
    p = p * z + 1.0 / 21.0;
    p = p * z + 1.0 / 19.0;
    p = p * z + 1.0 / 17.0;
    p = p * z + 1.0 / 15.0;
    p = p * z + 1.0 / 13.0;
    p = p * z + 1.0 / 11.0;
    p = p * z + 1.0 / 9.0;
    p = p * z + 1.0 / 7.0;
    p = p * z + 1.0 / 5.0;
    p = p * z + 1.0 / 3.0;
    return p * z + 1.0;
  }
}
