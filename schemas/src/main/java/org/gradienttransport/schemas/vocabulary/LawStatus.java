package org.gradienttransport.schemas.vocabulary;

/** Why a scaling law of the loss has numbers, has numbers with a warning, or has none. */
public enum LawStatus implements Word {
  /** Fitted, and nothing speaks against it. */
  OK,
  /** Too few rows, sizes, budgets or winners: no numbers. */
  TOO_FEW,
  /** The least loss of a budget is at its smallest or largest model: its optimum lies beyond. */
  EDGE,
  /** The parabola of a budget opens downwards or is flat: no optimum. */
  NOT_CONVEX,
  /** The vertex of a budget's parabola lies outside the models it was fitted to. */
  OUTSIDE,
  /**
   * The data cannot tell the parameters apart, as where D is a multiple of N in every run, or show
   * nothing of a term.
   */
  COLLINEAR,
  /** The irreducible loss is not identified: the fit without one is as good. */
  NO_FLOOR,
  /** The optimiser's result is no minimum of the objective. */
  NOT_CONVERGED,
  /** The rows cannot be fitted: losses that are all equal, or kinds that do not mix. */
  REFUSED
}
