package org.gradienttransport.udfs.relax;

import java.util.Arrays;

/**
 * Finds which entries of a field that lies in the cache have a magnitude above a limit, without a
 * branch, as the answer is random. One instance serves one thread at a time.
 *
 * <p>The sign of {@code limit - abs(entry)} is the answer: of NaN there is none. Subtracting is a
 * loop of its own, as the compiler turns it into vector instructions, which it cannot do with
 * collecting signs into words.
 */
final class MagnitudeScan {
  /** Entries taken at a time; the compiler knows how many. */
  static final int STRETCH = 1 << 7;

  private static final int QUARTER = 16;

  private final double[] differences = new double[STRETCH];

  /**
   * 1 if the magnitude of a value is above the limit, else 0.
   *
   * @param limit finite, not -0.0: that less 0.0 would have a sign
   */
  static long above(double value, double limit) {
    return Double.doubleToRawLongBits(limit - Math.abs(value)) >>> 63;
  }

  /**
   * Writes a bit per entry: bit i mod 64 of word i / 64 is set if {@code abs(field[i])} is above
   * the limit. A word's bits past the last entry are 0.
   *
   * @param from a multiple of 64
   * @param to a multiple of 64, or the field's length
   * @param limit finite, not -0.0
   */
  void above(double[] field, int from, int to, double limit, long[] words) {
    int start = from;
    for (; start + STRETCH <= to; start += STRETCH) {
      for (int i = 0; i < STRETCH; i++) {
        differences[i] = limit - Math.abs(field[start + i]);
      }
      for (int base = 0; base < STRETCH; base += 64) {
        words[(start + base) >>> NodeSet.WORD] = signs(base);
      }
    }
    if (start < to) {
      aboveInLast(field, start, to - start, limit, words);
    }
  }

  private void aboveInLast(double[] field, int start, int size, double limit, long[] words) {
    Arrays.fill(differences, 0.0);
    for (int i = 0; i < size; i++) {
      differences[i] = limit - Math.abs(field[start + i]);
    }
    for (int base = 0; base < size; base += 64) {
      words[(start + base) >>> NodeSet.WORD] = signs(base);
    }
  }

  /** The signs of 64 differences, in four chains side by side: a single one would be waited for. */
  private long signs(int base) {
    long a = 0;
    long b = 0;
    long c = 0;
    long d = 0;
    for (int i = base + QUARTER - 1; i >= base; i--) {
      a = 2 * a + sign(i);
      b = 2 * b + sign(i + QUARTER);
      c = 2 * c + sign(i + 2 * QUARTER);
      d = 2 * d + sign(i + 3 * QUARTER);
    }
    return a | b << QUARTER | c << (2 * QUARTER) | d << (3 * QUARTER);
  }

  private long sign(int position) {
    return Double.doubleToRawLongBits(differences[position]) >>> 63;
  }
}
