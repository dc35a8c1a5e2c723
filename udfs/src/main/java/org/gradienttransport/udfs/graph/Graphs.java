package org.gradienttransport.udfs.graph;

import org.gradienttransport.udfs.parallel.Workers;

/** Makes the graph that the probe's parameters and N name. */
public final class Graphs {
  private Graphs() {}

  /**
   * The graph of a key.
   *
   * @throws IllegalArgumentException if there is none of so few or so many nodes
   */
  public static Graph build(GraphKey key, Workers workers) {
    return switch (key.kind()) {
      case BA_PHILOX_V1 -> BarabasiAlbert.build(key.nodes(), key.attachment(), key.seed(), workers);
      case TORUS_HELICAL_V1 -> HelicalTorus.build(key.nodes(), workers);
    };
  }
}
