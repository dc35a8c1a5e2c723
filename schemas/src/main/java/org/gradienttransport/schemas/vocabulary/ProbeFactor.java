package org.gradienttransport.schemas.vocabulary;

/** What a variation changes of the probe, and nothing else (METHOD-ROBUSTNESS section 1). */
public enum ProbeFactor implements Word {
  /** Nothing: the probe of METHOD. */
  BASELINE,
  /** Topology seed of the Barabasi-Albert graph. */
  GRAPH_SEED,
  /** Edges that each arriving node brings to the Barabasi-Albert graph. */
  ATTACHMENT,
  /** Generator of the graph. */
  GRAPH,
  /** Share of an active node's value that leaves it in one relaxation step. */
  ALPHA,
  /** Quantile of the magnitudes that becomes the threshold. */
  QUANTILE,
  /** All factors together. */
  ALL
}
