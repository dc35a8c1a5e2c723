package org.gradienttransport.udfs.scaling.fit;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;

/**
 * Coordinates of an optimiser: theta = origin + T phi. The valley of these laws is a hundred
 * thousand times longer than wide; where T T' is the inverse of the curvature it is round, and a
 * quasi-Newton method needs a tenth of the steps.
 */
final class Coordinates {
  /**
   * Added to the curvature's diagonal: directions in which a whole step of theta changes less than
   * a thousandth are not stretched any further.
   */
  private static final double FLAT = 1e-3;

  private final double[] origin;
  private final double[][] columns;

  private Coordinates(double[] origin, double[][] columns) {
    this.origin = origin;
    this.columns = columns;
  }

  /** theta itself, from an origin. */
  static Coordinates plain(double[] origin) {
    double[][] identity = new double[origin.length][origin.length];
    for (int i = 0; i < origin.length; i++) {
      identity[i][i] = 1.0;
    }
    return new Coordinates(origin.clone(), identity);
  }

  /** Coordinates in which a curvature is about the identity; plain where it has no such. */
  static Coordinates whitening(double[] origin, double[][] curvature) {
    int n = origin.length;
    double[] scale = new double[n];
    for (int i = 0; i < n; i++) {
      scale[i] = Math.sqrt(curvature[i][i] + FLAT);
      if (!(scale[i] < Double.POSITIVE_INFINITY)) {
        return plain(origin);
      }
    }
    double[][] scaled = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        scaled[i][j] = (curvature[i][j] + (i == j ? FLAT : 0.0)) / (scale[i] * scale[j]);
      }
    }
    try {
      double[][] lower =
          new CholeskyDecomposition(new Array2DRowRealMatrix(scaled, false), 1e-9, 0.0)
              .getL()
              .getData();
      return new Coordinates(origin.clone(), inverseTransposed(lower, scale));
    } catch (NonPositiveDefiniteMatrixException e) {
      return plain(origin);
    }
  }

  int size() {
    return origin.length;
  }

  void toTheta(double[] phi, double[] theta) {
    for (int i = 0; i < theta.length; i++) {
      double sum = origin[i];
      for (int j = 0; j < phi.length; j++) {
        sum += columns[i][j] * phi[j];
      }
      theta[i] = sum;
    }
  }

  void toGradient(double[] byTheta, double[] byPhi) {
    for (int j = 0; j < byPhi.length; j++) {
      double sum = 0.0;
      for (int i = 0; i < byTheta.length; i++) {
        sum += columns[i][j] * byTheta[i];
      }
      byPhi[j] = sum;
    }
  }

  /** Solves L' T = diag(1 / scale) by columns from the last row up. */
  private static double[][] inverseTransposed(double[][] lower, double[] scale) {
    int n = lower.length;
    double[][] t = new double[n][n];
    for (int j = 0; j < n; j++) {
      for (int i = n - 1; i >= 0; i--) {
        double sum = i == j ? 1.0 : 0.0;
        for (int k = i + 1; k < n; k++) {
          sum -= lower[k][i] * t[k][j];
        }
        t[i][j] = sum / lower[i][i];
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        t[i][j] /= scale[i];
      }
    }
    return t;
  }
}
