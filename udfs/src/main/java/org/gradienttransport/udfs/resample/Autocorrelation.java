package org.gradienttransport.udfs.resample;

import org.apache.commons.math3.stat.StatUtils;

/** Memory of a series at lag one, and what it leaves of its sample size. */
public final class Autocorrelation {
  private static final double LIMIT = 0.97;

  private Autocorrelation() {}

  /**
   * Lag-one autocorrelation with the small-sample bias of a demeaned AR(1) series taken off, rho +
   * (1 + 3 rho) / n (Marriott and Pope 1954), within [-0.97, 0.97].
   *
   * @return 0 below three values or for a constant series
   */
  public static double lagOne(double[] values) {
    int n = values.length;
    if (n < 3) {
      return 0.0;
    }
    double mean = StatUtils.mean(values);
    double squares = 0.0;
    double products = 0.0;
    for (int t = 0; t < n; t++) {
      double deviation = values[t] - mean;
      squares += deviation * deviation;
      products += t == 0 ? 0.0 : deviation * (values[t - 1] - mean);
    }
    if (!(squares > 0.0)) {
      return 0.0;
    }
    double rho = products / squares;
    return Math.max(-LIMIT, Math.min(LIMIT, rho + (1.0 + 3.0 * rho) / n));
  }

  /**
   * Independent pairs that a correlation of two AR(1) series is worth: n (1 - rho_x rho_y) / (1 +
   * rho_x rho_y), at most n (Bartlett 1935; Bretherton et al. 1999, Eq. 31).
   */
  public static double effectivePairs(double[] x, double[] y) {
    double rho = lagOne(x) * lagOne(y);
    return Math.min(x.length, x.length * (1.0 - rho) / (1.0 + rho));
  }
}
