package org.gradienttransport.udfs.scaling.link;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.gradienttransport.udfs.fit.LogLogFit;
import org.gradienttransport.udfs.fit.PowerLawFit;
import org.gradienttransport.udfs.fit.StraightLine;

/**
 * How the loss falls with model size at one step of a family: a slice of L(N, S) at constant data.
 *
 * @param status why there are numbers, or none
 * @param scales scales with a loss
 * @param slopes where status is OK
 */
public record LossExponent(FitStatus status, int scales, Optional<Slopes> slopes) {

  /**
   * Both exponents. They are not the same number: beta_PPL is about -alpha_n L.
   *
   * @param alphaN -d ln L / d ln N by least squares, Kaplan et al.'s exponent at fixed data
   * @param stdError standard error of alphaN, scales - 2 degrees of freedom
   * @param r2 share of the variation of ln L that the line explains; empty where all losses are
   *     equal
   * @param betaPpl slope of ln PPL = L on ln N (METHOD section 6)
   */
  public record Slopes(double alphaN, double stdError, Optional<Double> r2, double betaPpl) {}

  /**
   * The exponents of one step over the scales that have a loss there, in any order.
   *
   * @param params N of each scale, positive
   * @param loss nats per token, positive, one per scale
   * @param requiredScales scales of a strict grid, below which there is no fit; 0 for any from
   *     three on
   * @throws IllegalArgumentException if lengths differ or a number has no logarithm
   */
  public static LossExponent of(double[] params, double[] loss, int requiredScales) {
    PowerLawFit fit = LogLogFit.of(params, loss);
    if (!fit.fitted()) {
      return new LossExponent(fit.status(), params.length, Optional.empty());
    }
    if (params.length < requiredScales) {
      return new LossExponent(FitStatus.INCOMPLETE_GRID, params.length, Optional.empty());
    }
    return new LossExponent(
        FitStatus.OK,
        params.length,
        Optional.of(
            new Slopes(
                0.0 - fit.slope(),
                fit.stdError(),
                Optional.ofNullable(fit.r2()),
                betaPpl(params, loss))));
  }

  private static double betaPpl(double[] params, double[] loss) {
    // In ascending N, so that the order in which scales come does not change a bit.
    int[] order =
        IntStream.range(0, params.length)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer i) -> params[i])
                    .thenComparingDouble(i -> loss[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    return StraightLine.through(
            Arrays.stream(order).mapToDouble(i -> StrictMath.log(params[i])).toArray(),
            Arrays.stream(order).mapToDouble(i -> loss[i]).toArray())
        .slope();
  }
}
