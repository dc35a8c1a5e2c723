package org.gradienttransport.jobs.scaling.optimum;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradienttransport.schemas.rows.LawKey;
import org.gradienttransport.schemas.rows.ScalingBootstrap;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.gradienttransport.schemas.rows.ScalingOptimum;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.Coefficient;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.optimum.ComputeOptimum;
import org.gradienttransport.udfs.scaling.optimum.CriticalBatch;
import org.gradienttransport.udfs.scaling.optimum.KaplanFrontier;
import org.gradienttransport.udfs.scaling.optimum.KaplanOptimum;

/** Kaplan's frontiers of a run: its laws of steps at the critical batch that its fits name. */
final class KaplanLaws {
  private final List<ScalingFit> fits;
  private final Map<LawKey, Map<Coefficient, Double>> coefficients;

  KaplanLaws(List<ScalingFit> fits, List<ScalingCoefficient> rows) {
    this.fits = fits.stream().filter(fit -> fit.criticalBatch() != null).toList();
    this.coefficients = ParametricLaws.coefficients(rows, Approach.KAPLAN, LawForm.KAPLAN_NS);
  }

  /** A fitted law of steps, the frontier it gives, and the critical batch of that frontier. */
  record Law(LawKey key, KaplanFrontier frontier, CriticalBatch batch) {
    /** The optimum of a replicate at the same critical batch; empty where it has none. */
    Optional<ComputeOptimum> at(ScalingBootstrap.Theta theta, double flops) {
      if (theta.lnXc() == null || theta.lnYc() == null) {
        return Optional.empty();
      }
      return KaplanLaws.frontier(
              StrictMath.exp(theta.lnXc()),
              StrictMath.exp(theta.lnYc()),
              theta.alphaX(),
              theta.alphaY(),
              batch)
          .map(of -> optimum(of, flops));
    }

    private double misses(ScalingOptimum published) {
      double params = frontier.at(published.flops()).params();
      return Math.abs(StrictMath.log(params / published.best().nOpt()));
    }
  }

  /**
   * The law that a published optimum with numbers follows from: of fits that differ in the width of
   * Huber's loss the one that gives it.
   */
  Optional<Law> behind(ScalingOptimum published) {
    return fits.stream()
        .filter(fit -> fit.key().source().equals(published.source()))
        .filter(fit -> fit.key().series().equals(published.series()))
        .flatMap(fit -> law(fit).stream())
        .min(
            Comparator.comparingDouble((Law law) -> law.misses(published))
                .thenComparing(law -> law.key().delta()));
  }

  private Optional<Law> law(ScalingFit fit) {
    Map<Coefficient, Double> of = coefficients.getOrDefault(fit.key(), Map.of());
    CriticalBatch batch =
        new CriticalBatch(
            fit.criticalBatch().criticalBatchTokens(), fit.criticalBatch().criticalBatchExponent());
    return frontier(
            of.getOrDefault(Coefficient.N_C, Double.NaN),
            of.getOrDefault(Coefficient.S_C, Double.NaN),
            of.getOrDefault(Coefficient.ALPHA_N, Double.NaN),
            of.getOrDefault(Coefficient.ALPHA_S, Double.NaN),
            batch)
        .map(frontier -> new Law(fit.key(), frontier, batch));
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
