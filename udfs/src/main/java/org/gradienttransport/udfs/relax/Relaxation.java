package org.gradienttransport.udfs.relax;

import org.gradienttransport.udfs.graph.Graph;
import org.gradienttransport.udfs.probe.ProbeParameters;

/**
 * Relaxes fields of one size (METHOD section 1). Holds the room that takes, 8 bytes per node and
 * two bitmaps, and reuses it; one instance serves one thread at a time.
 */
public final class Relaxation {
  private final Graph graph;
  private final double[] incoming;
  private final DirectRelaxation.Sets sets;

  public Relaxation(Graph graph) {
    this.graph = graph;
    this.incoming = new double[graph.nodes()];
    this.sets = new DirectRelaxation.Sets(new NodeSet(graph.nodes()), new NodeSet(graph.nodes()));
  }

  /** Bytes an instance holds beside graph and field. */
  public static long bytesFor(long nodes) {
    return 8 * nodes + 2 * NodeSet.bytesFor(nodes);
  }

  /**
   * Relaxes a field in place until no node is active or the ceiling is reached.
   *
   * @param field N finite entries, overwritten by the relaxed field
   * @param tau threshold, in the field's unit
   * @param parameters of which alpha and the ceiling are used
   */
  public Relaxed relax(double[] field, double tau, ProbeParameters parameters) {
    if (field.length != graph.nodes()) {
      throw new IllegalArgumentException(
          "the field has " + field.length + " entries, the graph " + graph.nodes() + " nodes");
    }
    DirectRelaxation direct =
        new DirectRelaxation(graph, field, incoming, sets, tau, parameters.alpha());
    Relaxed.Counter counter = new Relaxed.Counter();
    long active = direct.scan();
    while (active > 0 && counter.steps() < parameters.ceiling()) {
      counter.add(active);
      active = direct.step();
    }
    direct.clear();
    return counter.result(parameters.ceiling());
  }
}
