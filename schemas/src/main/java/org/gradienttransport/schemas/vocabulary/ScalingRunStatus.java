package org.gradienttransport.schemas.vocabulary;

/** Why a measured loss may enter fits, or may not. */
public enum ScalingRunStatus implements Word {
  /** It may. */
  OK,
  /** Measured while the learning rate still grew. */
  WARM_UP,
  /** The row of the file breaks its format. */
  MALFORMED,
  /** A value that the study names is not there. */
  MISSING,
  /** A value is no number, or infinite. */
  NOT_A_NUMBER,
  /** A value that must be positive is zero or negative. */
  NOT_POSITIVE,
  /** A value is none of the words that the study translates. */
  UNKNOWN_WORD,
  /** The file cannot be read. */
  UNREADABLE;

  /** Whether something is wrong with the row; a warm-up is no fault. */
  public boolean refused() {
    return this != OK && this != WARM_UP;
  }
}
