package org.gradienttransport.udfs.nulls;

/**
 * The elementary functions of the Box-Muller transform on the arguments it has, to the bit as
 * StrictMath gives them.
 *
 * <p>StrictMath is fdlibm by specification, and the formulas below are fdlibm's (Sun Microsystems,
 * 1993): same reduction, same polynomials, same order of operations. Written here because the
 * library's functions are calls that cannot be inlined, reduce the angle twice for sine and cosine,
 * and branch on the quadrant, which is random; together they cost several times as much. Arguments
 * next to a multiple of pi/2, where the reduction takes more terms, are left to StrictMath.
 */
final class BoxMuller {
  private static final double LN2_HIGH = Double.longBitsToDouble(0x3FE62E42FEE00000L);
  private static final double LN2_LOW = Double.longBitsToDouble(0x3DEA39EF35793C76L);
  private static final double L1 = Double.longBitsToDouble(0x3FE5555555555593L);
  private static final double L2 = Double.longBitsToDouble(0x3FD999999997FA04L);
  private static final double L3 = Double.longBitsToDouble(0x3FD2492494229359L);
  private static final double L4 = Double.longBitsToDouble(0x3FCC71C51D8E78AFL);
  private static final double L5 = Double.longBitsToDouble(0x3FC7466496CB03DEL);
  private static final double L6 = Double.longBitsToDouble(0x3FC39A09D078C69FL);
  private static final double L7 = Double.longBitsToDouble(0x3FC2F112DF3E5244L);

  private static final double TWO_OVER_PI = Double.longBitsToDouble(0x3FE45F306DC9C883L);
  private static final double HALF_PI_HIGH = Double.longBitsToDouble(0x3FF921FB54400000L);
  private static final double HALF_PI_LOW = Double.longBitsToDouble(0x3DD0B4611A626331L);

  private static final double S1 = Double.longBitsToDouble(0xBFC5555555555549L);
  private static final double S2 = Double.longBitsToDouble(0x3F8111111110F8A6L);
  private static final double S3 = Double.longBitsToDouble(0xBF2A01A019C161D5L);
  private static final double S4 = Double.longBitsToDouble(0x3EC71DE357B1FE7DL);
  private static final double S5 = Double.longBitsToDouble(0xBE5AE5E68A2B9CEBL);
  private static final double S6 = Double.longBitsToDouble(0x3DE5D93A5ACFD57CL);

  private static final double C1 = Double.longBitsToDouble(0x3FA555555555554CL);
  private static final double C2 = Double.longBitsToDouble(0xBF56C16C16C15177L);
  private static final double C3 = Double.longBitsToDouble(0x3EFA01A019CB1590L);
  private static final double C4 = Double.longBitsToDouble(0xBE927E4F809C52ADL);
  private static final double C5 = Double.longBitsToDouble(0x3E21EE9EBDB4B1C4L);
  private static final double C6 = Double.longBitsToDouble(0xBDA8FAE9BE8838D4L);

  private BoxMuller() {}

  /** Natural logarithm of a normal number in (0, 1]. */
  static double log(double x) {
    long bits = Double.doubleToRawLongBits(x);
    int fraction = (int) (bits >>> 32) & 0xFFFFF;
    // 1 where the fraction is past sqrt(2), so that f lies between sqrt(2)/2 - 1 and sqrt(2) - 1.
    int carry = (fraction + 0x95F64) & 0x100000;
    double k = (int) (bits >>> 52) - 1023 + (carry >>> 20);
    long exponent = (long) (carry ^ 0x3FF00000) << 32;
    double f = Double.longBitsToDouble((bits & 0x000FFFFFFFFFFFFFL) | exponent) - 1.0;
    if ((0xFFFFF & (2 + fraction)) < 3) {
      return StrictMath.log(x); // f is next to 0
    }
    double s = f / (2.0 + f);
    double z = s * s;
    double w = z * z;
    double even = w * (L2 + w * (L4 + w * L6));
    double odd = z * (L1 + w * (L3 + w * (L5 + w * L7)));
    double r = odd + even;
    double half = 0.5 * f * f;
    double far = half - (s * (half + r) + k * LN2_LOW);
    double near = s * (f - r) - k * LN2_LOW;
    int isFar = (fraction - 0x6147A) | (0x6B851 - fraction);
    return k * LN2_HIGH - ((isFar > 0 ? far : near) - f);
  }

