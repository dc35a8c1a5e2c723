package org.gradienttransport.udfs.sql;

import java.util.Arrays;

/** Statuses of values that no result can be made of. */
final class Values {
  static final String NOT_FINITE = "not_finite";
  static final String NOT_POSITIVE = "not_positive";

  private Values() {}

  /** Whether every value of every column is a finite number. */
  static boolean finite(double[]... columns) {
    return Arrays.stream(columns).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
  }

  /** Why the values have no logarithms; null if they have. */
  static String withoutLogarithm(double[]... columns) {
    if (!finite(columns)) {
      return NOT_FINITE;
    }
    boolean positive =
        Arrays.stream(columns).flatMapToDouble(Arrays::stream).allMatch(value -> value > 0.0);
    return positive ? null : NOT_POSITIVE;
  }
}
