package org.gradienttransport.jobs.conf;

/** Which scales a fit at one step needs (METHOD section 2). */
public enum Grid {
  /** Every scale of the family must pass. */
  STRICT,
  /** Whatever scales pass, at least three. */
  PARTIAL
}
