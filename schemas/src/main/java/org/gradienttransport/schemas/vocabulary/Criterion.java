package org.gradienttransport.schemas.vocabulary;

/** How scaling models are scored against one another. */
public enum Criterion implements Word {
  /** Akaike's criterion corrected for small samples. */
  AICC,
  /** n log of the mean squared leave-one-scale-out prediction error. */
  LEAVE_ONE_SCALE_OUT
}
