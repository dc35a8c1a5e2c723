package org.gradienttransport.udfs.scaling.fit;

import java.util.Locale;
import org.gradienttransport.udfs.scaling.LossRows;

/**
 * Whether published parameters are a minimum of the objective they are said to minimise.
 *
 * @param theta the published parameters
 * @param objective the objective there
 * @param least the least objective known: that of our fit of the same rows, or what an optimiser
 *     reaches from the published parameters if it is lower
 * @param excess how much higher it is there, relatively
 * @param certificate whether a small step goes down from there
 * @param refined the objective that an optimiser reaches from there
 */
public record Audit(
    Theta theta,
    double objective,
    double least,
    double excess,
    Certificate certificate,
    double refined) {
  /** Printed digits are rounded: a probe up to here is a minimum still. */
  private static final double ROUNDED = -1e-5;

  /**
   * Audits.
   *
   * @param fit ours, of the same rows, with a law
   * @param theta published, in the form's order
   */
  public static Audit of(LawFit fit, LossRows rows, Theta theta) {
    Objective objective = fit.objective();
    Problem problem = new Problem(fit.form(), rows, objective);
    Minimum published = new Minimum(problem.evaluate(theta.toArray()), theta);
    Minimum refined = new QuasiNewton(problem).refine(theta.toArray());
    double least = Math.min(fit.law().sum(), refined.sum());
    double unit = Math.max(least, objective.negligible(rows.size()));
    return new Audit(
        theta,
        objective.published(published.sum()),
        objective.published(least),
        (published.sum() - least) / unit,
        Certificate.of(problem, objective, published),
        objective.published(refined.sum()));
  }

  /** Whether no small step lowers the objective, as far as printed digits can say. */
  public boolean minimum() {
    return certificate.probe() >= ROUNDED;
  }

  /** The finding as a sentence. */
  public String sentence() {
    return minimum()
        ? String.format(
            Locale.ROOT,
            "The published parameters are a minimum to their digits; the objective there is %.2e above"
                + " the least we find, relatively.",
            excess)
        : String.format(
            Locale.ROOT,
            "The published parameters are no minimum: a small step lowers the objective by %.1e of"
                + " itself, and there it is %.2e above the least we find, relatively.",
            -certificate.probe(),
            excess);
  }
}
