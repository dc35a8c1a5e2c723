package org.gradienttransport.schemas.vocabulary;

/** What training time is counted in. */
public enum Clock implements Word {
  /** Optimiser steps. */
  STEP,
  /** Tokens seen. */
  TOKENS,
  /** The sum of the learning rates of all steps so far. */
  TAU
}
