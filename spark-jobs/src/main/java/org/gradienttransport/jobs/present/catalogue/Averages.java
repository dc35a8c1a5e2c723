package org.gradienttransport.jobs.present.catalogue;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Means and medians of columns, as SQL has them: nulls do not count. */
final class Averages {
  /** Values before and after the one that a rolling median stands at. */
  private static final int REACH = 5;

  private Averages() {}

  /** The mean, or null without values. */
  static <R> Double mean(List<R> rows, Function<R, ? extends Number> column) {
    double sum = 0;
    long count = 0;
    for (R row : rows) {
      Number value = column.apply(row);
      if (value != null) {
        sum += value.doubleValue();
        count++;
      }
    }
    return count == 0 ? null : sum / count;
  }

  /** The median, or null without values. */
  static Double median(List<Double> values) {
    double[] sorted =
        values.stream().filter(Objects::nonNull).mapToDouble(Double::doubleValue).toArray();
    if (sorted.length == 0) {
      return null;
    }
    Arrays.sort(sorted);
    double low = sorted[(sorted.length - 1) / 2];
    double high = sorted[sorted.length / 2];
    return low == high ? low : 0.5 * low + 0.5 * high;
  }

  /** The median of the values around a place. */
  static Double rollingMedian(List<Double> values, int place) {
    return median(
        values.subList(Math.max(0, place - REACH), Math.min(values.size(), place + REACH + 1)));
  }

  /** The sum, or null if a value is. */
  static Double plus(Double a, Double b) {
    return a == null || b == null ? null : a + b;
  }

  /** The difference, or null if a value is. */
  static Double minus(Double a, Double b) {
    return a == null || b == null ? null : a - b;
  }
}
