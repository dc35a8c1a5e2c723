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

  /**
   * Makes its room with several threads, since touching pages for the first time is what that
   * takes.
   *
   * @param nulls whether null fields will be drawn
   */
  Workspace(GraphKey key, Graph graph, boolean nulls, Workers workers) {
    this.key = key;
    this.graph = graph;
    Relaxation[] made = new Relaxation[1];
    workers.run(
        nulls ? 2 : 1,
        room -> {
          if (room == 0) {
            made[0] = new Relaxation(graph, workers);
          } else {
            drawn = new double[graph.nodes()];
          }
        });
    this.relaxation = made[0];
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
