package org.gradienttransport.schemas.vocabulary;

/** Which rows a law must predict without having seen them. */
public enum HeldOutRule implements Word {
  /** Those of more than a share of the largest compute. */
  COMPUTE,
  /** Those of the largest N. */
  LARGEST_N
}
