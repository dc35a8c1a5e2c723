package org.gradienttransport.udfs.scaling.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.schemas.vocabulary.ObjectiveKind;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.form.LossForm;
import org.gradienttransport.udfs.scaling.form.StartGrid;

/** Makes fits: all starts, the best of them, its certificate and what that means. */
public final class LawFitter {
  /** A floor this far below the least loss, in ln L, is no floor. */
  private static final double NO_FLOOR = 7.0;

  private LawFitter() {}

  /** Fits a form from every start of a grid, in this thread. */
  public static LawFit fit(LossForm form, LossRows rows, Objective objective, StartGrid grid) {
    return refusal(form, rows, objective)
        .orElseGet(
            () -> {
              int starts = MultiStart.count(form, rows, grid);
              return combine(
                  form, rows, objective, MultiStart.run(form, rows, objective, grid, 0, starts));
            });
  }

  /**
   * The fit that there cannot be, if rows are too few; otherwise empty, and starts are worth it.
   */
  public static Optional<LawFit> refusal(LossForm form, LossRows rows, Objective objective) {
    return Sufficiency.lack(form, rows)
        .map(
            lack ->
                new LawFit(
                    form, objective, rows.size(), 0, Optional.empty(), LawStatus.TOO_FEW, lack));
  }

  /**
   * The fit that the starts' results make.
   *
   * @param results of all starts, in any order
   */
  public static LawFit combine(
      LossForm form, LossRows rows, Objective objective, List<StartResult> results) {
    Minimum minimum = MultiStart.best(results).minimum();
    double[] theta = minimum.theta().toArray();
    Problem problem = new Problem(form, rows, objective);
    double published = objective.published(minimum.sum());
    boolean huber = objective.kind() == ObjectiveKind.HUBER_LOG;
    Estimate estimate =
        new Estimate(
            minimum.theta(),
            finite(form.coefficients(theta)),
            minimum.sum(),
            published,
            huber ? published * objective.delta() * objective.delta() : published,
            MultiStart.hitShare(results, objective.negligible(rows.size())),
            Certificate.of(problem, objective, minimum),
            rmsRel(problem.predict(theta), rows.lnLoss()));
    return judge(form, rows, objective, results.size(), estimate);
  }

  private static LawFit judge(
      LossForm form, LossRows rows, Objective objective, int starts, Estimate estimate) {
    Certificate certificate = estimate.certificate();
    LawStatus status = LawStatus.OK;
    List<String> sentences = new ArrayList<>();
    if (!certificate.minimum()) {
      status = LawStatus.NOT_CONVERGED;
      sentences.add(
          format(
              "A small step lowers the objective by %.1e of itself: this is no minimum.",
              -certificate.probe()));
    }
    // A valley too flat to find the bottom of is a matter of the data, not of the optimiser.
    if (!certificate.identified()) {
      status = LawStatus.COLLINEAR;
      sentences.add(
          format(
              "The data cannot tell the exponents apart (condition %.1e), as where every run has"
                  + " the same tokens per parameter.",
              certificate.condition()));
    }
    if (floorIsLost(form, rows, estimate.theta().toArray())) {
      status = LawStatus.NO_FLOOR;
      sentences.add(
          "The data do not identify an irreducible loss; the form without one fits as well.");
    }
    Sufficiency.scarcity(form, rows).ifPresent(sentences::add);
    return new LawFit(
        form,
        objective,
        rows.size(),
        starts,
        Optional.of(estimate),
        status,
        String.join(" ", sentences));
  }

  /** Exponents of nothing and factors beyond all numbers have no value to publish. */
  private static Map<String, Double> finite(Map<String, Double> coefficients) {
    Map<String, Double> finite = new LinkedHashMap<>(coefficients);
    finite.values().removeIf(value -> !Double.isFinite(value));
    return Collections.unmodifiableMap(finite);
  }

  private static boolean floorIsLost(LossForm form, LossRows rows, double[] theta) {
    double least = Arrays.stream(rows.lnLoss()).min().orElseThrow();
    return form.floor().isPresent() && theta[form.floor().getAsInt()] < least - NO_FLOOR;
  }

  private static double rmsRel(double[] predicted, double[] observed) {
    double sum = 0.0;
    for (int i = 0; i < predicted.length; i++) {
      double relative = StrictMath.expm1(predicted[i] - observed[i]);
      sum += relative * relative;
    }
    return Math.sqrt(sum / predicted.length);
  }

  private static String format(String sentence, double number) {
    return String.format(Locale.ROOT, sentence, number);
  }
}
