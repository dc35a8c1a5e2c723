package org.gradienttransport.schemas.vocabulary;

/** Why an association has a correlation, or has none. */
public enum AssociationStatus implements Word {
  /** The two series have a correlation. */
  OK,
  /** Too few steps have both values. */
  TOO_FEW_PAIRS,
  /** One of the two series has the same value at every step. */
  NO_VARIATION
}
