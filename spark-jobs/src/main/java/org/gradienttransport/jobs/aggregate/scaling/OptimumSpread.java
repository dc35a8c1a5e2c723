package org.gradienttransport.jobs.aggregate.scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.gradienttransport.schemas.rows.ScalingOptimum;
import org.gradienttransport.udfs.scaling.fit.Percentiles;
import org.gradienttransport.udfs.scaling.optimum.ComputeOptimum;

/**
 * How the optimum of one budget varies over bootstrap replicates: the 10th and the 90th percentile
 * of N*, D*, D* / N* and the loss.
 *
 * @param interval those of N*, D* and the loss
 * @param ratio those of D* / N*
 */
public record OptimumSpread(ScalingOptimum.Interval interval, ScalingOptimum.Ratio ratio) {

  /**
   * The spread of some optima; empty below two. A number that one of them does not have (NaN) has
   * no percentiles.
   */
  public static Optional<OptimumSpread> of(List<ComputeOptimum> drawn) {
    return drawn.size() < 2
        ? Optional.empty()
        : Optional.of(
            new OptimumSpread(
                new ScalingOptimum.Interval(
                    at(drawn, ComputeOptimum::params, 0.1),
                    at(drawn, ComputeOptimum::params, 0.9),
                    at(drawn, ComputeOptimum::tokens, 0.1),
                    at(drawn, ComputeOptimum::tokens, 0.9),
                    at(drawn, ComputeOptimum::loss, 0.1),
                    at(drawn, ComputeOptimum::loss, 0.9)),
                new ScalingOptimum.Ratio(
                    at(drawn, ComputeOptimum::tokensPerParam, 0.1),
                    at(drawn, ComputeOptimum::tokensPerParam, 0.9))));
  }

  /** The numbers without percentiles, in words; empty where all have some. */
  public Optional<String> absent() {
    List<String> absent = new ArrayList<>();
    if (interval.dOptP10() == null) {
      absent.add("D");
    }
    if (ratio.tokensPerParamP10() == null) {
      absent.add("D/N");
    }
    if (interval.lossP10() == null) {
      absent.add("the loss");
    }
    return absent.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", absent));
  }

  private static Double at(
      List<ComputeOptimum> drawn, ToDoubleFunction<ComputeOptimum> number, double share) {
    double[] values = drawn.stream().mapToDouble(number).toArray();
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return null;
      }
    }
    return Percentiles.at(values, share);
  }
}
