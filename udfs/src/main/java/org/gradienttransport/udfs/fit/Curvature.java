package org.gradienttransport.udfs.fit;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;

/**
 * The quadratic term c of log y = a + b log N + c (log N)^2, and whether it differs from 0.
 *
 * @param coefficient c; negative where the slope falls with N
 * @param stdError its standard error, points - 3 degrees of freedom
 * @param pValue two-sided t-test of c = 0; null when the parabola leaves no residual to test
 *     against
 */
public record Curvature(double coefficient, double stdError, Double pValue) {
  static final int MIN_POINTS = 4;

  /** Null below four different N, where a parabola leaves no degree of freedom. */
  static Curvature of(LogLogPoints points) {
    if (Arrays.stream(points.x()).distinct().count() < MIN_POINTS) {
      return null;
    }
    OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
    regression.newSampleData(points.y(), parabola(points.x()));
    double c = regression.estimateRegressionParameters()[2];
    double error = regression.estimateRegressionParametersStandardErrors()[2];
    boolean exact = regression.calculateResidualSumOfSquares() <= PowerLawEvidence.noise(points);
    return new Curvature(c, error, exact ? null : pValue(c / error, points.size() - 3));
  }

  private static double pValue(double t, int freedom) {
    return 2.0 * new TDistribution(null, freedom).cumulativeProbability(-Math.abs(t));
  }

  // Centred, so that log N and its square are nearly orthogonal; c itself does not change.
  private static double[][] parabola(double[] x) {
    double mean = StatUtils.mean(x);
    return Arrays.stream(x)
        .map(value -> value - mean)
        .mapToObj(value -> new double[] {value, value * value})
        .toArray(double[][]::new);
  }
}
