package org.gradienttransport.udfs.fit;

import java.util.Locale;

/** What is fitted against N, each on its own (METHOD section 2, Eqs. 5-8). */
public enum Observable {
  /** Cascade size s; its exponent is D (Eq. 5). */
  SIZE("D"),
  /** Duration n_steps; its exponent is z (Eq. 6). */
  DURATION("z"),
  /** Absolute transport v_abs = s / n_steps; its exponent is beta (Eq. 7). */
  ABSOLUTE("beta"),
  /** Intensive transport efficiency v_rel = s / (N n_steps); its exponent is delta (Eq. 8). */
  INTENSIVE("delta");

  private final String exponent;

  Observable(String exponent) {
    this.exponent = exponent;
  }

  /** The name as published in tables: size, duration, absolute, intensive. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The exponent's name in the paper: D, z, beta, delta. */
  public String exponentName() {
    return exponent;
  }

  /** The observable whose {@link #label()} this is. */
  public static Observable ofLabel(String label) {
    for (Observable observable : values()) {
      if (observable.label().equals(label)) {
        return observable;
      }
    }
    throw new IllegalArgumentException(
        "unknown observable '" + label + "', expected size, duration, absolute or intensive");
  }

  /**
   * The value of one relaxation; n is a node count, s and steps are its cascade size and duration.
   */
  double value(long n, long s, int steps) {
    return switch (this) {
      case SIZE -> (double) s;
      case DURATION -> (double) steps;
      case ABSOLUTE -> (double) s / (double) steps;
      case INTENSIVE -> (double) s / ((double) n * (double) steps);
    };
  }
}
