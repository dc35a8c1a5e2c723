package org.gradienttransport.udfs.scaling.optimum;

/**
 * The best use of one compute budget at the critical batch.
 *
 * @param flops C_min
 * @param params N, without embeddings
 * @param steps S_min
 * @param batchTokens B_crit, tokens
 * @param loss nats per token
 */
public record KaplanOptimum(
    double flops, double params, double steps, double batchTokens, double loss) {

  /** D = B S. */
  public double tokens() {
    return batchTokens * steps;
  }
}
