package org.gradienttransport.udfs.scaling.time;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What is fitted: all rows, or from 60 rows on the means of ln x and L in up to 30 bins of equal
 * width in ln x, so that the many late rows of a run do not outvote its early ones.
 *
 * @param lnX ln x, ascending; not to be changed
 * @param loss L at each point; not to be changed
 * @param nearest position among the rows given of the row whose ln x is nearest to each point
 */
@SuppressWarnings("ArrayRecordComponent") // views, never compared
record TimePoints(double[] lnX, double[] loss, int[] nearest) {
  private static final int BINS = 30;
  private static final int MIN_ROWS_TO_BIN = 60;
  private static final double TOLERANCE = 1e-9;

  /** Rows in any order, binned where they are many. */
  static TimePoints of(double[] x, double[] loss) {
    return rows(x, loss).binnedWhereMany();
  }

  /**
   * Rows in any order, not binned.
   *
   * @throws IllegalArgumentException if lengths differ or a number is not positive and finite
   */
  static TimePoints rows(double[] x, double[] loss) {
    if (x.length != loss.length) {
      throw new IllegalArgumentException(
          "every loss needs its time, got " + loss.length + " losses and " + x.length + " times");
    }
    requirePositive("time", x);
    requirePositive("loss", loss);
    int[] order =
        IntStream.range(0, x.length)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer i) -> x[i]).thenComparingDouble(i -> loss[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    return new TimePoints(
        Arrays.stream(order).mapToDouble(i -> StrictMath.log(x[i])).toArray(),
        Arrays.stream(order).mapToDouble(i -> loss[i]).toArray(),
        order);
  }

  /** Means of bins from 60 rows on. */
  TimePoints binnedWhereMany() {
    return size() < MIN_ROWS_TO_BIN ? this : binned();
  }

  /** Number of points. */
  int size() {
    return lnX.length;
  }

  /** Number of different ln x. */
  int distinct() {
    return (int) Arrays.stream(lnX).distinct().count();
  }

  private TimePoints binned() {
    double low = lnX[0];
    double width = lnX[lnX.length - 1] - low;
    if (!(width > 0.0)) {
      return this;
    }
    double[] means = new double[BINS];
    double[] losses = new double[BINS];
    int[] rows = new int[BINS];
    int filled = 0;
    int from = 0;
    while (from < lnX.length) {
      int bin = bin((lnX[from] - low) / width);
      int to = from + 1;
      while (to < lnX.length && bin((lnX[to] - low) / width) == bin) {
        to++;
      }
      means[filled] = mean(lnX, from, to);
      losses[filled] = mean(loss, from, to);
      rows[filled] = nearest[nearest(means[filled], from, to)];
      filled++;
      from = to;
    }
    return new TimePoints(
        Arrays.copyOf(means, filled), Arrays.copyOf(losses, filled), Arrays.copyOf(rows, filled));
  }

  private static int bin(double share) {
    return Math.min((int) Math.floor(share * BINS + TOLERANCE), BINS - 1);
  }

  private static double mean(double[] values, int from, int to) {
    double sum = 0.0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum / (to - from);
  }

  private int nearest(double value, int from, int to) {
    int best = from;
    for (int i = from + 1; i < to; i++) {
      if (Math.abs(lnX[i] - value) < Math.abs(lnX[best] - value)) {
        best = i;
      }
    }
    return best;
  }

  private static void requirePositive(String name, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] > 0.0) || Double.isInfinite(values[i])) {
        throw new IllegalArgumentException(
            name
                + " of row "
                + i
                + " must be positive and finite to have a logarithm, got "
                + values[i]
                + "; leave the row out");
      }
    }
  }
}
