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
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.schemas.vocabulary.ObjectiveKind;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.form.LossForm;
import org.gradienttransport.udfs.scaling.form.StartGrid;

/** Makes fits: all starts, the best of them, its certificate and what that means. */
public final class LawFitter {
  /** A floor this far below the least loss, in ln L, is no floor. */
  private static final double NO_FLOOR = 7.0;

  /** A term whose share of the loss is below this in every row is as lost as such a floor. */
  private static final double LOST = StrictMath.exp(-NO_FLOOR);

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
    if (!(minimum.sum() < Problem.HOPELESS)) {
      return refused(form, rows, objective, results, "No start leads to a finite objective.");
    }
    try {
      Estimate estimate = estimate(form, rows, objective, minimum, results);
      return judge(form, rows, objective, results.size(), estimate);
    } catch (RuntimeException e) {
      // One fit that a library gives up on is no reason to lose all others of a run.
      return refused(form, rows, objective, results, "The fit could not be judged: " + e + ".");
    }
  }

  private static LawFit refused(
      LossForm form,
      LossRows rows,
      Objective objective,
      List<StartResult> results,
      String message) {
    return new LawFit(
        form, objective, rows.size(), results.size(), Optional.empty(), LawStatus.REFUSED, message);
  }

  private static Estimate estimate(
      LossForm form,
      LossRows rows,
      Objective objective,
      Minimum minimum,
      List<StartResult> results) {
    double[] theta = minimum.theta().toArray();
    Problem problem = new Problem(form, rows, objective);
    double published = objective.published(minimum.sum());
    boolean huber = objective.kind() == ObjectiveKind.HUBER_LOG;
    return new Estimate(
        minimum.theta(),
        finite(form.coefficients(theta)),
        minimum.sum(),
        published,
        huber ? published * objective.delta() * objective.delta() : published,
        MultiStart.hitShare(results, objective.negligible(rows.size())),
        Certificate.of(problem, objective, minimum),
        rmsRel(problem.predict(theta), rows.lnLoss()),
        floorIsLost(form, rows, theta),
        problem.smallerThan(LOST, theta));
  }

  private static LawFit judge(
      LossForm form, LossRows rows, Objective objective, int starts, Estimate estimate) {
    List<Doubt> doubts = doubts(estimate);
    List<String> sentences = new ArrayList<>(doubts.stream().map(Doubt::sentence).toList());
    Sufficiency.scarcity(form, rows).ifPresent(sentences::add);
    if (MultiStart.searchesPart(rows.size())) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "Starts were followed on %,d of the %,d rows, and the lowest places they found"
                  + " minimised on all.",
              SubsetSearch.ROWS,
              rows.size()));
    }
    return new LawFit(
        form,
        objective,
        rows.size(),
        starts,
        Optional.of(estimate),
        doubts.isEmpty() ? LawStatus.OK : doubts.get(0).status(),
        String.join(" ", sentences));
  }

  private record Doubt(LawStatus status, String sentence) {}

  /** The gravest first: what is no minimum says nothing of the data. */
  private static List<Doubt> doubts(Estimate estimate) {
    Certificate certificate = estimate.certificate();
    List<Doubt> doubts = new ArrayList<>();
    if (!certificate.minimum()) {
      doubts.add(
          new Doubt(
              LawStatus.NOT_CONVERGED,
              format(
                  "A small step lowers the objective by %.1e of itself: this is no minimum.",
                  -certificate.probe())));
    }
    if (!certificate.identified()) {
      doubts.add(
          new Doubt(
              LawStatus.COLLINEAR,
              format(
                  "The data cannot tell the exponents apart (condition %.1e), as where every run"
                      + " has the same tokens per parameter.",
                  certificate.condition())));
    }
    for (LawVariable lost : estimate.lost()) {
      doubts.add(
          new Doubt(
              LawStatus.COLLINEAR,
              "The term in "
                  + lost.word()
                  + " is not identified: it is less than e^-7 of the loss in every row."));
    }
    if (estimate.floorLost()) {
      doubts.add(
          new Doubt(
              LawStatus.NO_FLOOR,
              "The data do not identify an irreducible loss; the form without one fits as well."));
    }
    return doubts;
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
