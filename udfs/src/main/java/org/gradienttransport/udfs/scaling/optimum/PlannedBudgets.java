package org.gradienttransport.udfs.scaling.optimum;

import java.util.Collection;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The budgets that optima are published for. */
public final class PlannedBudgets {
  private PlannedBudgets() {}

  /**
   * Powers of ten inside the data, the data's largest budget, that of Gopher (5.76e23 FLOPs), and
   * those asked for; ascending.
   */
  public static double[] of(double smallestFlops, double largestFlops, Collection<Double> asked) {
    int first = (int) Math.ceil(Math.log10(smallestFlops) - 1e-12);
    int last = (int) Math.floor(Math.log10(largestFlops) + 1e-12);
    DoubleStream decades =
        IntStream.rangeClosed(first, last).mapToDouble(power -> Double.parseDouble("1e" + power));
    return DoubleStream.concat(
            DoubleStream.concat(decades, DoubleStream.of(largestFlops, Published.GOPHER_FLOPS)),
            asked.stream().mapToDouble(Double::doubleValue))
        .sorted()
        .distinct()
        .toArray();
  }
}
