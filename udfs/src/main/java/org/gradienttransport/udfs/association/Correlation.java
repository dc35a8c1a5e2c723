package org.gradienttransport.udfs.association;

import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.gradienttransport.udfs.fit.StraightLine;

/**
 * One correlation coefficient with its test (METHOD section 6).
 *
 * @param r coefficient in [-1, 1]; null below three pairs or where a side does not vary
 * @param p two-sided t-test of r = 0 with n - 2 degrees of freedom, as if pairs were independent:
 *     on autocorrelated steps it describes, it does not decide; null where r is
 * @param n number of pairs
 */
public record Correlation(Double r, Double p, int n) {
  /** Residuals this small beside what was fitted are rounding, not variation. */
  private static final double NOTHING_LEFT = 1e-20;

  /** Pearson's product-moment correlation. */
  public static Correlation pearson(double[] x, double[] y) {
    requirePairs(x, y);
    return varies(x) && varies(y)
        ? of(new PearsonsCorrelation().correlation(x, y), x.length)
        : new Correlation(null, null, x.length);
  }

  /** Spearman's rank correlation; ties get their mean rank. */
  public static Correlation spearman(double[] x, double[] y) {
    requirePairs(x, y);
    return varies(x) && varies(y)
        ? of(new SpearmansCorrelation().correlation(x, y), x.length)
        : new Correlation(null, null, x.length);
  }

  /**
   * Pearson's correlation of what is left of x and y after a straight line on z is taken from each:
   * with z the learning rate, the learning-rate-partial correlation. The test keeps n - 2 degrees
   * of freedom, as the paper's p-values do.
   *
   * @return r null where z does not vary (nothing can be taken off), or where a line on z leaves
   *     nothing of x or y
   */
  public static Correlation partialPearson(double[] x, double[] y, double[] z) {
    requirePairs(x, y);
    requirePairs(x, z);
    if (!(varies(x) && varies(y) && varies(z))) {
      return new Correlation(null, null, x.length);
    }
    double[] xLeft = residuals(z, x);
    double[] yLeft = residuals(z, y);
    return xLeft.length == 0 || yLeft.length == 0
        ? new Correlation(null, null, x.length)
        : pearson(xLeft, yLeft);
  }

  /** Pearson's correlation of the changes from one pair to the next; n counts the changes. */
  public static Correlation firstDifferences(double[] x, double[] y) {
    requirePairs(x, y);
    return pearson(differences(x), differences(y));
  }

  private static Correlation of(double coefficient, int n) {
    if (Double.isNaN(coefficient)) { // variation so small that its square is 0
      return new Correlation(null, null, n);
    }
    double r = Math.max(-1.0, Math.min(1.0, coefficient));
    double t = r * Math.sqrt((n - 2) / ((1.0 - r) * (1.0 + r)));
    double p = 2.0 * new TDistribution(null, n - 2).cumulativeProbability(-Math.abs(t));
    return new Correlation(r, p, n);
  }

  private static double[] residuals(double[] z, double[] values) {
    StraightLine line = StraightLine.through(z, values);
    if (line.residualSumSquares() <= NOTHING_LEFT * line.totalSumSquares()) {
      return new double[0];
    }
    return IntStream.range(0, z.length).mapToDouble(i -> values[i] - line.at(z[i])).toArray();
  }

  private static double[] differences(double[] values) {
    return IntStream.range(1, values.length).mapToDouble(i -> values[i] - values[i - 1]).toArray();
  }

  private static boolean varies(double[] values) {
    return values.length >= 3 && !StraightLine.allEqual(values);
  }

  private static void requirePairs(double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "a correlation needs pairs, got " + x.length + " and " + y.length + " values");
    }
    for (int i = 0; i < x.length; i++) {
      if (!Double.isFinite(x[i]) || !Double.isFinite(y[i])) {
        throw new IllegalArgumentException(
            "pair " + i + " must be finite, got " + x[i] + " and " + y[i]);
      }
    }
  }
}
