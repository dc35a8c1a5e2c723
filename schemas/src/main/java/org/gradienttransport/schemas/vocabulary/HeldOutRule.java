package org.gradienttransport.schemas.vocabulary;

/** Which rows a scaling law is fitted to when the others are predicted. */
public enum HeldOutRule implements Word {
  /** Up to a tenth of the largest compute. */
  COMPUTE,
  /** All models but the largest. */
  LARGEST_N
}
