package org.gradienttransport.schemas.vocabulary;

/** Which steps a law of steps is fitted to. */
public enum StepsKind implements Word {
  /** S, as they were taken. */
  RAW,
  /** S_min, as they would be at a batch far above the critical one. */
  MIN
}
