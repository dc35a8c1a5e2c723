package org.gradienttransport.schemas.vocabulary;

/** Why a regression over all steps of a window has numbers, or has none. */
public enum PooledStatus implements Word {
  /** The regression has numbers. */
  OK,
  /** The family has no stable window. */
  NO_WINDOW,
  /** No step of the window has three usable scales of different N. */
  TOO_FEW_SCALES,
  /** A strict grid misses a scale, or has a degenerate one, at every step of the window. */
  INCOMPLETE_GRID,
  /** There is no null field to find an excess over. */
  NO_NULL,
  /** The window has more steps than one regression is given effects for. */
  TOO_MANY_STEPS,
  /** The sizes are too close to each other for a slope. */
  SINGULAR,
  /** The coefficients still moved when the iterations were over. */
  NOT_CONVERGED
}
