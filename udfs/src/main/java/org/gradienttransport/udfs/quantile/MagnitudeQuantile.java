package org.gradienttransport.udfs.quantile;

import java.util.Arrays;

/**
 * The exact quantile of the magnitudes of a field (METHOD section 1, Eq. 1).
 *
 * <p>With pos = q (N - 1) and k = floor(pos), tau = x_k + (pos - k) (x_(k+1) - x_k) over the sorted
 * magnitudes x. The two order statistics are found by radix selection on the bit pattern, which for
 * numbers without sign orders as the numbers do; nothing is sorted but the last few candidates.
 */
public final class MagnitudeQuantile {
  private static final long MAGNITUDE = Long.MAX_VALUE;
  private static final int DIGIT_BITS = 16;
  private static final int MAGNITUDE_BITS = 63;

  /** Below this many candidates sorting them is quicker than one more pass over the field. */
  private static final int SORTABLE = 1 << 16;

  private MagnitudeQuantile() {}

  /**
   * Quantile of {@code abs(field)}, in the field's unit.
   *
   * @param field finite entries, at least one; not changed
   * @param quantile in [0, 1]
   */
  public static double of(double[] field, double quantile) {
    double position = quantile * (field.length - 1.0);
    double floor = Math.floor(position);
    Neighbours pair = select(field, (int) floor);
    double lower = Double.longBitsToDouble(pair.lower);
    if (position == floor) {
      return lower;
    }
    return lower + (position - floor) * (Double.longBitsToDouble(pair.upper) - lower);
  }

  /** Bit patterns of x_k and x_(k+1); the latter repeats the former where k is the last rank. */
  record Neighbours(long lower, long upper) {}

  static Neighbours select(double[] field, int rank) {
    int remaining = rank;
    long low = 0; // candidates have magnitude bits in [low, low + 2^shift)
    int shift = MAGNITUDE_BITS;
    int candidates = field.length;
    while (candidates > SORTABLE && shift > 0) {
      int digits = Math.min(DIGIT_BITS, shift);
      int[] histogram = histogram(field, low, shift, digits);
      int digit = 0;
      while (remaining >= histogram[digit]) {
        remaining -= histogram[digit++];
      }
      candidates = histogram[digit];
      shift -= digits;
      low += (long) digit << shift;
    }
    if (shift == 0 && candidates > SORTABLE) {
      return new Neighbours(low, remaining + 1 < candidates ? low : above(field, low));
    }
    long[] sorted = gather(field, low, shift, candidates);
    Arrays.sort(sorted);
    long upper =
        remaining + 1 < candidates ? sorted[remaining + 1] : above(field, sorted[remaining]);
    return new Neighbours(sorted[remaining], upper);
  }

  private static int[] histogram(double[] field, long low, int shift, int digits) {
    int[] histogram = new int[1 << digits];
    long prefix = low >>> shift;
    int mask = histogram.length - 1;
    for (double value : field) {
      long bits = Double.doubleToRawLongBits(value) & MAGNITUDE;
      if (bits >>> shift == prefix) {
        histogram[(int) (bits >>> (shift - digits)) & mask]++;
      }
    }
    return histogram;
  }

  private static long[] gather(double[] field, long low, int shift, int candidates) {
    long[] gathered = new long[candidates];
    long prefix = low >>> shift;
    int count = 0;
    for (double value : field) {
      long bits = Double.doubleToRawLongBits(value) & MAGNITUDE;
      if (bits >>> shift == prefix) {
        gathered[count++] = bits;
      }
    }
    return gathered;
  }

  /** The least magnitude above {@code bits}, or {@code bits} itself if there is none. */
  private static long above(double[] field, long bits) {
    long least = Long.MAX_VALUE;
    for (double value : field) {
      long magnitude = Double.doubleToRawLongBits(value) & MAGNITUDE;
      if (magnitude > bits && magnitude < least) {
        least = magnitude;
      }
    }
    return least == Long.MAX_VALUE ? bits : least;
  }
}
