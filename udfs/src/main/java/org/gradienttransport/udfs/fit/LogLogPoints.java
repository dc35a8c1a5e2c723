package org.gradienttransport.udfs.fit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Natural logarithms of (N, y) pairs in ascending order, so that the caller's order is forgotten.
 *
 * @param x log N, ascending; not to be changed
 * @param y log y, in the order of x; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // views, never compared
record LogLogPoints(double[] x, double[] y) {
  static LogLogPoints of(double[] n, double[] y) {
    if (n.length != y.length) {
      throw new IllegalArgumentException(
          "n and y must have the same length, got " + n.length + " and " + y.length);
    }
    requirePositive("n", n);
    requirePositive("y", y);
    int[] order =
        IntStream.range(0, n.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> n[i]).thenComparingDouble(i -> y[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    return new LogLogPoints(logs(n, order), logs(y, order));
  }

  int size() {
    return x.length;
  }

  /** Number of different N. */
  int sizes() {
    return (int) Arrays.stream(x).distinct().count();
  }

  /** Whether a slope exists. */
  boolean hasSpread() {
    return x.length >= 2 && !StraightLine.allEqual(x);
  }

  LogLogPoints without(int index) {
    return new LogLogPoints(drop(x, index), drop(y, index));
  }

  private static void requirePositive(String name, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] > 0.0) || Double.isInfinite(values[i])) {
        throw new IllegalArgumentException(
            ("%s[%s] must be positive and finite to have a logarithm, got %s; leave degenerate"
                    + " fields out of the fit")
                .formatted(name, i, values[i]));
      }
    }
  }

  // StrictMath: the same bits on every JVM and processor.
  private static double[] logs(double[] values, int[] order) {
    return Arrays.stream(order).mapToDouble(i -> StrictMath.log(values[i])).toArray();
  }

  private static double[] drop(double[] values, int index) {
    return IntStream.range(0, values.length)
        .filter(i -> i != index)
        .mapToDouble(i -> values[i])
        .toArray();
  }
}
