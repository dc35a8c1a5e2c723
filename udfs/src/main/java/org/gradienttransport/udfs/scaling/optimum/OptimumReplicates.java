package org.gradienttransport.udfs.scaling.optimum;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Exponents of compute of resampled sweeps. Rows are drawn within their budget (approach 2), or
 * whole curves are (approach 1). Replicates are independent of each other: any range can be made
 * anywhere. Tables are in table order (source, run, D): curves are counted as their runs first
 * come.
 */
public final class OptimumReplicates {
  private OptimumReplicates() {}

  /** Any one replicate of approach 2, by its number; empty where it has a refusal instead. */
  public static IntFunction<Optional<ComputeExponents>> isoFlop(
      List<SweepRow> table, IsoFlopRule rule, DrawRule drawRule, long seed) {
    List<Budget> budgets = Budget.of(table);
    return replicate -> {
      UnaryOperator<int[]> draw = rows -> drawRule.draw(rows, seed, replicate);
      return IsoFlop.of(table, budgets, rule, draw).exponents();
    };
  }

  /** Any one replicate of approach 1, by its number; empty where it has a refusal instead. */
  public static IntFunction<Optional<ComputeExponents>> envelope(
      List<SweepRow> table, DrawRule drawRule, long seed) {
    List<TrainingCurve> curves = TrainingCurve.of(table);
    int[] all = IntStream.range(0, curves.size()).toArray();
    return replicate -> {
      int[] drawn = drawRule.draw(all, seed, replicate);
      return Envelope.ofCurves(IntStream.of(drawn).mapToObj(curves::get).toList()).exponents();
    };
  }
}
