package org.gradienttransport.schemas.vocabulary;

/** Whether closure holds at a step. */
public enum Verdict implements Word {
  /** Both residuals are within rounding. */
  CLOSED,
  /** A residual is larger than rounding explains. */
  BROKEN
}
