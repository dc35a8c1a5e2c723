package org.gradienttransport.udfs.backend;

import org.gradienttransport.udfs.graph.Graph;
import org.gradienttransport.udfs.graph.GraphKey;
import org.gradienttransport.udfs.parallel.Workers;
import org.gradienttransport.udfs.relax.Relaxation;

/** Room to measure fields on one graph, reused from field to field; serves one caller at a time. */
final class Workspace {
  private final GraphKey key;
  private final Graph graph;
  private final Relaxation relaxation;
  private double[] drawn;

  Workspace(GraphKey key, Graph graph, Workers workers) {
    this.key = key;
    this.graph = graph;
    this.relaxation = new Relaxation(graph, workers);
  }

  GraphKey key() {
    return key;
  }

  Graph graph() {
    return graph;
  }

  Relaxation relaxation() {
    return relaxation;
  }

  /** Room for one null field, made when first asked for. */
  double[] drawn() {
    if (drawn == null) {
      drawn = new double[graph.nodes()];
    }
    return drawn;
  }
}
