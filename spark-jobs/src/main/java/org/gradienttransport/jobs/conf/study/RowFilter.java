package org.gradienttransport.jobs.conf.study;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A condition that rows must meet to belong to the study.
 *
 * @param column the column looked at
 * @param oneOf what its cell must be; empty for anything
 * @param min least number, or minus infinity
 * @param max largest number, or infinity
 * @param divisibleBy whole number that divides it, or 0
 * @param when cells, by column, that rows must have for the condition to bear on them
 */
public record RowFilter(
    String column,
    List<String> oneOf,
    double min,
    double max,
    long divisibleBy,
    Map<String, String> when)
    implements Serializable {

  public RowFilter {
    Checks.requireName(column);
    oneOf = List.copyOf(oneOf);
    when = Collections.unmodifiableMap(new TreeMap<>(when));
    if (min > max) {
      throw new IllegalArgumentException("min " + min + " is above max " + max);
    }
    if (divisibleBy < 0) {
      throw new IllegalArgumentException("divisible_by must be positive, got " + divisibleBy);
    }
    if (oneOf.isEmpty() && !numeric(min, max, divisibleBy)) {
      throw new IllegalArgumentException(
          "a condition needs equals, one_of, min, max or divisible_by");
    }
  }

  /** Whether cells must be numbers for the condition to be met. */
  public boolean numeric() {
    return numeric(min, max, divisibleBy);
  }

  private static boolean numeric(double min, double max, long divisibleBy) {
    return min > Double.NEGATIVE_INFINITY || max < Double.POSITIVE_INFINITY || divisibleBy > 0;
  }

  /** Whether a number lies in the bounds and is a multiple. */
  public boolean admits(double number) {
    return number >= min && number <= max && (divisibleBy == 0 || number % divisibleBy == 0);
  }

  String canonical() {
    return column
        + oneOf
        + Double.toHexString(min)
        + ".."
        + Double.toHexString(max)
        + "/"
        + divisibleBy
        + when;
  }
}
