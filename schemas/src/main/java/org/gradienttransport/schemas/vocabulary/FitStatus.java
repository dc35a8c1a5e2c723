package org.gradienttransport.schemas.vocabulary;

/** Why a fit has numbers, or has none. */
public enum FitStatus implements Word {
  /** The fit has numbers. */
  OK,
  /** Fewer than three usable scales [paper], or fewer than three different N among them. */
  TOO_FEW_SCALES,
  /** A strict grid misses a scale, or one of its fields is degenerate [paper, for Pythia]. */
  INCOMPLETE_GRID,
  /** All scales have the same N, so no slope exists. */
  NO_SPREAD
}
