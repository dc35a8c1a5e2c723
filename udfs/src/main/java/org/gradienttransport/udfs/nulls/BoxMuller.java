package org.gradienttransport.udfs.nulls;

/**
 * The elementary functions of the Box-Muller transform, for many arguments at once, to the bit as
 * StrictMath gives them. One instance serves one thread.
 *
 * <p>StrictMath is fdlibm by specification, and the formulas below are fdlibm's (Sun Microsystems,
 * 1993): same reduction, same polynomials, same order of operations. fdlibm branches on ranges of
 * its argument, which are random here; instead what a branch chooses is multiplied by 1 and what it
 * leaves by 0, which changes no bit of a finite number, so that the compiler can turn the loops
 * into vector instructions. Only where bits of a number are looked at are they ordinary ones.
 * Arguments that need other terms are rare and left to StrictMath.
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

  /** High words of the magnitudes that sine and cosine are taken of here: 2^-17 to about pi/4. */
  private static final int LEAST_REDUCED = 0x3EE00000;

  private static final int PAST_REDUCED = 0x3FE921FA;

  /** A logarithm's f that is smaller is left to StrictMath. */
  private static final double NEXT_TO_0 = 0x1p-19;

  private final int size;
  private final int[] special;
  private final double[] first;
  private final double[] second;
  private final double[] third;
  private final double[] quadrant;

  /** Room for so many arguments. */
  BoxMuller(int size) {
    this.size = size;
    this.special = new int[size];
    this.first = new double[size];
    this.second = new double[size];
    this.third = new double[size];
    this.quadrant = new double[size];
  }

  /** Natural logarithms of normal numbers in (0, 1]. */
  void log(double[] x, double[] out) {
    int specials = splitIntoPowers(x);
    double[] ks = first;
    double[] fs = second;
    double[] fars = third;
    double[] rs = quadrant;
    for (int i = 0; i < size; i++) {
      double s = fs[i] / (2.0 + fs[i]);
      double z = s * s;
      double w = z * z;
      double even = w * (L2 + w * (L4 + w * L6));
      double odd = z * (L1 + w * (L3 + w * (L5 + w * L7)));
      out[i] = s;
      rs[i] = odd + even;
    }
    for (int i = 0; i < size; i++) {
      double f = fs[i];
      double half = fars[i] * (0.5 * f * f);
      // fdlibm: far from 1, half - (s (half + r) + k ln 2); near 1, s (f - r) - k ln 2.
      double part = half - (out[i] * (half - (1.0 - fars[i]) * f + rs[i]) + ks[i] * LN2_LOW);
      out[i] = ks[i] * LN2_HIGH - (part - f);
    }
    for (int i = 0; i < specials; i++) {
      out[special[i]] = StrictMath.log(x[special[i]]);
    }
  }

  /**
   * x = 2^k (1 + f) with 1 + f between sqrt(2)/2 and sqrt(2).
   *
   * @return how many arguments are special: with f next to 0
   */
  private int splitIntoPowers(double[] x) {
    int specials = 0;
    for (int i = 0; i < size; i++) {
      long bits = Double.doubleToRawLongBits(x[i]);
      int high = (int) (bits >>> 32);
      int fraction = high & 0xFFFFF;
      int k = ((high + 0x95F64) >> 20) - 1023;
      double f = Double.longBitsToDouble(bits - ((long) k << 52)) - 1.0;
      first[i] = k;
      second[i] = f;
      third[i] = 1 + (((fraction - 0x6147A) | (0x6B851 - fraction)) >> 31);
      if (Math.abs(f) < NEXT_TO_0) {
        special[specials++] = i;
      }
    }
    return specials;
  }

  /**
   * Cosines and sines of angles in [0, 2 pi], times radii.
   *
   * @param cosines receives radius * cos
   * @param sines receives radius * sin
   */
  void scaledCosSin(double[] angles, double[] radii, double[] cosines, double[] sines) {
    reduce(angles);
    int specials = quarters();
    double[] xs = first;
    double[] ys = second;
    double[] quarters = third;
    for (int i = 0; i < size; i++) {
      cosines[i] = cosineOf(xs[i], ys[i], quarters[i]);
    }
    for (int i = 0; i < size; i++) {
      sines[i] = sineOf(xs[i], ys[i], Math.floor(1.0 - 0.25 * quadrant[i]));
    }
    turn(radii, cosines, sines);
    for (int i = 0; i < specials; i++) {
      int at = special[i];
      cosines[at] = radii[at] * StrictMath.cos(angles[at]);
      sines[at] = radii[at] * StrictMath.sin(angles[at]);
    }
  }

  /** Angle less the nearest multiple of pi/2, as x + y, y being what the double x left out. */
  private void reduce(double[] angles) {
    double[] xs = first;
    double[] ys = second;
    double[] quadrants = quadrant;
    for (int i = 0; i < size; i++) {
      double q = Math.floor(angles[i] * TWO_OVER_PI + 0.5);
      double r = angles[i] - q * HALF_PI_HIGH;
      double w = q * HALF_PI_LOW;
      double x = r - w;
      quadrants[i] = q;
      xs[i] = x;
      ys[i] = (r - x) - w;
    }
  }

  /**
   * Of each x about |x| / 4, where it is large enough for the cosine to cancel, else 0.
   *
   * @return how many are special: next to a multiple of pi/4
   */
  private int quarters() {
    int specials = 0;
    for (int i = 0; i < size; i++) {
      int high = (int) (Double.doubleToRawLongBits(first[i]) >>> 32) & Integer.MAX_VALUE;
      int largest = (0x3FE90000 - high) >> 31;
      int large = (0x3FD33332 - high) >> 31;
      int quarter = ((high - 0x00200000) & ~largest) | (0x3FD20000 & largest);
      third[i] = Double.longBitsToDouble((long) (quarter & large) << 32);
      if (high < LEAST_REDUCED || high >= PAST_REDUCED) {
        special[specials++] = i;
      }
    }
    return specials;
  }

  /**
   * fdlibm's kernel sine of |x + y| up to pi/4.
   *
   * @param exact 1 where y is 0 and x the angle itself, else 0
   */
  private static double sineOf(double x, double y, double exact) {
    double z = x * x;
    double v = z * x;
    double r = S2 + z * (S3 + z * (S4 + z * (S5 + z * S6)));
    double plain = x + v * (S1 + z * r);
    double corrected = x - ((z * (0.5 * y - v * r) - y) - v * S1);
    return exact * plain + (1.0 - exact) * corrected;
  }

  /** fdlibm's kernel cosine of |x + y| up to pi/4. */
  private static double cosineOf(double x, double y, double quarter) {
    double z = x * x;
    double r = z * (C1 + z * (C2 + z * (C3 + z * (C4 + z * (C5 + z * C6)))));
    return (1.0 - quarter) - ((0.5 * z - quarter) - (z * r - x * y));
  }

  /** Odd quadrants exchange sine and cosine; 1 and 2 turn the cosine's sign, 2 and 3 the sine's. */
  private void turn(double[] radii, double[] cosines, double[] sines) {
    double[] odds = first;
    double[] forCosines = second;
    double[] forSines = third;
    for (int i = 0; i < size; i++) {
      double half = Math.floor(0.5 * quadrant[i]);
      odds[i] = quadrant[i] - 2.0 * half;
      forSines[i] = radii[i] * signOf(half);
      forCosines[i] = radii[i] * signOf(half + odds[i]);
    }
    double[] turned = quadrant;
    for (int i = 0; i < size; i++) {
      turned[i] = forCosines[i] * (odds[i] * sines[i] + (1.0 - odds[i]) * cosines[i]);
    }
    for (int i = 0; i < size; i++) {
      sines[i] = forSines[i] * (odds[i] * cosines[i] + (1.0 - odds[i]) * sines[i]);
    }
    System.arraycopy(turned, 0, cosines, 0, size);
  }

  /** 1 for even numbers, -1 for odd ones. */
  private static double signOf(double number) {
    return 1.0 - 2.0 * (number - 2.0 * Math.floor(0.5 * number));
  }
}
