package org.gradienttransport.schemas.vocabulary;

/** What the time of a training run is measured in. */
public enum TrainingClock implements Word {
  /** Optimiser steps. */
  STEP,
  /** Tokens seen. */
  TOKENS,
  /** Sum of the learning rate over the steps ("Universal One-third Time Scaling", 2026). */
  TAU
}
