package org.gradienttransport.jobs.scaling.optimum;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.gradienttransport.schemas.rows.ScalingOptimum;
import org.gradienttransport.udfs.scaling.optimum.ComputeOptimum;

/**
 * The optima of approaches 1, 2 and Kaplan's at any budget. They are powers of compute, so that the
 * published optima at two budgets say all others; the rest of them must lie on the same line.
 */
final class PowerOfCompute {
  /** Rounding of published numbers, in their logarithms. */
  private static final double ROUNDING = 1e-9;

  private final List<ScalingOptimum> published;

  /**
   * @param published optima of one approach, C ascending
   */
  PowerOfCompute(List<ScalingOptimum> published) {
    this.published = published.stream().filter(row -> row.best() != null).toList();
  }

  /** The optimum at a budget; empty where published optima are fewer than two, or on no line. */
  Optional<ComputeOptimum> at(double flops) {
    if (published.size() < 2
        || !(isPower(ScalingOptimum.Best::nOpt)
            && isPower(ScalingOptimum.Best::dOpt)
            && isPower(ScalingOptimum.Best::loss))) {
      return Optional.empty();
    }
    return Optional.of(
        new ComputeOptimum(
            flops,
            between(ScalingOptimum.Best::nOpt, flops),
            between(ScalingOptimum.Best::dOpt, flops),
            between(ScalingOptimum.Best::loss, flops)));
  }

  private boolean isPower(ToDoubleFunction<ScalingOptimum.Best> number) {
    return published.stream()
        .allMatch(
            row ->
                Math.abs(
                        StrictMath.log(
                            between(number, row.flops()) / number.applyAsDouble(row.best())))
                    <= ROUNDING);
  }

  private double between(ToDoubleFunction<ScalingOptimum.Best> number, double flops) {
    ScalingOptimum first = published.get(0);
    ScalingOptimum last = published.get(published.size() - 1);
    double lnFirst = StrictMath.log(number.applyAsDouble(first.best()));
    double lnLast = StrictMath.log(number.applyAsDouble(last.best()));
    double share =
        StrictMath.log(flops / first.flops()) / StrictMath.log(last.flops() / first.flops());
    return StrictMath.exp(lnFirst + share * (lnLast - lnFirst));
  }
}
