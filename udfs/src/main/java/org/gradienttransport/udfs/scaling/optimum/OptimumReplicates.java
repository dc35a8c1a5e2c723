package org.gradienttransport.udfs.scaling.optimum;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.gradienttransport.udfs.scaling.fit.Percentiles;

/**
 * Exponents of compute of resampled sweeps. Rows are drawn within their budget (approach 2), or
 * whole curves are (approach 1). Replicates are independent of each other: any range can be made
 * anywhere.
 *
 * @param exponents one per replicate that has them, in the order of replicates
 * @param failed replicates with a refusal instead
 */
public record OptimumReplicates(List<ComputeExponents> exponents, int failed) {
  public OptimumReplicates {
    exponents = List.copyOf(exponents);
  }

  /**
   * Replicates of approach 2.
   *
   * @param table rows in table order (source, run, D)
   * @param from first replicate
   * @param to replicate after the last
   */
  public static OptimumReplicates ofIsoFlop(
      List<SweepRow> table, IsoFlopRule rule, DrawRule drawRule, long seed, int from, int to) {
    return collect(from, to, isoFlop(table, rule, drawRule, seed));
  }

  /** Any one replicate of approach 2, by its number; empty where it has a refusal instead. */
  public static IntFunction<Optional<ComputeExponents>> isoFlop(
      List<SweepRow> table, IsoFlopRule rule, DrawRule drawRule, long seed) {
    List<Budget> budgets = Budget.of(table);
    return replicate -> {
      UnaryOperator<int[]> draw = rows -> drawRule.draw(rows, seed, replicate);
      return IsoFlop.of(table, budgets, rule, draw).exponents();
    };
  }

  /**
   * Replicates of approach 1.
   *
   * @param table rows in table order (source, run, D): curves are counted as their runs first come
   * @param from first replicate
   * @param to replicate after the last
   */
  public static OptimumReplicates ofEnvelope(
      List<SweepRow> table, DrawRule drawRule, long seed, int from, int to) {
    return collect(from, to, envelope(table, drawRule, seed));
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

  /** Percentiles of a number of the replicates, such as a or N* at a budget; empty below two. */
  public Optional<Percentiles> summary(ToDoubleFunction<ComputeExponents> number) {
    return exponents.size() < 2
        ? Optional.empty()
        : Optional.of(Percentiles.of(exponents.stream().mapToDouble(number).toArray()));
  }

  private static OptimumReplicates collect(
      int from, int to, IntFunction<Optional<ComputeExponents>> replicate) {
    List<ComputeExponents> fitted = new ArrayList<>();
    for (int r = from; r < to; r++) {
      replicate.apply(r).ifPresent(fitted::add);
    }
    return new OptimumReplicates(fitted, to - from - fitted.size());
  }
}
