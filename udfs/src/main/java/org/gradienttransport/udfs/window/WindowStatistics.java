package org.gradienttransport.udfs.window;

import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Summary of per-step values, not smoothed (METHOD section 3).
 *
 * @param mean arithmetic mean; null for no values
 * @param sd standard deviation with divisor n - 1; null below two values
 * @param median middle value, or the mean of the two middle ones; null for no values
 * @param count number of values
 */
public record WindowStatistics(Double mean, Double sd, Double median, int count) {

  /**
   * Summarises values in the order of their steps.
   *
   * @throws IllegalArgumentException if a value is not finite; leave steps without a fit out
   */
  public static WindowStatistics of(double[] values) {
    requireFinite(values);
    if (values.length == 0) {
      return new WindowStatistics(null, null, null, 0);
    }
    return new WindowStatistics(
        StatUtils.mean(values),
        values.length < 2 ? null : Math.sqrt(StatUtils.variance(values)),
        median(values),
        values.length);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int upper = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[upper] : 0.5 * (sorted[upper - 1] + sorted[upper]);
  }

  static void requireFinite(double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "value %s of a window is %s; leave steps without a fit out of the window"
                .formatted(i, values[i]));
      }
    }
  }
}
