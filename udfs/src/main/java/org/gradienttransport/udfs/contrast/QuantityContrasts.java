package org.gradienttransport.udfs.contrast;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.gradienttransport.schemas.vocabulary.IntervalMethod;
import org.gradienttransport.udfs.resample.Interval;
import org.gradienttransport.udfs.resample.MovingBlockBootstrap;
import org.gradienttransport.udfs.resample.TInterval;
import org.gradienttransport.udfs.window.WindowStatistics;

/**
 * The contrasts of one quantity at one step, over a window or over a third of it.
 *
 * @param total real minus N0 (Eq. 11)
 * @param dist N2 minus N0 (Eq. 12)
 * @param assign real minus N2 (Eq. 13)
 * @param sumRuleResidual largest absolute total - (dist + assign) over steps and replicates (Eq.
 *     14); rounding alone if the code is right; null without steps
 * @param distShare mean dist / mean total; null where total is 0. Read it with total's interval: a
 *     share of a total that may be 0 says nothing
 * @param assignShare mean assign / mean total; the two shares add to 1
 * @param steps number of steps
 * @param replicates number of realisations of each null
 */
public record QuantityContrasts(
    ContrastEstimate total,
    ContrastEstimate dist,
    ContrastEstimate assign,
    Double sumRuleResidual,
    Double distShare,
    Double assignShare,
    int steps,
    int replicates) {

  /**
   * Contrasts over all steps of a part. With two or more replicates each gives one mean over the
   * steps, and the interval is Student's over those; with one it is a moving-block bootstrap over
   * steps.
   *
   * @param identifier what is contrasted, such as family/window/quantity; decides the bootstrap's
   *     draw
   */
  public static QuantityContrasts over(NullReplicates part, String identifier) {
    ContrastEstimate total = estimate(part, ContrastKind.TOTAL, identifier);
    ContrastEstimate dist = estimate(part, ContrastKind.DIST, identifier);
    ContrastEstimate assign = estimate(part, ContrastKind.ASSIGN, identifier);
    return new QuantityContrasts(
        total,
        dist,
        assign,
        sumRuleResidual(part),
        share(dist, total),
        share(assign, total),
        part.steps().length,
        part.replicates());
  }

  /** Contrasts at one step; intervals only with two or more replicates. */
  public static QuantityContrasts at(NullReplicates all, long step) {
    return over(all.between(step, step), "");
  }

  private static ContrastEstimate estimate(
      NullReplicates part, ContrastKind kind, String identifier) {
    double[][] byReplicate =
        IntStream.range(0, part.replicates())
            .mapToObj(k -> part.contrast(kind, k))
            .toArray(double[][]::new);
    double[] byStep =
        IntStream.range(0, part.steps().length)
            .mapToDouble(t -> StatUtils.mean(column(byReplicate, t)))
            .toArray();
    WindowStatistics summary = WindowStatistics.of(byStep);
    if (byStep.length > 0 && part.replicates() > 1) {
      double[] means = Arrays.stream(byReplicate).mapToDouble(StatUtils::mean).toArray();
      return new ContrastEstimate(
          summary.mean(), summary.sd(), TInterval.ofMean(means), IntervalMethod.REPLICATES);
    }
    Interval interval = MovingBlockBootstrap.of(identifier + "/" + kind.label()).ofMean(byStep);
    return new ContrastEstimate(
        summary.mean(),
        summary.sd(),
        interval,
        interval == null ? IntervalMethod.NONE : IntervalMethod.BLOCK_BOOTSTRAP);
  }

  private static Double sumRuleResidual(NullReplicates part) {
    Double largest = null;
    for (int k = 0; k < part.replicates(); k++) {
      double[] total = part.contrast(ContrastKind.TOTAL, k);
      double[] dist = part.contrast(ContrastKind.DIST, k);
      double[] assign = part.contrast(ContrastKind.ASSIGN, k);
      for (int t = 0; t < total.length; t++) {
        double residual = Math.abs(total[t] - (dist[t] + assign[t]));
        largest = largest == null ? residual : Math.max(largest, residual);
      }
    }
    return largest;
  }

  private static Double share(ContrastEstimate piece, ContrastEstimate total) {
    return total.mean() == null || total.mean() == 0.0 ? null : piece.mean() / total.mean();
  }

  private static double[] column(double[][] byReplicate, int t) {
    return Arrays.stream(byReplicate).mapToDouble(replicate -> replicate[t]).toArray();
  }
}
