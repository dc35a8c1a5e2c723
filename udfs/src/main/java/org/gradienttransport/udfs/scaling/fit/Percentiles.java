package org.gradienttransport.udfs.scaling.fit;

import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;

/**
 * How a quantity spreads over replicates (METHOD-SCALING section 4). Percentile q of R sorted
 * values lies at position q (R - 1), between neighbours on a line.
 *
 * @param sd standard deviation
 * @param p2_5 lower end of the 95 % interval
 * @param p10 lower end of the 80 % interval
 * @param p50 median
 * @param p90 upper end of the 80 % interval
 * @param p97_5 upper end of the 95 % interval
 */
public record Percentiles(
    double sd, double p2_5, double p10, double p50, double p90, double p97_5) {

  /**
   * The spread of two or more values.
   *
   * @throws IllegalArgumentException below two values
   */
  public static Percentiles of(double[] values) {
    if (values.length < 2) {
      throw new IllegalArgumentException("a spread needs two values, got " + values.length);
    }
    return new Percentiles(
        Math.sqrt(StatUtils.variance(values)),
        at(values, 0.025),
        at(values, 0.10),
        at(values, 0.50),
        at(values, 0.90),
        at(values, 0.975));
  }

  /**
   * One percentile.
   *
   * @param share from 0 to 1
   */
  public static double at(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
