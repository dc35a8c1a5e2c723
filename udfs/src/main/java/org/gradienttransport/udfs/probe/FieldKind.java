package org.gradienttransport.udfs.probe;

import java.util.Locale;

/** The real field of a snapshot, or one of its three null controls (METHOD section 4). */
public enum FieldKind {
  /** The field as saved: a raw gradient or a checkpoint difference. */
  REAL,
  /** Independent standard Gaussian entries. Depends on N and the seed alone. */
  N0,
  /** Independent Gaussian entries with the real field's signed mean and variance. */
  N1,
  /** A random permutation of the real signed entries over the nodes. */
  N2;

  /** The name as published in tables: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind whose {@link #label()} this is. */
  public static FieldKind ofLabel(String label) {
    for (FieldKind kind : values()) {
      if (kind.label().equals(label)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "unknown field kind '" + label + "', expected real, n0, n1 or n2");
  }
}
