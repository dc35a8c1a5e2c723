package org.gradienttransport.schemas.vocabulary;

/** Where in its schedule the learning rate was when a loss was measured. */
public enum ScheduleState implements Word {
  /** Fully decayed for this amount of data. */
  FINAL,
  /** Constant since the warm-up. */
  CONSTANT,
  /** On its way down: the loss is too high for its amount of data. */
  DECAYING
}
