package org.gradienttransport.schemas.vocabulary;

/** How much a failed check matters. */
public enum Level implements Word {
  /** Worth knowing. */
  INFO,
  /** Somebody should look. */
  WARN,
  /** The numbers cannot be trusted: the run ends with exit code 80. */
  ERROR;

  @Override
  public String word() {
    return name();
  }
}
