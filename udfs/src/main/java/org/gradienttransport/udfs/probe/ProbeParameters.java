package org.gradienttransport.udfs.probe;

import java.io.Serializable;
import org.gradienttransport.schemas.vocabulary.GraphKind;

/**
 * Parameters of the TDU-OFC probe (METHOD section 1, Eqs. 1-4; others than the paper's:
 * METHOD-ROBUSTNESS section 1).
 *
 * @param alpha share of an active node's value that leaves it in one relaxation step
 * @param quantile quantile of the magnitudes that becomes the threshold tau
 * @param ceiling most relaxation steps before the field counts as never settling
 * @param graph generator of the graph
 * @param attachment m, edges each arriving node brings to a Barabasi-Albert graph; 0 for the torus,
 *     which has no such parameter
 * @param topologySeed seed of a Barabasi-Albert graph; 0 for the torus
 */
public record ProbeParameters(
    double alpha, double quantile, int ceiling, GraphKind graph, int attachment, long topologySeed)
    implements Serializable {

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
    if (graph == GraphKind.TORUS_HELICAL_V1) {
      // Equal measurements have equal parameters.
      attachment = 0;
      topologySeed = 0;
    } else if (attachment < 1) {
      throw new IllegalArgumentException("attachment must be at least 1 edge, got " + attachment);
    }
  }

  /** Parameters on a Barabasi-Albert graph. */
  public ProbeParameters(
      double alpha, double quantile, int ceiling, int attachment, long topologySeed) {
    this(alpha, quantile, ceiling, GraphKind.BA_PHILOX_V1, attachment, topologySeed);
  }

  /** These parameters with another alpha. */
  public ProbeParameters withAlpha(double other) {
    return new ProbeParameters(other, quantile, ceiling, graph, attachment, topologySeed);
  }

  /** These parameters with another quantile as threshold. */
  public ProbeParameters withQuantile(double other) {
    return new ProbeParameters(alpha, other, ceiling, graph, attachment, topologySeed);
  }

  /** These parameters with another attachment of the Barabasi-Albert graph. */
  public ProbeParameters withAttachment(int other) {
    return new ProbeParameters(alpha, quantile, ceiling, graph, other, topologySeed);
  }

  /** These parameters with another seed of the Barabasi-Albert graph. */
  public ProbeParameters withTopologySeed(long other) {
    return new ProbeParameters(alpha, quantile, ceiling, graph, attachment, other);
  }

  /** These parameters on the helical torus. */
  public ProbeParameters onTorus() {
    return new ProbeParameters(alpha, quantile, ceiling, GraphKind.TORUS_HELICAL_V1, 0, 0);
  }

  /** Canonical text of these parameters: part of the key under which a measurement is kept. */
  public String canonical() {
    return "%s;alpha=%s;quantile=%s;ceiling=%s".formatted(graphText(), alpha, quantile, ceiling);
  }

  private String graphText() {
    return graph == GraphKind.TORUS_HELICAL_V1
        ? graph.word()
        : "%s;m=%s;topology_seed=%s".formatted(graph.word(), attachment, topologySeed);
  }
}
