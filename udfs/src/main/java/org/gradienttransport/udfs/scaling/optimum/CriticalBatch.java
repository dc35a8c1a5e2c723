package org.gradienttransport.udfs.scaling.optimum;

import java.io.Serializable;

/**
 * The batch at which time and compute are traded evenly, B_crit = B_* / L^(1 / alpha_B) (Kaplan et
 * al. 2020, Eqs. 1.4 and 5.1 to 5.5).
 *
 * @param scale B_*, tokens
 * @param exponent alpha_B
 */
public record CriticalBatch(double scale, double exponent) implements Serializable {
  public CriticalBatch {
    if (!(scale > 0.0 && exponent > 0.0 && Double.isFinite(scale) && Double.isFinite(exponent))) {
      throw new IllegalArgumentException(
          "factors and exponents must be positive, got " + scale + ", " + exponent);
    }
  }

  /** B_crit at a loss, tokens. */
  public double at(double loss) {
    return scale * StrictMath.pow(loss, -1.0 / exponent);
  }

  /** S_min = S / (1 + B_crit / B): steps to the same loss at a batch far above the critical one. */
  public double leastSteps(double loss, double batchTokens, double steps) {
    return steps / (1.0 + at(loss) / batchTokens);
  }

  /** C_min = C / (1 + B / B_crit): compute to the same loss at a batch far below it. */
  public double leastCompute(double loss, double batchTokens, double flops) {
    return flops / (1.0 + batchTokens / at(loss));
  }
}
