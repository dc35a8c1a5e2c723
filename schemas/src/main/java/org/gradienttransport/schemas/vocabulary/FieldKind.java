package org.gradienttransport.schemas.vocabulary;

/** The real field of a snapshot, or one of its three null controls (METHOD section 4). */
public enum FieldKind implements Word {
  /** The field as saved: a raw gradient or a checkpoint difference. */
  REAL,
  /** Independent standard Gaussian entries. Depends on N and the seed alone. */
  N0,
  /** Independent Gaussian entries with the real field's signed mean and variance. */
  N1,
  /** A random permutation of the real signed entries over the nodes. */
  N2
}
