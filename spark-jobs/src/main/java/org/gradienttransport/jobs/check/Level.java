package org.gradienttransport.jobs.check;

/** How much a failed check matters. */
public enum Level {
  /** Worth knowing. */
  INFO,
  /** Look at it before using the numbers. */
  WARN,
  /** The numbers are wrong; the command ends with exit code 80. */
  ERROR
}
