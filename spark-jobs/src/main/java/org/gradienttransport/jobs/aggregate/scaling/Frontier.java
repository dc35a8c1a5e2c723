package org.gradienttransport.jobs.aggregate.scaling;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.gradienttransport.schemas.rows.ScalingOptimum;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.fit.Percentiles;
import org.gradienttransport.udfs.scaling.optimum.ComputeOptimum;

/**
 * The compute-optimal model at any budget, by one approach.
 *
 * @param status why there is one, or none
 * @param at the optimum; empty where the approach gives none
 * @param replicates the optimum of each replicate that has one
 */
record Frontier(
    Approach approach, LawStatus status, String message, Optional<At> at, List<At> replicates) {

  private static final String BEYOND =
      "What the approach says of this budget is too large or too small for a number.";

  /** The optimum at a budget. */
  @FunctionalInterface
  interface At {
    ComputeOptimum budget(double flops);
  }

  /** The row of scaling_optimum at a budget. */
  ScalingOptimum row(String source, String series, double flops, double largest) {
    Optional<ComputeOptimum> best = at.map(of -> of.budget(flops)).filter(Frontier::usable);
    boolean beyond = at.isPresent() && best.isEmpty();
    List<ComputeOptimum> drawn =
        best.isEmpty()
            ? List.of()
            : replicates.stream().map(of -> of.budget(flops)).filter(Frontier::usable).toList();
    return new ScalingOptimum(
        source,
        series,
        approach,
        flops,
        best.map(
                of ->
                    new ScalingOptimum.Best(
                        of.params(), of.tokens(), of.tokensPerParam(), of.loss()))
            .orElse(null),
        drawn.size() < 2 ? null : interval(drawn),
        new ComputeOptimum(flops, 1.0, 1.0, 1.0).isFar(largest),
        beyond ? LawStatus.OUTSIDE : status,
        Sentences.orNull(beyond ? Sentences.joined(BEYOND, message) : message));
  }

  private static boolean usable(ComputeOptimum optimum) {
    return LossRows.usable(optimum.params())
        && LossRows.usable(optimum.tokens())
        && LossRows.usable(optimum.tokensPerParam())
        && Double.isFinite(optimum.loss());
  }

  private static ScalingOptimum.Interval interval(List<ComputeOptimum> drawn) {
    return new ScalingOptimum.Interval(
        at(drawn, ComputeOptimum::params, 0.1),
        at(drawn, ComputeOptimum::params, 0.9),
        at(drawn, ComputeOptimum::tokens, 0.1),
        at(drawn, ComputeOptimum::tokens, 0.9),
        at(drawn, ComputeOptimum::loss, 0.1),
        at(drawn, ComputeOptimum::loss, 0.9));
  }

  private static double at(
      List<ComputeOptimum> drawn, ToDoubleFunction<ComputeOptimum> number, double share) {
    return Percentiles.at(drawn.stream().mapToDouble(number).toArray(), share);
  }
}
