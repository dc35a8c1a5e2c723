package org.gradienttransport.udfs.scaling.time;

import org.apache.commons.math3.exception.ConvergenceException;
import org.apache.commons.math3.exception.TooManyEvaluationsException;
import org.apache.commons.math3.exception.TooManyIterationsException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresFactory;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.fitting.leastsquares.MultivariateJacobianFunction;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.util.Pair;

/**
 * Least squares of ln(c x^-g + L_inf) - ln L in the parameters (ln c, g, ln L_inf), some of them
 * held fixed. ln c is that at the mean ln x, so that it and g hardly correlate.
 */
final class FloorCurve {
  static final int LN_C = 0;
  static final int GAMMA = 1;
  static final int LN_FLOOR = 2;

  private static final double RELATIVE = 1e-14;
  private static final int MAX_EVALUATIONS = 1_000;

  private final double[] x;
  private final double[] lnLoss;

  /**
   * A curve.
   *
   * @param x ln x about its mean
   * @param lnLoss one per point
   */
  FloorCurve(double[] x, double[] lnLoss) {
    this.x = x;
    this.lnLoss = lnLoss;
  }

  /** Sum of squared residuals. */
  double squares(double[] theta) {
    double sum = 0.0;
    for (int i = 0; i < x.length; i++) {
      double residual = logSum(theta, i) - lnLoss[i];
      sum += residual * residual;
    }
    return sum;
  }

  /**
   * The least sum of squares that Levenberg-Marquardt reaches from a start.
   *
   * @param start all three parameters
   * @param free those that move
   * @return all three parameters; never worse than the start
   */
  double[] minimise(double[] start, int... free) {
    Attempt attempt = new Attempt(start, free);
    double[] initial = attempt.free(start);
    try {
      new LevenbergMarquardtOptimizer()
          .withCostRelativeTolerance(RELATIVE)
          .withParameterRelativeTolerance(RELATIVE)
          .withOrthoTolerance(RELATIVE)
          .optimize(
              LeastSquaresFactory.create(
                  attempt,
                  new ArrayRealVector(lnLoss, false),
                  new ArrayRealVector(initial),
                  null,
                  MAX_EVALUATIONS,
                  MAX_EVALUATIONS));
    } catch (ConvergenceException | TooManyEvaluationsException | TooManyIterationsException e) {
      // The library gives up where no digit is left to gain; the best point seen is the result.
      return attempt.best;
    }
    return attempt.best;
  }

  /** Residuals' derivatives, points x parameters. */
  double[][] jacobian(double[] theta, int... parameters) {
    double[][] rows = new double[x.length][parameters.length];
    for (int i = 0; i < x.length; i++) {
      double falling = StrictMath.exp(theta[LN_C] - theta[GAMMA] * x[i] - logSum(theta, i));
      for (int j = 0; j < parameters.length; j++) {
        rows[i][j] =
            switch (parameters[j]) {
              case LN_C -> falling;
              case GAMMA -> -falling * x[i];
              default -> 1.0 - falling;
            };
      }
    }
    return rows;
  }

  private double logSum(double[] theta, int i) {
    double falling = theta[LN_C] - theta[GAMMA] * x[i];
    double top = Math.max(falling, theta[LN_FLOOR]);
    double rest = Math.min(falling, theta[LN_FLOOR]);
    return top + StrictMath.log1p(StrictMath.exp(rest - top));
  }

  /** One search: the model of the free parameters, and the best point that it was asked about. */
  private final class Attempt implements MultivariateJacobianFunction {
    private final int[] free;
    private double[] best;
    private double least;

    Attempt(double[] start, int[] free) {
      this.free = free;
      this.best = start.clone();
      this.least = squares(start);
    }

    double[] free(double[] theta) {
      double[] values = new double[free.length];
      for (int j = 0; j < free.length; j++) {
        values[j] = theta[free[j]];
      }
      return values;
    }

    @Override
    public Pair<RealVector, RealMatrix> value(RealVector point) {
      double[] theta = best.clone();
      for (int j = 0; j < free.length; j++) {
        theta[free[j]] = point.getEntry(j);
      }
      double squares = squares(theta);
      if (squares < least) {
        least = squares;
        best = theta;
      }
      double[] modelled = new double[x.length];
      for (int i = 0; i < modelled.length; i++) {
        modelled[i] = logSum(theta, i);
      }
      return new Pair<>(
          new ArrayRealVector(modelled, false),
          new Array2DRowRealMatrix(jacobian(theta, free), false));
    }
  }
}
