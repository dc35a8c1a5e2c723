package org.gradienttransport.jobs.scaling.optimum;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradienttransport.schemas.rows.LawKey;
import org.gradienttransport.schemas.rows.ScalingBootstrap;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.rows.ScalingOptimum;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.Coefficient;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.optimum.ComputeOptimum;
import org.gradienttransport.udfs.scaling.optimum.CriticalBatch;
import org.gradienttransport.udfs.scaling.optimum.KaplanFrontier;
import org.gradienttransport.udfs.scaling.optimum.KaplanOptimum;

/**
 * Kaplan's frontiers of a run. The critical batch that a study used is in no table; it follows from
 * the optima published and the coefficients they were made of: the exponent of the loss in compute
 * says alpha_B, its level says B_*.
 */
final class KaplanLaws {
  /** How far, in logarithms, a frontier may miss the published optima it was recovered from. */
  private static final double ROUNDING = 1e-6;

  private final Map<LawKey, Map<Coefficient, Double>> coefficients;

  KaplanLaws(List<ScalingCoefficient> rows) {
    this.coefficients = ParametricLaws.coefficients(rows, Approach.KAPLAN, LawForm.KAPLAN_NS);
  }

  /** Which law published optima follow from, and the critical batch they were made with. */
  record Law(LawKey key, CriticalBatch batch) {
    /** The optimum of a replicate at the same critical batch; empty where it has none. */
    Optional<ComputeOptimum> at(ScalingBootstrap.Theta theta, double flops) {
      if (theta.lnXc() == null || theta.lnYc() == null) {
        return Optional.empty();
      }
      return frontier(
              StrictMath.exp(theta.lnXc()),
              StrictMath.exp(theta.lnYc()),
              theta.alphaX(),
              theta.alphaY(),
              batch)
          .map(of -> optimum(of, flops));
    }
  }

  /**
   * The law.
   *
   * @param published optima of one series, those with numbers, C ascending
   */
  Optional<Law> behind(List<ScalingOptimum> published) {
    ScalingOptimum first = published.get(0);
    ScalingOptimum last = published.get(published.size() - 1);
    if (published.size() < 2) {
      return Optional.empty();
    }
    return coefficients.entrySet().stream()
        .filter(entry -> entry.getKey().source().equals(first.source()))
        .filter(entry -> entry.getKey().series().equals(first.series()))
        .flatMap(entry -> law(entry.getKey(), entry.getValue(), first, last).stream())
        .findFirst();
  }

  private static Optional<Law> law(
      LawKey key, Map<Coefficient, Double> of, ScalingOptimum first, ScalingOptimum last) {
    double params = of.getOrDefault(Coefficient.N_C, Double.NaN);
    double steps = of.getOrDefault(Coefficient.S_C, Double.NaN);
    double alphaN = of.getOrDefault(Coefficient.ALPHA_N, Double.NaN);
    double alphaS = of.getOrDefault(Coefficient.ALPHA_S, Double.NaN);
    double lossExponent =
        StrictMath.log(first.best().loss() / last.best().loss())
            / StrictMath.log(last.flops() / first.flops());
    double alphaB = 1.0 / (1.0 / lossExponent - 1.0 / alphaS - 1.0 / alphaN);
    double criticalFlops = first.flops() * StrictMath.pow(first.best().loss(), 1.0 / lossExponent);
    // C_c is proportional to B_*.
    return batch(1.0, alphaB)
        .flatMap(unit -> frontier(params, steps, alphaN, alphaS, unit))
        .flatMap(unit -> batch(criticalFlops / unit.criticalFlops(), alphaB))
        .filter(
            batch ->
                frontier(params, steps, alphaN, alphaS, batch)
                    .filter(made -> agrees(made, first) && agrees(made, last))
                    .isPresent())
        .map(batch -> new Law(key, batch));
  }

  private static boolean agrees(KaplanFrontier made, ScalingOptimum published) {
    ComputeOptimum of = optimum(made, published.flops());
    return near(of.params(), published.best().nOpt())
        && near(of.tokens(), published.best().dOpt())
        && near(of.loss(), published.best().loss());
  }

  private static boolean near(double one, double other) {
    return Math.abs(StrictMath.log(one / other)) <= ROUNDING;
  }

  private static Optional<CriticalBatch> batch(double scale, double exponent) {
    return LossRows.usable(scale) && LossRows.usable(exponent)
        ? Optional.of(new CriticalBatch(scale, exponent))
        : Optional.empty();
  }

  private static Optional<KaplanFrontier> frontier(
      double params, double steps, double alphaN, double alphaS, CriticalBatch batch) {
    boolean usable =
        LossRows.usable(params)
            && LossRows.usable(steps)
            && LossRows.usable(alphaN)
            && LossRows.usable(alphaS);
    return usable
        ? Optional.of(new KaplanFrontier(params, steps, alphaN, alphaS, batch))
        : Optional.empty();
  }

  private static ComputeOptimum optimum(KaplanFrontier of, double flops) {
    KaplanOptimum best = of.at(flops);
    return new ComputeOptimum(flops, best.params(), best.tokens(), best.loss());
  }
}
