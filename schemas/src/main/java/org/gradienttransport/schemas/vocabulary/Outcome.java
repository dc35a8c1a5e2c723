package org.gradienttransport.schemas.vocabulary;

/** How a check ended. */
public enum Outcome implements Word {
  /** What was found is within the bound. */
  PASS,
  /** What was found is beyond the bound. */
  FAIL,
  /** There was nothing to check. */
  SKIPPED
}
