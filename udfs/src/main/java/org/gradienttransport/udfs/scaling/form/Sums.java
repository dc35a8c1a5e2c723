package org.gradienttransport.udfs.scaling.form;

/**
 * Sums over rows. Four chains of every fourth row, then the rest: the same order on every machine,
 * and four times less waiting for the addition before.
 */
public final class Sums {
  private Sums() {}

  /** Sum of a_i b_i. */
  public static double dot(double[] a, double[] b) {
    double s0 = 0.0;
    double s1 = 0.0;
    double s2 = 0.0;
    double s3 = 0.0;
    int i = 0;
    for (; i < a.length - 3; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** Sum of a_i b_i c_i. */
  public static double dot(double[] a, double[] b, double[] c) {
    double s0 = 0.0;
    double s1 = 0.0;
    double s2 = 0.0;
    double s3 = 0.0;
    int i = 0;
    for (; i < a.length - 3; i += 4) {
      s0 += a[i] * b[i] * c[i];
      s1 += a[i + 1] * b[i + 1] * c[i + 1];
      s2 += a[i + 2] * b[i + 2] * c[i + 2];
      s3 += a[i + 3] * b[i + 3] * c[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i] * c[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /**
   * M'GM of small matrices.
   *
   * @param m rows of M, as many as G has
   * @param g symmetric
   */
  static double[][] sandwich(double[][] m, double[][] g) {
    int size = m[0].length;
    double[][] product = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < g.length; k++) {
        if (m[k][i] != 0.0) {
          addRow(m[k][i], g[k], m, product[i]);
        }
      }
      for (int j = 0; j < i; j++) {
        // The upper half, whose bits the lower one's sums may miss by rounding.
        product[i][j] = product[j][i];
      }
    }
    return product;
  }

  private static void addRow(double factor, double[] row, double[][] m, double[] into) {
    for (int l = 0; l < row.length; l++) {
      double weighted = factor * row[l];
      for (int j = 0; j < into.length; j++) {
        into[j] += weighted * m[l][j];
      }
    }
  }
}
