package org.gradienttransport.udfs.resample;

import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

/** Series with known truth, the same ones every time. */
public final class SyntheticSeries {
  private final RandomGenerator random;

  private SyntheticSeries(RandomGenerator random) {
    this.random = random;
  }

  public static SyntheticSeries of(String identifier) {
    return new SyntheticSeries(new Well19937c(Identifiers.seed(identifier)));
  }

  /** Independent standard normal values. */
  public double[] white(int n) {
    return autoregressive(n, 0.0);
  }

  /** A stationary AR(1) series of mean 0 and variance 1. */
  public double[] autoregressive(int n, double rho) {
    double[] series = new double[n];
    double value = random.nextGaussian();
    for (int t = 0; t < n; t++) {
      series[t] = value;
      value = rho * value + Math.sqrt(1.0 - rho * rho) * random.nextGaussian();
    }
    return series;
  }

  /** A series of variance 1 whose correlation with a series of {@link #autoregressive} is r. */
  public double[] correlatedWith(double[] x, double r, double rho) {
    double[] own = autoregressive(x.length, rho);
    for (int t = 0; t < x.length; t++) {
      own[t] = r * x[t] + Math.sqrt(1.0 - r * r) * own[t];
    }
    return own;
  }
}
