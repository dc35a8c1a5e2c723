package org.gradienttransport.udfs.scaling.optimum;

import java.io.Serializable;

/**
 * One measured loss of a sweep.
 *
 * @param run the trained model that it was measured on
 * @param params N, of one kind over the sweep
 * @param tokens D
 * @param flops C, of one kind over the sweep
 * @param loss cross-entropy in nats per token
 */
public record SweepRow(String run, double params, double tokens, double flops, double loss)
    implements Serializable {
  /**
   * A row.
   *
   * @throws IllegalArgumentException unless all numbers are positive and finite
   */
  public SweepRow {
    requirePositive(run, "params", params);
    requirePositive(run, "tokens", tokens);
    requirePositive(run, "flops", flops);
    requirePositive(run, "loss", loss);
  }

  private static void requirePositive(String run, String name, double value) {
    if (!(value > 0.0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          name
              + " of run "
              + run
              + " must be positive and finite to have a logarithm, got "
              + value
              + "; leave the row out");
    }
  }
}
