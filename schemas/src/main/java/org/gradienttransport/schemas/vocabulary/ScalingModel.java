package org.gradienttransport.schemas.vocabulary;

/** What could describe log y over log N; from the simplest to the richest. */
public enum ScalingModel implements Word {
  /** y does not depend on N. */
  CONSTANT,
  /** A power law: log y is a straight line over log N. */
  POWER_LAW,
  /** Two exponents that meet at one of the inner scales. */
  TWO_SLOPE
}
