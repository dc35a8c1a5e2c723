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

  /** Mean number of neighbours, about. */
  public int meanDegree() {
    return switch (kind) {
      case BA_PHILOX_V1 -> 2 * attachment;
      case TORUS_HELICAL_V1 -> HelicalTorus.DEGREE;
    };
  }

  /** Bytes this graph takes, about: every neighbour of every node, and where each node's begin. */
  public long bytes() {
    return 4L * (meanDegree() + 1) * nodes;
  }

  /** Bytes on the host that making this graph takes beside {@link #bytes}, given back after it. */
  public long makingBytes() {
    return switch (kind) {
      case BA_PHILOX_V1 -> 2L * attachment * nodes + Math.min(1L << 24, 16L * nodes);
      case TORUS_HELICAL_V1 -> 0;
    };
  }
}
