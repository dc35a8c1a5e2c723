package org.gradienttransport.jobs.aggregate.scaling;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.gradienttransport.udfs.scaling.fit.Theta;
import org.gradienttransport.udfs.scaling.optimum.ComputeExponents;
import org.gradienttransport.udfs.scaling.optimum.ComputePower;

/** Results of units as lists of numbers, and back. */
final class Numbers {
  private static final int PER_POWER = 4;

  private Numbers() {}

  static List<Double> of(Theta theta) {
    return Arrays.stream(theta.toArray()).boxed().toList();
  }

  /** Exponent, intercept, standard error and points of N, D and L. */
  static List<Double> of(ComputeExponents exponents) {
    return Stream.of(exponents.params(), exponents.tokens(), exponents.loss())
        .flatMap(
            power ->
                Stream.of(
                    power.exponent(), power.intercept(), power.stdError(), (double) power.points()))
        .toList();
  }

  static ComputeExponents exponents(List<Double> numbers) {
    return new ComputeExponents(power(numbers, 0), power(numbers, 1), power(numbers, 2));
  }

  private static ComputePower power(List<Double> numbers, int which) {
    int at = which * PER_POWER;
    return new ComputePower(
        numbers.get(at), numbers.get(at + 1), numbers.get(at + 2), numbers.get(at + 3).intValue());
  }

  /** A number for a table: null where it is none. */
  static Double finite(double value) {
    return Double.isFinite(value) ? (Double) value : null;
  }
}
