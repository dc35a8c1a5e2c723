package org.gradienttransport.jobs.aggregate.scaling;

import java.util.List;
import java.util.Optional;
import org.gradienttransport.jobs.conf.study.StudyFits;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.udfs.scaling.fit.LawFit;
import org.gradienttransport.udfs.scaling.optimum.ComputeOptimum;
import org.gradienttransport.udfs.scaling.optimum.CriticalBatch;
import org.gradienttransport.udfs.scaling.optimum.KaplanFrontier;
import org.gradienttransport.udfs.scaling.optimum.KaplanOptimum;
import org.gradienttransport.udfs.scaling.optimum.Published;

/** Optima that follow from a fitted law: approach 3, and Kaplan's frontier of least compute. */
final class LawFrontiers {
  private static final String KAPLAN_BATCH =
      "Steps are as measured, and the critical batch is Kaplan et al.'s (2.1e8 tokens, exponent"
          + " 0.21): the study does not say its own.";

  private LawFrontiers() {}

  /** Approach 3: the law of N and D minimised at C = 6 N D. */
  static Frontier parametric(LawTask task, FitResults results) {
    return frontier(
        Approach.PARAMETRIC,
        task,
        results,
        "",
        theta -> Coefficients.optimum(task.law(), theta).<Frontier.At>map(optimum -> optimum::at));
  }

  /** Kaplan's: the law of N and S at the critical batch. */
  static Frontier kaplan(LawTask task, StudyFits fits, FitResults results) {
    CriticalBatch batch = batch(fits);
    return frontier(
        Approach.KAPLAN,
        task,
        results,
        fits.criticalBatch() != null ? "" : KAPLAN_BATCH,
        theta -> kaplan(theta, batch));
  }

  /** The critical batch at which a study's laws of steps are taken. */
  static CriticalBatch batch(StudyFits fits) {
    return Optional.ofNullable(fits.criticalBatch()).orElse(Published.KAPLAN_NS.batch());
  }

  private static Optional<Frontier.At> kaplan(double[] theta, CriticalBatch batch) {
    if (!(theta[2] > 0.0) || !(theta[3] > 0.0)) {
      return Optional.empty();
    }
    KaplanFrontier frontier =
        new KaplanFrontier(
            StrictMath.exp(theta[0]), StrictMath.exp(theta[1]), theta[2], theta[3], batch);
    return Optional.of(
        flops -> {
          KaplanOptimum best = frontier.at(flops);
          return new ComputeOptimum(flops, best.params(), best.tokens(), best.loss());
        });
  }

  /** The optimum that parameters mean, if they mean one. */
  private interface Meaning {
    Optional<Frontier.At> of(double[] theta);
  }

  private static Frontier frontier(
      Approach approach, LawTask task, FitResults results, String remark, Meaning meaning) {
    LawStatus status = task.status(results);
    boolean said = status == LawStatus.OK || status == LawStatus.NO_FLOOR;
    Optional<Frontier.At> at =
        task.fit(results)
            .filter(OneFit::converged)
            .filter(any -> said)
            .map(LawFit::law)
            .flatMap(law -> meaning.of(law.theta().toArray()));
    List<Frontier.At> replicates =
        at.isEmpty()
            ? List.of()
            : task.thetas(results).stream().flatMap(theta -> meaning.of(theta).stream()).toList();
    boolean none = said && at.isEmpty();
    return new Frontier(
        approach,
        none ? LawStatus.OUTSIDE : status,
        Sentences.joined(
            none ? "The law has no optimum: one of its exponents is not positive." : "",
            task.message(results),
            remark),
        at,
        replicates);
  }
}
