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

  Workspace(GraphKey key, Graph graph, Room room, Workers workers) {
    this.key = key;
    this.graph = graph;
    this.relaxation = new Relaxation(graph, room.sums, workers);
    this.drawn = room.drawn;
  }

  /** What a workspace takes of the memory, without the graph. */
  static final class Room {
    private final double[] sums;
    private final double[] drawn;

    /**
     * Allocated by several threads, since touching pages for the first time is what that takes.
     *
     * @param nulls whether null fields will be drawn
     */
    Room(long nodes, boolean nulls, Workers workers) {
      double[][] arrays = new double[nulls ? 2 : 1][];
      workers.run(arrays.length, array -> arrays[array] = new double[Math.toIntExact(nodes)]);
      sums = arrays[0];
      drawn = nulls ? arrays[1] : null;
    }
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
