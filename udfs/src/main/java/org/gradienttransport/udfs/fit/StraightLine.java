package org.gradienttransport.udfs.fit;

import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * Ordinary least squares of y on x.
 *
 * @param slope dy/dx
 * @param intercept y at x = 0
 * @param residualSumSquares sum of squared residuals
 * @param totalSumSquares sum of squared deviations of y from its mean; exactly 0 if all y are equal
 * @param spread sum of squared deviations of x from its mean
 * @param points number of points
 */
public record StraightLine(
    double slope,
    double intercept,
    double residualSumSquares,
    double totalSumSquares,
    double spread,
    int points) {

  /**
   * The line through at least two points with at least two different x.
   *
   * @throws IllegalArgumentException if there is no such line
   */
  public static StraightLine through(double[] x, double[] y) {
    if (x.length != y.length || x.length < 2) {
      throw new IllegalArgumentException(
          "a line needs two or more pairs, got " + x.length + " x and " + y.length + " y");
    }
    if (allEqual(x)) {
      throw new IllegalArgumentException("a line needs two different x, all are " + x[0]);
    }
    SimpleRegression regression = new SimpleRegression();
    for (int i = 0; i < x.length; i++) {
      regression.addData(x[i], y[i]);
    }
    double slope = regression.getSlope();
    double intercept = regression.getIntercept();
    boolean flat = allEqual(y);
    return new StraightLine(
        flat ? 0.0 : slope,
        flat ? y[0] : intercept,
        flat ? 0.0 : residualSumSquares(x, y, slope, intercept),
        flat ? 0.0 : regression.getTotalSumSquares(),
        regression.getXSumSquares(),
        x.length);
  }

  /** y on the line at x. */
  public double at(double x) {
    return slope * x + intercept;
  }

  /** Standard error of the slope with points - 2 degrees of freedom; null for two points. */
  public Double slopeStdError() {
    return points < 3 ? null : Math.sqrt(residualSumSquares / (points - 2) / spread);
  }

  /** Share of the variation of y that the line explains, in [0, 1]; null if all y are equal. */
  public Double r2() {
    return totalSumSquares > 0.0
        ? Math.min(1.0, Math.max(0.0, 1.0 - residualSumSquares / totalSumSquares))
        : null;
  }

  /** Whether all values are the same number. */
  public static boolean allEqual(double[] values) {
    for (double value : values) {
      if (value != values[0]) {
        return false;
      }
    }
    return true;
  }

  // The library subtracts two sums here, which leaves no digit of the error of a nearly perfect fit
  // such as D (R2 = 0.998 to 1.000 in the paper); the residuals themselves keep them all.
  private static double residualSumSquares(double[] x, double[] y, double slope, double intercept) {
    double sum = 0.0;
    for (int i = 0; i < x.length; i++) {
      double residual = y[i] - (slope * x[i] + intercept);
      sum += residual * residual;
    }
    return sum;
  }
}
