package org.gradienttransport.udfs.probe;

import java.io.Serializable;

/**
 * Parameters of the TDU-OFC probe (METHOD section 1, Eqs. 1-4).
 *
 * @param alpha share of an active node's value that leaves it in one relaxation step
 * @param quantile quantile of the magnitudes that becomes the threshold tau
 * @param ceiling most relaxation steps before the field counts as never settling
 * @param attachment edges each arriving node brings to the Barabasi-Albert graph
 * @param topologySeed seed of the graph
 */
public record ProbeParameters(
    double alpha, double quantile, int ceiling, int attachment, long topologySeed)
    implements Serializable {

  /** The only graph generator so far; part of the measurement's identity. */
  public static final String GRAPH_GENERATOR = "ba-philox-v1";

  /** The paper's values: alpha 0.3, Q90, 500 steps, m = 2, topology seed 42. */
  public static final ProbeParameters PAPER = new ProbeParameters(0.3, 0.9, 500, 2, 42L);

  public ProbeParameters {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("alpha must lie between 0 and 1, got " + alpha);
    }
    if (!(quantile >= 0 && quantile <= 1)) {
      throw new IllegalArgumentException("quantile must lie in [0, 1], got " + quantile);
    }
    if (ceiling < 1) {
      throw new IllegalArgumentException("ceiling must be at least 1 step, got " + ceiling);
    }
    if (attachment != 2) {
      throw new IllegalArgumentException(
          GRAPH_GENERATOR + " is defined for attachment m = 2 only, got " + attachment);
    }
  }

  /** Canonical text of these parameters: part of the key under which a measurement is kept. */
  public String canonical() {
    return "%s;m=%s;topology_seed=%s;alpha=%s;quantile=%s;ceiling=%s"
        .formatted(GRAPH_GENERATOR, attachment, topologySeed, alpha, quantile, ceiling);
  }
}
