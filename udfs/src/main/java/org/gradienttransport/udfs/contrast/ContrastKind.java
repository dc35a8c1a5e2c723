package org.gradienttransport.udfs.contrast;

import java.util.Locale;

/** The three contrasts (METHOD section 4, Eqs. 11-13); total = dist + assign (Eq. 14). */
public enum ContrastKind {
  /** Real field minus N0: all that is not a Gaussian field. */
  TOTAL,
  /** N2 minus N0: the distribution of the values. */
  DIST,
  /** Real field minus N2: which value sits on which node. */
  ASSIGN;

  /** The name as published in tables: total, dist, assign. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  double of(double real, double n0, double n2) {
    return switch (this) {
      case TOTAL -> real - n0;
      case DIST -> n2 - n0;
      case ASSIGN -> real - n2;
    };
  }
}
