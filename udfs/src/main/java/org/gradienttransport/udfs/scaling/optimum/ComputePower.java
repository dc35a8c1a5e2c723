package org.gradienttransport.udfs.scaling.optimum;

import java.util.Arrays;
import org.gradienttransport.udfs.fit.StraightLine;

/**
 * A power of the compute, y = exp(intercept) C^exponent, by least squares of ln y on ln C.
 *
 * @param exponent d ln y / d ln C
 * @param intercept ln y at C = 1
 * @param stdError standard error of the exponent as if points were independent, which neighbours on
 *     an envelope are not; points - 2 degrees of freedom
 * @param points number of budgets
 */
public record ComputePower(double exponent, double intercept, double stdError, int points) {
  /** Fewest budgets that make an exponent. */
  public static final int MIN_POINTS = 3;

  /**
   * Ordinary least squares.
   *
   * @param lnFlops ln C, at least three values, not all equal
   * @param lnY one value per budget
   */
  public static ComputePower ofLogs(double[] lnFlops, double[] lnY) {
    requirePoints(lnFlops.length);
    StraightLine line = StraightLine.through(lnFlops, lnY);
    return new ComputePower(line.slope(), line.intercept(), line.slopeStdError(), lnFlops.length);
  }

  /**
   * Least squares weighted by 1 / sd^2, as Porian et al. 2024 fit their optima.
   *
   * @param flops C, at least three values, not all equal
   * @param y positive, one value per budget
   * @param lnSd standard deviation of ln y, positive, one per budget
   */
  public static ComputePower weighted(double[] flops, double[] y, double[] lnSd) {
    requirePoints(flops.length);
    double[] weights = Arrays.stream(lnSd).map(sd -> 1.0 / (sd * sd)).toArray();
    double[] lnFlops = logs(flops);
    double[] lnY = logs(y);
    double total = Arrays.stream(weights).sum();
    double meanX = dot(weights, lnFlops) / total;
    double meanY = dot(weights, lnY) / total;
    double xx = 0.0;
    double xy = 0.0;
    for (int i = 0; i < weights.length; i++) {
      double x = lnFlops[i] - meanX;
      xx += weights[i] * x * x;
      xy += weights[i] * x * (lnY[i] - meanY);
    }
    if (!(xx > 0.0) || !Double.isFinite(xx)) {
      throw new IllegalArgumentException(
          "a weighted line needs two different budgets and positive standard deviations");
    }
    double exponent = xy / xx;
    double intercept = meanY - exponent * meanX;
    double squares = 0.0;
    for (int i = 0; i < weights.length; i++) {
      double residual = lnY[i] - (intercept + exponent * lnFlops[i]);
      squares += weights[i] * residual * residual;
    }
    double stdError = Math.sqrt(squares / (weights.length - 2) / xx);
    return new ComputePower(exponent, intercept, stdError, weights.length);
  }

  /** y at a budget. */
  public double at(double flops) {
    return StrictMath.exp(intercept + exponent * StrictMath.log(flops));
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0.0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  private static double[] logs(double[] values) {
    return Arrays.stream(values).map(StrictMath::log).toArray();
  }

  private static void requirePoints(int points) {
    if (points < MIN_POINTS) {
      throw new IllegalArgumentException(
          "an exponent of compute needs " + MIN_POINTS + " budgets, got " + points);
    }
  }
}
