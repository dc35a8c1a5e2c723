package org.gradienttransport.udfs.resample;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/** Student's interval, for what is independent and about normal. */
public final class TInterval {
  private TInterval() {}

  /**
   * Interval of a mean from independent replicates.
   *
   * @return null below two replicates
   */
  public static Interval ofMean(double[] replicates) {
    if (replicates.length < 2) {
      return null;
    }
    double error = Math.sqrt(StatUtils.variance(replicates) / replicates.length);
    return around(StatUtils.mean(replicates), error, replicates.length - 1);
  }

  /**
   * Interval of an estimate from its standard error.
   *
   * @param freedom degrees of freedom of the standard error, positive
   */
  public static Interval around(double estimate, double stdError, int freedom) {
    double half = quantile(freedom) * stdError;
    return new Interval(estimate - half, estimate + half);
  }

  private static double quantile(int freedom) {
    return new TDistribution(null, freedom)
        .inverseCumulativeProbability(0.5 + 0.5 * Interval.LEVEL);
  }
}
