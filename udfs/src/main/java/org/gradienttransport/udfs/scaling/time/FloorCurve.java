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
 * Least squares of ln(c x^-g + L_inf) - ln L in the parameters (ln c, g, L_inf), some of them held
 * fixed. L_inf and c are in units of the least loss, and ln c is that at the mean ln x, so that it
 * and g hardly correlate. L_inf may leave its bounds: where no floor is best it goes below 0 in a
 * few steps, while its logarithm would creep towards minus infinity.
 */
final class FloorCurve {
  static final int LN_C = 0;
  static final int GAMMA = 1;
  static final int FLOOR = 2;

  private static final double RELATIVE = 1e-14;
  private static final int MAX_EVALUATIONS = 150;

  private final double[] x;
  private final double[] lnLoss;

  /**
   * A curve.
   *
   * @param x ln x about its mean
   * @param lnLoss ln of the loss over the least, one per point
   */
  FloorCurve(double[] x, double[] lnLoss) {
    this.x = x;
    this.lnLoss = lnLoss;
  }

  /** Sum of squared residuals. */
  double squares(double[] theta) {
    double sum = 0.0;
    for (int i = 0; i < x.length; i++) {
      double residual = StrictMath.log(modelled(theta, i)) - lnLoss[i];
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
      double modelled = modelled(theta, i);
      double share = falling(theta, i) / modelled;
      for (int j = 0; j < parameters.length; j++) {
        rows[i][j] =
            switch (parameters[j]) {
              case LN_C -> share;
              case GAMMA -> -share * x[i];
              default -> 1.0 / modelled;
            };
      }
    }
    return rows;
  }

  private double falling(double[] theta, int i) {
    return StrictMath.exp(theta[LN_C] - theta[GAMMA] * x[i]);
  }

  // A curve below zero has no logarithm: the least positive number makes its error enormous.
  private double modelled(double[] theta, int i) {
    return Math.max(falling(theta, i) + theta[FLOOR], Double.MIN_NORMAL);
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
      double[] values = new double[x.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = StrictMath.log(modelled(theta, i));
      }
      return new Pair<>(
          new ArrayRealVector(values, false),
          new Array2DRowRealMatrix(jacobian(theta, free), false));
    }
  }
}
