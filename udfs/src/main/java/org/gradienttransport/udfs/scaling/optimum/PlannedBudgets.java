package org.gradienttransport.udfs.scaling.optimum;

import java.util.Collection;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The budgets that optima are published for. */
public final class PlannedBudgets {
  /** Budgets that agree to this share are equal, as those of approach 2 are. */
  private static final double EQUAL = 0.01;

  private PlannedBudgets() {}

  /**
   * Powers of ten inside the data, the data's largest budget, that of Gopher (5.76e23 FLOPs), and
   * those asked for; ascending. The data's largest is not said twice: where one of the others
   * agrees with it to 1 %, that one stands for it.
   */
  public static double[] of(double smallestFlops, double largestFlops, Collection<Double> asked) {
    int first = (int) Math.ceil(Math.log10(smallestFlops) - 1e-12);
    int last = (int) Math.floor(Math.log10(largestFlops) + 1e-12);
    DoubleStream decades =
        IntStream.rangeClosed(first, last).mapToDouble(power -> Double.parseDouble("1e" + power));
    double[] others =
        DoubleStream.concat(
                DoubleStream.concat(decades, DoubleStream.of(Published.GOPHER_FLOPS)),
                asked.stream().mapToDouble(Double::doubleValue))
            .toArray();
    boolean said =
        DoubleStream.of(others)
            .anyMatch(other -> Math.abs(other - largestFlops) <= EQUAL * largestFlops);
    return DoubleStream.concat(
            DoubleStream.of(others), said ? DoubleStream.empty() : DoubleStream.of(largestFlops))
        .sorted()
        .distinct()
        .toArray();
  }
}
