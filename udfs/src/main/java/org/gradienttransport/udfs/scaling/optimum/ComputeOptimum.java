package org.gradienttransport.udfs.scaling.optimum;

/**
 * The best use of one compute budget.
 *
 * @param flops C
 * @param params N*
 * @param tokens D*
 * @param loss L*, nats per token
 */
public record ComputeOptimum(double flops, double params, double tokens, double loss) {
  private static final double FAR = 10.0;

  /** D* / N*. */
  public double tokensPerParam() {
    return tokens / params;
  }

  /** Whether the budget lies more than ten times beyond the largest that was measured [ours]. */
  public boolean isFar(double largestFlops) {
    return flops > FAR * largestFlops;
  }
}
