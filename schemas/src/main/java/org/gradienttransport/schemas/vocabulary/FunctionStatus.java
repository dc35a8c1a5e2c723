package org.gradienttransport.schemas.vocabulary;

/** What became of a call of one of the SQL functions. */
public enum FunctionStatus implements Word {
  /** The numbers are there. */
  OK,
  /** A value is null, NaN or infinite. */
  NOT_FINITE,
  /** A value has no logarithm. */
  NOT_POSITIVE,
  /** There are no values. */
  NO_VALUES,
  /** A step has two values. */
  REPEATED_STEP,
  /** The values do not vary, so that they have no correlation. */
  UNDEFINED
}
