package org.gradienttransport.schemas.vocabulary;

/** What became of one planned relaxation; only {@link #OK} rows enter fits. */
public enum FieldStatus implements Word {
  /** Relaxed, and neither inactive nor at the ceiling. */
  OK,
  /** No node was above the threshold, so nothing fired. */
  NO_ACTIVITY,
  /** Nodes were still active at the last relaxation step allowed. */
  CEILING,
  /** The field holds NaN or an infinity. */
  NOT_FINITE,
  /** The file breaks the rules of its format. */
  CORRUPT,
  /** There is no snapshot, or it was not measured yet. */
  MISSING,
  /** The field has not as many entries as its scale says. */
  WRONG_SIZE,
  /** The store could not deliver the file. */
  UNREADABLE;

  /** Whether the field was relaxed but says nothing about scaling (METHOD section 1). */
  public boolean degenerate() {
    return this == NO_ACTIVITY || this == CEILING;
  }

  /** Whether the field never became numbers on nodes. */
  public boolean refused() {
    return this != OK && !degenerate();
  }
}
