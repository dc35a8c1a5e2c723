package org.gradienttransport.udfs.scaling.optimum;

/**
 * How the best model, its tokens and its loss grow with compute.
 *
 * @param params N* ~ C^a
 * @param tokens D* ~ C^b
 * @param loss L* ~ C^exponent, without a floor: a description of the range that was measured
 */
public record ComputeExponents(ComputePower params, ComputePower tokens, ComputePower loss) {
  /** The optimum at a budget. */
  public ComputeOptimum at(double flops) {
    return new ComputeOptimum(flops, params.at(flops), tokens.at(flops), loss.at(flops));
  }
}
