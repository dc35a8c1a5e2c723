package org.gradienttransport.schemas.vocabulary;

/** How much a failed check matters. */
public enum Level implements Word {
  /** The failed check is worth knowing. */
  INFO,
  /** Somebody should look at the failed check. */
  WARN,
  /** The numbers cannot be trusted: the run ends with exit code 80. */
  ERROR;

  @Override
  public String word() {
    return name();
  }
}
