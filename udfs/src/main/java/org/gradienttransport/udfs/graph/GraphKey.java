package org.gradienttransport.udfs.graph;

import java.io.Serializable;
import org.gradienttransport.schemas.vocabulary.GraphKind;
import org.gradienttransport.udfs.probe.ProbeParameters;

/**
 * What a generated graph is a pure function of.
 *
 * @param nodes N
 * @param kind its generator
 * @param attachment m of a Barabasi-Albert graph; 0 for the torus
 * @param seed topology seed of a Barabasi-Albert graph; 0 for the torus
 */
public record GraphKey(long nodes, GraphKind kind, int attachment, long seed)
    implements Serializable {

  /** The graph the probe's parameters ask for at this size. */
  public static GraphKey of(long nodes, ProbeParameters parameters) {
    return new GraphKey(
        nodes, parameters.graph(), parameters.attachment(), parameters.topologySeed());
  }

  /** Bytes this graph takes, about. */
  public long bytes() {
    return switch (kind) {
      case BA_PHILOX_V1 -> 4 * (2L * attachment + 1) * nodes;
      case TORUS_HELICAL_V1 -> 20 * nodes;
    };
  }
}
