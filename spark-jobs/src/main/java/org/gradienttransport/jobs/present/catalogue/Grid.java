package org.gradienttransport.jobs.present.catalogue;

import static java.util.stream.Collectors.joining;

import java.util.stream.IntStream;

/** Places at which a fitted curve is drawn: the same whole numbers in Java and in SQL. */
record Grid(int from, int to) {
  IntStream places() {
    return IntStream.rangeClosed(from, to);
  }

  /** A common table expression {@code grid (k)}. */
  String sql() {
    return places()
        .mapToObj(k -> "(" + k + ")")
        .collect(joining(", ", "grid as (select k from (values ", ") as places(k))"));
  }

  /** The number at a place when {@code count} equal factors lead from one number to another. */
  static double between(double low, double high, int k, int count) {
    return StrictMath.log(low) + (StrictMath.log(high) - StrictMath.log(low)) * k / count;
  }
}
