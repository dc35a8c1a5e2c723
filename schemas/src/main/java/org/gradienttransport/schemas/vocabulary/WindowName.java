package org.gradienttransport.schemas.vocabulary;

/** Stretches of training that values are summarised over (METHOD section 3). */
public enum WindowName implements Word {
  /** One step. */
  STEP,
  /** All steps of the family. */
  FULL,
  /** The stable window. */
  STABLE,
  /** First third of the stable window. */
  EARLY,
  /** Second third of the stable window. */
  MID,
  /** Last third of the stable window. */
  LATE
}
