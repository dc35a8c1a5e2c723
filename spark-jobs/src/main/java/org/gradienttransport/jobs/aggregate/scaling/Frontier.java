package org.gradienttransport.jobs.aggregate.scaling;

import java.util.List;
import java.util.Optional;
import org.gradienttransport.schemas.rows.ScalingOptimum;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.udfs.scaling.LossRows;
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
    Optional<OptimumSpread> spread = OptimumSpread.of(drawn);
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
        spread.map(OptimumSpread::interval).orElse(null),
        new ComputeOptimum(flops, 1.0, 1.0, 1.0).isFar(largest),
        beyond ? LawStatus.OUTSIDE : status,
        Sentences.orNull(beyond ? Sentences.joined(BEYOND, message) : message),
        spread.map(OptimumSpread::ratio).orElse(null));
  }

  private static boolean usable(ComputeOptimum optimum) {
    return LossRows.usable(optimum.params())
        && LossRows.usable(optimum.tokens())
        && LossRows.usable(optimum.tokensPerParam())
        && Double.isFinite(optimum.loss());
  }
}
