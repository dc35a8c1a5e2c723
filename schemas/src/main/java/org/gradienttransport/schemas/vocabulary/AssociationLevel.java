package org.gradienttransport.schemas.vocabulary;

/** What is associated with performance. */
public enum AssociationLevel implements Word {
  /** Exponents in N with exponents in N. */
  EXPONENT,
  /** Transport itself with performance. */
  CHANNEL
}
