package org.gradienttransport.udfs.graph;

import org.gradienttransport.udfs.probe.ProbeParameters;

/**
 * What a generated graph is a pure function of, beside the generator's name.
 *
 * @param nodes N
 * @param attachment m
 * @param seed topology seed
 */
public record GraphKey(long nodes, int attachment, long seed) {

  /** The graph the probe's parameters ask for at this size. */
  public static GraphKey of(long nodes, ProbeParameters parameters) {
    return new GraphKey(nodes, parameters.attachment(), parameters.topologySeed());
  }
}
