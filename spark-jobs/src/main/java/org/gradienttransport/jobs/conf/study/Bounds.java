package org.gradienttransport.jobs.conf.study;

import java.io.Serializable;

/**
 * What a number must be.
 *
 * @param min least, inclusive; minus infinity if there is no bound
 * @param max largest, inclusive; infinity if there is no bound
 * @param divisibleBy whole number that divides it, or 0
 */
public record Bounds(double min, double max, long divisibleBy) implements Serializable {

  public Bounds {
    if (min > max) {
      throw new IllegalArgumentException("min " + min + " is above max " + max);
    }
    if (divisibleBy < 0) {
      throw new IllegalArgumentException("divisible_by must be positive, got " + divisibleBy);
    }
  }

  /** Whether any number will do. */
  public boolean none() {
    return min == Double.NEGATIVE_INFINITY && max == Double.POSITIVE_INFINITY && divisibleBy == 0;
  }

  /** Whether a number is such a one. */
  public boolean admit(double number) {
    return number >= min && number <= max && (divisibleBy == 0 || number % divisibleBy == 0);
  }

  String canonical() {
    return Double.toHexString(min) + ".." + Double.toHexString(max) + "/" + divisibleBy;
  }
}
