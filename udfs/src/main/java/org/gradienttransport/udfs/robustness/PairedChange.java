package org.gradienttransport.udfs.robustness;

import org.apache.commons.math3.stat.StatUtils;
import org.gradienttransport.udfs.resample.Interval;
import org.gradienttransport.udfs.resample.MovingBlockBootstrap;

/**
 * A quantity under a variation beside the same quantity under the baseline, at the same steps.
 *
 * @param mean over the steps under the variation
 * @param baselineMean over the steps under the baseline
 * @param change mean of variation less baseline
 * @param interval 95 % interval of the change by moving blocks; null below eight steps
 * @param signKept whether both means have one sign
 * @param steps how many there are
 */
public record PairedChange(
    double mean,
    double baselineMean,
    double change,
    Interval interval,
    boolean signKept,
    int steps) {

  /**
   * Compares two series. Each resample takes the same steps of both, so what is common to them at a
   * step leaves the interval.
   *
   * @param identifier decides the draw; one for all variations of a quantity, so that equal block
   *     lengths mean equal blocks
   * @param varied values under the variation, by step; at least one
   * @param baseline values under the baseline at the same steps
   * @throws IllegalArgumentException if there is no value or lengths differ
   */
  public static PairedChange of(String identifier, double[] varied, double[] baseline) {
    if (varied.length == 0 || varied.length != baseline.length) {
      throw new IllegalArgumentException(
          "a change needs one value per step of both, got %s and %s"
              .formatted(varied.length, baseline.length));
    }
    double[] differences = new double[varied.length];
    for (int t = 0; t < varied.length; t++) {
      differences[t] = varied[t] - baseline[t];
    }
    double mean = StatUtils.mean(varied);
    double before = StatUtils.mean(baseline);
    return new PairedChange(
        mean,
        before,
        StatUtils.mean(differences),
        MovingBlockBootstrap.of(identifier).ofMean(differences),
        Math.signum(mean) == Math.signum(before),
        varied.length);
  }
}
