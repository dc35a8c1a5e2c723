// Natural logarithm, sine and cosine with the bits of Java's StrictMath (the fdlibm algorithms:
// argument reduction, polynomial coefficients and order of operations), for the arguments the
// Gaussian nulls use: logarithms of normal numbers in (0, 1], angles in [0, 2 pi].
// Must be compiled without fused multiply-add.
#pragma once
#include "target.cuh"

GT_INLINE double with_high_word(double value, u32 high) {
  return of_bits((bits_of(value) & 0xFFFFFFFFull) | ((u64)high << 32));
}

// x = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)); log(1 + f) from s = f / (2 + f).
GT_INLINE double strict_log(double x) {
  const double ln2_high = 6.93147180369123816490e-01;
  const double ln2_low = 1.90821492927058770002e-10;
  int high = (int)high_word(x);
  int k = (high >> 20) - 1023;
  high &= 0xFFFFF;
  int carry = (high + 0x95F64) & 0x100000;
  x = with_high_word(x, (u32)(high | (carry ^ 0x3FF00000)));
  k += carry >> 20;
  double f = x - 1.0;
  double dk = (double)k;
  if ((0xFFFFF & (2 + high)) < 3) {
    if (f == 0.0) return k == 0 ? 0.0 : dk * ln2_high + dk * ln2_low;
    double cubic = f * f * (0.5 - 0.33333333333333333 * f);
    return k == 0 ? f - cubic : dk * ln2_high - ((cubic - dk * ln2_low) - f);
  }
  double s = f / (2.0 + f);
  double z = s * s;
  double w = z * z;
  double even = w * (3.999999999940941908e-01 +
                     w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
  double odd = z * (6.666666666666735130e-01 +
                    w * (2.857142874366239149e-01 +
                         w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
  double r = odd + even;
  if (((high - 0x6147A) | (0x6B851 - high)) > 0) {
    double half_square = 0.5 * f * f;
    if (k == 0) return f - (half_square - s * (half_square + r));
    return dk * ln2_high - ((half_square - (s * (half_square + r) + dk * ln2_low)) - f);
  }
  if (k == 0) return f - s * (f - r);
  return dk * ln2_high - ((s * (f - r) - dk * ln2_low) - f);
}

// Sine of x + tail, |x| <= pi / 4.
GT_INLINE double kernel_sin(double x, double tail, int has_tail) {
  if ((high_word(x) & 0x7FFFFFFFu) < 0x3E400000u && (int)x == 0) return x;
  double z = x * x;
  double v = z * x;
  double r = 8.33333333332248946124e-03 +
             z * (-1.98412698298579493134e-04 +
                  z * (2.75573137070700676789e-06 +
                       z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10)));
  const double s1 = -1.66666666666666324348e-01;
  if (!has_tail) return x + v * (s1 + z * r);
  return x - ((z * (0.5 * tail - v * r) - tail) - v * s1);
}

// Cosine of x + tail, |x| <= pi / 4.
GT_INLINE double kernel_cos(double x, double tail) {
  u32 magnitude = high_word(x) & 0x7FFFFFFFu;
  if (magnitude < 0x3E400000u && (int)x == 0) return 1.0;
  double z = x * x;
  double r =
      z * (4.16666666666666019037e-02 +
           z * (-1.38888888888741095749e-03 +
                z * (2.48015872894767294178e-05 +
                     z * (-2.75573143513906633035e-07 +
                          z * (2.08757232129817482790e-09 + z * -1.13596475577881948265e-11)))));
  if (magnitude < 0x3FD33333u) return 1.0 - (0.5 * z - (z * r - x * tail));
  double q = magnitude > 0x3FE90000u ? 0.28125 : of_bits((u64)(magnitude - 0x00200000u) << 32);
  double half = 0.5 * z - q;
  double a = 1.0 - q;
  return a - (half - (z * r - x * tail));
}

struct Reduced {
  double head, tail;
  int quadrant;
};

// x in (pi / 4, 2 pi] less the nearest multiple of pi / 2, as head + tail; pi / 2 is held in parts
// of 33 bits, of which as many are used as the cancellation asks for.
GT_INLINE Reduced reduce(double x) {
  const double part1 = 1.57079632673412561417e+00, rest1 = 6.07710050650619224932e-11;
  const double part2 = 6.07710050630396597660e-11, rest2 = 2.02226624879595063154e-21;
  const double part3 = 2.02226624871116645580e-21, rest3 = 8.47842766036889956997e-32;
  u32 high = high_word(x);
  Reduced out;
  if (high < 0x4002D97Cu) {
    double z = x - part1;
    double rest = rest1;
    if (high == 0x3FF921FBu) {
      z -= part2;
      rest = rest2;
    }
    out.head = z - rest;
    out.tail = (z - out.head) - rest;
    out.quadrant = 1;
    return out;
  }
  int n = (int)(x * 6.36619772367581382433e-01 + 0.5);
  double fn = (double)n;
  double r = x - fn * part1;
  double w = fn * rest1;
  out.head = r - w;
  // The high words of pi, 3 pi / 2 and 2 pi: only near those can much cancel.
  if (high == 0x400921FBu || high == 0x4012D97Cu || high == 0x401921FBu) {
    int exponent = (int)(high >> 20);
    if (exponent - (int)((high_word(out.head) >> 20) & 0x7FF) > 16) {
      double t = r;
      w = fn * part2;
      r = t - w;
      w = fn * rest2 - ((t - r) - w);
      out.head = r - w;
      if (exponent - (int)((high_word(out.head) >> 20) & 0x7FF) > 49) {
        t = r;
        w = fn * part3;
        r = t - w;
        w = fn * rest3 - ((t - r) - w);
        out.head = r - w;
      }
    }
  }
  out.tail = (r - out.head) - w;
  out.quadrant = n;
  return out;
}

struct CosSin {
  double cosine, sine;
};

GT_INLINE CosSin strict_cos_sin(double x) {
  CosSin out;
  if (high_word(x) <= 0x3FE921FBu) {
    out.cosine = kernel_cos(x, 0.0);
    out.sine = kernel_sin(x, 0.0, 0);
    return out;
  }
  Reduced y = reduce(x);
  double c = kernel_cos(y.head, y.tail);
  double s = kernel_sin(y.head, y.tail, 1);
  int quadrant = y.quadrant & 3;
  out.cosine = quadrant == 0 ? c : quadrant == 1 ? -s : quadrant == 2 ? -c : s;
  out.sine = quadrant == 0 ? s : quadrant == 1 ? c : quadrant == 2 ? -s : -c;
  return out;
}