  /**
   * Sine and cosine of one angle, times a radius.
   *
   * @param angle in [0, 2 pi]
   * @param out receives radius * cos at {@code at} and radius * sin at {@code at + 1}
   */
  static void scaledCosSin(double angle, double radius, double[] out, int at) {
    int high = (int) (Double.doubleToRawLongBits(angle) >>> 32);
    if (isSpecial(high)) {
      out[at] = radius * StrictMath.cos(angle);
      out[at + 1] = radius * StrictMath.sin(angle);
      return;
    }
    int quadrant = quadrant(angle, high);
    double r = angle - quadrant * HALF_PI_HIGH;
    double w = quadrant * HALF_PI_LOW;
    double x = r - w;
    double y = (r - x) - w;
    double sine = quadrant == 0 ? sineOf(x) : sineOf(x, y);
    double cosine = cosineOf(x, y);
    boolean odd = (quadrant & 1) != 0;
    double first = odd ? sine : cosine;
    double second = odd ? cosine : sine;
    // Quadrants 1 and 2 turn the cosine's sign, quadrants 2 and 3 the sine's.
    out[at] = radius * turned(first, (quadrant + 1) & 2);
    out[at + 1] = radius * turned(second, quadrant & 2);
  }

  /** Next to 0, pi/2, pi, 3 pi/2 or 2 pi, or past it. */
  private static boolean isSpecial(int high) {
    return high < 0x3E400000
        || high == 0x3FF921FB
        || high == 0x400921FB
        || high == 0x4012D97C
        || high >= 0x401921FB;
  }

  private static int quadrant(double angle, int high) {
    if (high <= 0x3FE921FB) {
      return 0;
    }
    return high < 0x4002D97C ? 1 : (int) (angle * TWO_OVER_PI + 0.5);
  }

  /** The number, negated where {@code sign} is 2 and not 0. */
  private static double turned(double value, int sign) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(value) ^ ((long) sign << 62));
  }

  /** fdlibm's kernel sine of |x| up to pi/4, the argument exact. */
  private static double sineOf(double x) {
    double z = x * x;
    double v = z * x;
    double r = S2 + z * (S3 + z * (S4 + z * (S5 + z * S6)));
    return x + v * (S1 + z * r);
  }

  /** fdlibm's kernel sine of |x + y| up to pi/4, y being what the double x left out. */
  private static double sineOf(double x, double y) {
    double z = x * x;
    double v = z * x;
    double r = S2 + z * (S3 + z * (S4 + z * (S5 + z * S6)));
    return x - ((z * (0.5 * y - v * r) - y) - v * S1);
  }

  /** fdlibm's kernel cosine of |x + y| up to pi/4. */
  private static double cosineOf(double x, double y) {
    long bits = Double.doubleToRawLongBits(x) & Long.MAX_VALUE;
    int high = (int) (bits >>> 32);
    double z = x * x;
    double r = z * (C1 + z * (C2 + z * (C3 + z * (C4 + z * (C5 + z * C6)))));
    double quarter = 0.0; // about |x| / 4, where x is large enough to cancel
    if (high >= 0x3FD33333) {
      quarter =
          high > 0x3FE90000 ? 0.28125 : Double.longBitsToDouble((long) (high - 0x00200000) << 32);
    }
    double a = 1.0 - quarter;
    return a - ((0.5 * z - quarter) - (z * r - x * y));
  }
}
