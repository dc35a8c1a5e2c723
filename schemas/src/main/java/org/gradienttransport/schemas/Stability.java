package org.gradienttransport.schemas;

/** Whether a column is a function of the input alone. */
public enum Stability {
  /** Equal to the last bit in every run of the same input, on any cluster shape or backend. */
  VALUE,
  /** How, where and when a row came about; may differ and is left out of comparisons. */
  PROVENANCE
}
