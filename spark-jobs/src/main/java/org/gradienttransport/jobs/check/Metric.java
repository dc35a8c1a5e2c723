package org.gradienttransport.jobs.check;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/** Metrics of rows. Absent values are passed over; a metric of no value is null. */
final class Metric {
  private Metric() {}

  /** Largest value. */
  static <R> Double max(List<R> rows, Function<R, Double> value) {
    return rows.stream().map(value).filter(Objects::nonNull).reduce(Math::max).orElse(null);
  }

  /** How many rows are such. */
  static <R> long count(List<R> rows, Predicate<R> such) {
    return rows.stream().filter(such).count();
  }

  /** How many rows are such; null without rows. */
  static <R> Double countOfAny(List<R> rows, Predicate<R> such) {
    return rows.isEmpty() ? null : (Double) (double) count(rows, such);
  }

  /** The share of rows that are such; null without rows. */
  static <R> Double share(List<R> rows, Predicate<R> such) {
    return rows.isEmpty() ? null : (Double) (count(rows, such) / (double) rows.size());
  }

  /** The larger magnitude; null if neither is there. */
  static Double largerMagnitude(Double a, Double b) {
    if (a == null || b == null) {
      Double only = a == null ? b : a;
      return only == null ? null : (Double) Math.abs(only);
    }
    return Math.max(Math.abs(a), Math.abs(b));
  }
}
