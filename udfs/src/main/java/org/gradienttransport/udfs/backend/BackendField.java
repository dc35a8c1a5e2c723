package org.gradienttransport.udfs.backend;

/** A field in the form that a backend takes. */
public interface BackendField {

  /** Entries, N. */
  long entries();

  /** The entries in canonical order, as doubles; may be the array this holds. */
  double[] toDoubles();
}
