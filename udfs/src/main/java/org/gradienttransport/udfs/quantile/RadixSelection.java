package org.gradienttransport.udfs.quantile;

import java.util.Arrays;

/**
 * Selection by the digits of the bit pattern, which for numbers without sign orders as the numbers
 * do: a histogram per digit of 16 bits, until few enough candidates are left to sort. Needs no room
 * whatever the field, so it serves the fields that {@link BracketSelection} gives up on.
 */
final class RadixSelection {
  private static final long MAGNITUDE = Long.MAX_VALUE;
  private static final int DIGIT_BITS = 16;
  private static final int MAGNITUDE_BITS = 63;

  /** Below this many candidates sorting them is quicker than one more pass over the field. */
  private static final int SORTABLE = 1 << 12;

  private RadixSelection() {}

  static OrderPair select(double[] field, int rank) {
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
      return new OrderPair(low, remaining + 1 < candidates ? low : above(field, low));
    }
    long[] sorted = gather(field, low, shift, candidates);
    Arrays.sort(sorted);
    long upper =
        remaining + 1 < candidates ? sorted[remaining + 1] : above(field, sorted[remaining]);
    return new OrderPair(sorted[remaining], upper);
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
  static long above(double[] field, long bits) {
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
