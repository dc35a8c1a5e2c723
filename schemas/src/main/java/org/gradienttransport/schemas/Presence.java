package org.gradienttransport.schemas;

/** Whether a column may be null. */
public enum Presence {
  /** Never null. */
  REQUIRED,
  /** Null where there is nothing to say; a status column then says why. */
  OPTIONAL
}
