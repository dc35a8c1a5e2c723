package org.gradienttransport.udfs.scaling.fit;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.util.FastMath;

/**
 * Whether a point is a minimum, and how well the data identify it (METHOD-SCALING section 3).
 *
 * @param probe smallest relative change of the objective over small steps, both ways, along the
 *     eigenvectors of J'J, J the derivatives of ln L by theta; negative where a step goes down
 * @param condition largest over smallest eigenvalue of J'J, J's columns scaled to length 1;
 *     infinite where a parameter does not matter at all
 */
public record Certificate(double probe, double condition) {
  /** A probe below this goes down. */
  public static final double DOWNHILL = -1e-9;

  /** Beyond this condition the exponents are not identified. */
  public static final double COLLINEAR = 1e7;

  private static final double[] STEPS = {1e-1, 1e-2, 1e-3, 1e-4, 1e-5};

  /** Whether no probed step goes down. */
  public boolean minimum() {
    return probe >= DOWNHILL;
  }

  /** Whether the data tell the parameters apart. */
  public boolean identified() {
    return condition <= COLLINEAR;
  }

  static Certificate of(Problem problem, Objective objective, Minimum minimum) {
    double[][] information = problem.informationMatrix(minimum.theta().toArray());
    return new Certificate(probe(problem, objective, minimum, information), condition(information));
  }

  private static double probe(
      Problem problem, Objective objective, Minimum minimum, double[][] information) {
    EigenDecomposition axes = new EigenDecomposition(new Array2DRowRealMatrix(information, false));
    double unit = Math.max(minimum.sum(), objective.negligible(problem.rows()));
    double least = Double.POSITIVE_INFINITY;
    for (int axis = 0; axis < information.length; axis++) {
      double[] direction = axes.getEigenvector(axis).toArray();
      for (double step : STEPS) {
        for (double signed : new double[] {step, -step}) {
          double moved = problem.evaluate(moved(minimum.theta().toArray(), signed, direction));
          least = Math.min(least, (moved - minimum.sum()) / unit);
        }
      }
    }
    return least;
  }

  private static double[] moved(double[] moved, double step, double[] direction) {
    for (int i = 0; i < moved.length; i++) {
      moved[i] += step * direction[i];
    }
    return moved;
  }

  private static double condition(double[][] information) {
    int n = information.length;
    double[][] scaled = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        scaled[i][j] =
            information[i][j]
                / (FastMath.sqrt(information[i][i]) * FastMath.sqrt(information[j][j]));
        if (!Double.isFinite(scaled[i][j])) {
          return Double.POSITIVE_INFINITY;
        }
      }
    }
    double[] values =
        new EigenDecomposition(new Array2DRowRealMatrix(scaled, false)).getRealEigenvalues();
    double largest = 0.0;
    double smallest = Double.POSITIVE_INFINITY;
    for (double value : values) {
      largest = Math.max(largest, value);
      smallest = Math.min(smallest, value);
    }
    return smallest > 0.0 ? largest / smallest : Double.POSITIVE_INFINITY;
  }
}
