package org.gradienttransport.schemas.vocabulary;

/** Why an association has a correlation, or has none. */
public enum AssociationStatus implements Word {
  /** Correlated. */
  OK,
  /** Too few steps have both values. */
  TOO_FEW_PAIRS,
  /** One side is the same at every step. */
  NO_VARIATION
}
