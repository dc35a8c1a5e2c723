package org.gradienttransport.udfs.quantile;

import java.util.Arrays;

/**
 * The magnitudes from {@code low} to {@code high}, both included, as bit patterns: between them the
 * wanted order statistic almost surely lies, as a sample has it.
 */
record Bracket(long low, long high) {
  private static final long MAGNITUDE = Long.MAX_VALUE;
  private static final int MOST_SAMPLES = 1 << 16;

  /** So many samples are sorted; of more, those that a bracket of every 16th lets through. */
  private static final int SORTED = 1 << 12;

  private static final int THINNED = 16;

  /** Standard errors of the sample's quantile to either side of it. */
  private static final double WIDTH = 4.0;

  /** A bracket around the value of this rank among the first {@code size} values. */
  static Bracket of(double[] values, int size, int rank) {
    long[] samples = new long[sampleSize(size)];
    double stretch = (double) size / samples.length;
    for (int i = 0; i < samples.length; i++) {
      samples[i] = bits(values[sampleAt(i, stretch)]);
    }
    return around(samples, rank / (double) size);
  }

  /** About N^(2/3): reading the samples and sorting what they let through cost about the same. */
  private static int sampleSize(int size) {
    return (int) Math.min(MOST_SAMPLES, Math.pow(size, 2.0 / 3.0));
  }

  /** Sample i lies in the i-th of equal stretches, at a place that repeats with no period. */
  private static int sampleAt(int i, double stretch) {
    double place = ((i * 0x9E3779B1) >>> 8) * 0x1p-24;
    return (int) ((i + place) * stretch);
  }

  private static Bracket around(long[] samples, double quantile) {
    double deviation = WIDTH * Math.sqrt(quantile * (1 - quantile) / samples.length);
    double from = (quantile - deviation) * samples.length - 2;
    double to = (quantile + deviation) * samples.length + 2;
    return samples.length <= SORTED
        ? sorted(samples, samples.length, (int) Math.floor(from), (int) Math.floor(to))
        : thinned(samples, quantile, (int) Math.floor(from), (int) Math.floor(to));
  }

  private static Bracket sorted(long[] samples, int size, int from, int to) {
    Arrays.sort(samples, 0, size);
    return new Bracket(from < 0 ? 0 : samples[from], to >= size ? Long.MAX_VALUE : samples[to]);
  }

  private static Bracket thinned(long[] samples, double quantile, int from, int to) {
    long[] few = new long[samples.length / THINNED];
    Arrays.setAll(few, i -> samples[i * THINNED]);
    Bracket wide = around(few, quantile);
    long[] kept = new long[samples.length + 1];
    int below = 0;
    int size = 0;
    for (long sample : samples) {
      below += wide.below(sample);
      kept[size] = sample;
      size += wide.inside(sample);
    }
    boolean covers = from >= below && to < below + size;
    return covers
        ? sorted(kept, size, from - below, to - below)
        : sorted(samples, samples.length, from, to);
  }

  /** Where many entries are equal, as zeros are, all samples around the quantile are. */
  boolean isPoint() {
    return low == high;
  }

  /** 1 for a magnitude below the bracket, else 0; without a branch, as the answer is random. */
  int below(long magnitude) {
    return (int) ((magnitude - low) >>> 63);
  }

  /** 1 for a magnitude in the bracket, else 0. */
  int inside(long magnitude) {
    return (int) (((magnitude - low) | (high - magnitude)) >>> 63) ^ 1;
  }

  int countBelow(double[] values, int size) {
    int count = 0;
    for (int i = 0; i < size; i++) {
      count += below(bits(values[i]));
    }
    return count;
  }

  int countInside(double[] values, int size) {
    int count = 0;
    for (int i = 0; i < size; i++) {
      count += inside(bits(values[i]));
    }
    return count;
  }

  void compact(double[] values, int size) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      double value = values[i];
      values[kept] = value;
      kept += inside(bits(value));
    }
  }

  /** The magnitude's bit pattern, which for numbers without sign orders as the numbers do. */
  static long bits(double value) {
    return Double.doubleToRawLongBits(value) & MAGNITUDE;
  }
}
