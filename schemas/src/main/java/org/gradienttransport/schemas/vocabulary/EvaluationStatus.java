package org.gradienttransport.schemas.vocabulary;

/** What became of one evaluation of a model. */
public enum EvaluationStatus implements Word {
  /** The metric was read. */
  OK,
  /** The family's metric has no file for this step. */
  MISSING,
  /** The file breaks the rules of its format. */
  CORRUPT,
  /** The store could not deliver the file. */
  UNREADABLE,
  /** Tasks of the suite are absent from the file. */
  INCOMPLETE,
  /** The value has no logarithm, so nothing can be fitted to it. */
  NO_LOGARITHM,
  /** The file says of itself that it is of another step than its name does. */
  MISLABELLED
}
