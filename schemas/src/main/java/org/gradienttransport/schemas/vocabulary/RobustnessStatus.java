package org.gradienttransport.schemas.vocabulary;

/** Why a comparison of the probe's variations has numbers, or has none. */
public enum RobustnessStatus implements Word {
  /** There are all numbers, the interval of each change among them. */
  OK,
  /** There are means and changes, but too few steps for an interval. */
  FEW_STEPS,
  /** The family has no stable window and its variations name no steps. */
  NO_WINDOW,
  /** No N0 was measured, so there is nothing to subtract. */
  NO_NULL,
  /** No chosen step has a value under the baseline and under the variation. */
  NO_VALUES
}
