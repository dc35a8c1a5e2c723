package org.gradienttransport.udfs.window;

import org.apache.commons.math3.stat.StatUtils;

/** Scatter of v_rel between models (METHOD section 3). */
public final class CrossModelCv {
  private CrossModelCv() {}

  /**
   * Population standard deviation (divisor: number of scales) over mean of the window means.
   *
   * @param windowMeans mean v_rel over the window, one per scale, positive
   * @return the coefficient of variation as a fraction, 0.501 for 50.1 %; null below two scales
   * @throws IllegalArgumentException if a mean is not positive and finite
   */
  public static Double of(double[] windowMeans) {
    WindowStatistics.requireFinite(windowMeans);
    for (double mean : windowMeans) {
      if (mean <= 0.0) {
        throw new IllegalArgumentException("a window mean of v_rel must be positive, got " + mean);
      }
    }
    if (windowMeans.length < 2) {
      return null;
    }
    return Math.sqrt(StatUtils.populationVariance(windowMeans)) / StatUtils.mean(windowMeans);
  }
}
