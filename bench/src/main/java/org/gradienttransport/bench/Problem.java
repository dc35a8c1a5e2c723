package org.gradienttransport.bench;

import org.gradienttransport.udfs.graph.BarabasiAlbert;
import org.gradienttransport.udfs.graph.Graph;
import org.gradienttransport.udfs.nulls.GaussianField;
import org.gradienttransport.udfs.parallel.Workers;

/** The problem all benchmarks and peers solve: one Gaussian field on the graph of its size. */
final class Problem {
  static final long SEED = 42;

  private Problem() {}

  static Graph graph(int nodes, Workers workers) {
    return BarabasiAlbert.build(nodes, SEED, workers);
  }

  static double[] field(int nodes, Workers workers) {
    double[] field = new double[nodes];
    GaussianField.n0(SEED, 0).fill(field, workers);
    return field;
  }
}
