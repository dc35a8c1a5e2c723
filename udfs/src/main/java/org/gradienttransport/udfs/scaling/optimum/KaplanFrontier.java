package org.gradienttransport.udfs.scaling.optimum;

import static java.lang.StrictMath.pow;

import org.gradienttransport.udfs.scaling.accounting.Compute;

/**
 * The best use of compute under L = (N_c / N)^alpha_N + (S_c / S_min)^alpha_S at the critical batch
 * (Kaplan et al. 2020, Eq. 1.6 and appendix B). C is C_min throughout.
 *
 * @param criticalParams N_c
 * @param criticalSteps S_c
 * @param alphaN exponent of N, positive
 * @param alphaS exponent of S_min, positive
 * @param batch B_crit(L)
 */
public record KaplanFrontier(
    double criticalParams,
    double criticalSteps,
    double alphaN,
    double alphaS,
    CriticalBatch batch) {
  public KaplanFrontier {
    if (!(criticalParams > 0.0 && criticalSteps > 0.0 && alphaN > 0.0 && alphaS > 0.0)) {
      throw new IllegalArgumentException(
          "factors and exponents must be positive, got "
              + criticalParams
              + ", "
              + criticalSteps
              + ", "
              + alphaN
              + ", "
              + alphaS);
    }
  }

  /** alpha_C = 1 / (1 / alpha_S + 1 / alpha_B + 1 / alpha_N), of L ~ C^-alpha_C. */
  public double lossExponent() {
    return 1.0 / (1.0 / alphaS + 1.0 / batch.exponent() + 1.0 / alphaN);
  }

  /** Exponent of N ~ C^x. */
  public double paramsExponent() {
    return lossExponent() / alphaN;
  }

  /** Exponent of B ~ C^x. */
  public double batchExponent() {
    return lossExponent() / batch.exponent();
  }

  /** Exponent of S ~ C^x. */
  public double stepsExponent() {
    return lossExponent() / alphaS;
  }

  /** Exponent of D = B S ~ C^x. */
  public double tokensExponent() {
    return batchExponent() + stepsExponent();
  }

  /** C_c of L = (C_c / C)^alpha_C, in FLOPs. */
  public double criticalFlops() {
    return Compute.sixNd(criticalParams, batch.scale() * criticalSteps)
        * pow(ratio(), 1.0 / alphaS + 1.0 / alphaN)
        * pow(alphaS / alphaN, 1.0 / alphaS);
  }

  /** The best use of a budget, in FLOPs. */
  public KaplanOptimum at(double flops) {
    double share = flops / criticalFlops();
    double params = criticalParams * pow(share, paramsExponent()) * pow(ratio(), 1.0 / alphaN);
    double steps =
        criticalFlops()
            / Compute.sixNd(criticalParams, batch.scale())
            * pow(ratio(), -1.0 / alphaN)
            * pow(share, stepsExponent());
    double loss = pow(share, -lossExponent());
    return new KaplanOptimum(flops, params, steps, batch.at(loss), loss);
  }

  private double ratio() {
    return 1.0 + alphaN / alphaS;
  }
}
