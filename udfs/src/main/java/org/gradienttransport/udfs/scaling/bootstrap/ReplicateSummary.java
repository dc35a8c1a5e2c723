package org.gradienttransport.udfs.scaling.bootstrap;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.stat.StatUtils;

/**
 * What the replicates of one number say (METHOD-SCALING section 4).
 *
 * @param sd standard deviation over replicates, R - 1 in the denominator
 * @param p2_5 2.5th percentile, and so on
 * @param replicates replicates that gave a number
 */
public record ReplicateSummary(
    double sd, double p2_5, double p10, double p50, double p90, double p97_5, int replicates) {

  /** Summary of at least two finite values in any order; empty for fewer. */
  public static Optional<ReplicateSummary> of(double[] values) {
    if (values.length < 2) {
      return Optional.empty();
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return Optional.of(
        new ReplicateSummary(
            Math.sqrt(StatUtils.variance(sorted)),
            percentile(sorted, 2.5),
            percentile(sorted, 10.0),
            percentile(sorted, 50.0),
            percentile(sorted, 90.0),
            percentile(sorted, 97.5),
            sorted.length));
  }

  /**
   * Percentile q of R sorted values: position q / 100 (R - 1), linear between neighbours.
   *
   * @param ascending at least one value
   * @param q in [0, 100]
   */
  public static double percentile(double[] ascending, double q) {
    double position = q / 100.0 * (ascending.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, ascending.length - 1);
    return ascending[below] + (position - below) * (ascending[above] - ascending[below]);
  }
}
