package org.gradienttransport.schemas.vocabulary;

/** Why a contrast with the nulls has numbers, or has none. */
public enum ContrastStatus implements Word {
  /** The contrast has numbers. */
  OK,
  /** The family has no stable window. */
  NO_WINDOW,
  /** The real field or one of its nulls has no value at the step. */
  INCOMPLETE
}
