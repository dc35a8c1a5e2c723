package org.gradienttransport.udfs.scaling.optimum;

/** Where the tokens of a budget's optimum come from. */
public enum TokensRule {
  /** D* = C / (6 N*). */
  SIX_ND,
  /** The tokens of the rows, ln D interpolated linearly in ln N at N*. */
  MEASURED
}
