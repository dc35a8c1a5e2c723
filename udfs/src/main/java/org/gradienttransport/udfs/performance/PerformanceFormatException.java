package org.gradienttransport.udfs.performance;

/** A performance file that cannot be used; the message names file, place and remedy. */
public final class PerformanceFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PerformanceFormatException(String file, String place, String problem, String remedy) {
    super(file + ": " + place + ": " + problem + "; " + remedy);
  }
}
