package org.gradienttransport.udfs.scaling.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.schemas.vocabulary.ObjectiveKind;
import org.gradienttransport.udfs.scaling.LawSweeps;
import org.gradienttransport.udfs.scaling.LawSweeps.Point;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.form.LossForm;
import org.gradienttransport.udfs.scaling.form.LossForms;
import org.gradienttransport.udfs.scaling.form.StartGrid;
import org.junit.jupiter.api.Test;

/** The targets of METHOD-SCALING section 8 that concern fits of the loss. */
class PublicSweepsTest {
  private static final Objective NARROW = new Objective(ObjectiveKind.HUBER_LOG, 1e-4);

  @Test
  void gemstonesAtAConstantRate() {
    LawFit fit = fit(LawForm.CHINCHILLA, LawSweeps.gemstonesHot(), Objective.HUBER);

    assertThat(fit.rows()).isEqualTo(220);
    assertThat(fit.status()).isEqualTo(LawStatus.OK);
    expectObjective(fit, 1981.61280881);
    expect(fit, "A", 213.085);
    expect(fit, "B", 4.96762e6);
    expect(fit, "E", 2.143206);
    expect(fit, "alpha", 0.292892);
    expect(fit, "beta", 0.712979);
    assertThat(fit.law().hitShare()).isGreaterThan(0.3);
    assertThat(fit.law().certificate().condition()).isBetween(1e4, 2.5e5);
  }

  @Test
  void gemstonesCooledDown() {
    LawFit fit =
        fit(LawForm.CHINCHILLA, LawSweeps.gemstones("cooldown", p -> true), Objective.HUBER);

    assertThat(fit.rows()).isEqualTo(199);
    expectObjective(fit, 1964.08643);
    expect(fit, "alpha", 0.300361);
    expect(fit, "beta", 0.580167);
  }

  @Test
  void whatGemstonesPublishIsNoMinimumOfTheirObjective() {
    LossRows rows = LawSweeps.rows(LawSweeps.gemstonesHot());
    LawFit fit = fit(LawForm.CHINCHILLA, LawSweeps.gemstonesHot(), NARROW);
    expectObjective(fit, 20750.5155601);
    Theta published =
        Theta.of(5.4574988414, 14.9719740349, 0.7663168139, 0.2989180518, 0.6928331414);

    Audit audit = Audit.of(fit, rows, published);

    assertThat(audit.minimum()).isFalse();
    assertThat(audit.certificate().probe()).isCloseTo(-6.9e-5, within(0.05e-5));
    assertThat(audit.objective() * NARROW.delta() * NARROW.delta())
        .as("the sum that they print, 0.0002076018")
        .isCloseTo(2.076018e-4, within(1e-8));
    assertThat(audit.excess()).isGreaterThan(1e-5);
    assertThat(audit.refined()).isCloseTo(fit.law().objective(), within(1e-4));
    assertThat(audit.sentence()).contains("no minimum");
  }

  @Test
  void ourOwnFitPassesItsAudit() {
    LossRows rows = LawSweeps.rows(LawSweeps.gemstonesHot());
    LawFit fit = fit(LawForm.CHINCHILLA, LawSweeps.gemstonesHot(), Objective.HUBER);

    Audit audit = Audit.of(fit, rows, fit.law().theta());

    assertThat(audit.minimum()).isTrue();
    assertThat(audit.excess()).isBetween(0.0, 1e-12);
    assertThat(audit.sentence()).contains("are a minimum");
  }

  @Test
  void gemstonesByKaplansForms() {
    List<Point> hot = LawSweeps.gemstonesHot();
    double last = hot.stream().mapToDouble(Point::steps).max().orElseThrow();
    List<Point> atTheEnd = hot.stream().filter(point -> point.steps() == last).toList();
    LossForm inParams = LossForms.of(LawForm.POWER, LawVariable.PARAMS);

    LawFit power =
        LawFitter.fit(inParams, LawSweeps.rows(atTheEnd), Objective.HUBER, StartGrid.DEFAULT);
    LawFit inData = fit(LawForm.KAPLAN_ND, hot, Objective.HUBER);
    LawFit inSteps = fit(LawForm.KAPLAN_NS, hot, Objective.HUBER);

    assertThat(power.rows()).isEqualTo(22);
    expect(power, "alpha_n", 0.0714946);
    assertThat(power.law().objective()).isCloseTo(227.9303, within(5e-5));
    expect(inData, "alpha_n", 0.0891494);
    expect(inData, "alpha_d", 0.1421177);
    assertThat(inData.law().objective()).isCloseTo(1992.8668, within(5e-5));
    expect(inSteps, "alpha_n", 0.2930259);
    expect(inSteps, "alpha_s", 0.0472363);
    assertThat(inSteps.law().objective()).isCloseTo(2182.2406, within(5e-5));
  }

  @Test
  void fivePointsGiveGadresLawAndErrorsToThePrintedDigits() {
    List<Point> points = new ArrayList<>(LawSweeps.smallModels("1.0"));
    points.add(LawSweeps.openLm("d=96_l=8_h=4-16.0"));

    LawFit fit = fit(LawForm.CHINCHILLA_TIED, points, Objective.leastSquares(ObjectiveKind.LSQ));

    assertThat(fit.status()).isEqualTo(LawStatus.OK);
    assertThat(fit.message()).contains("5 rows for 4 parameters");
    expect(fit, "A", 166.21);
    expect(fit, "B", 287.17);
    expect(fit, "E", 1.83665);
    expect(fit, "alpha", 0.272851);
    assertThat(Math.abs(error(fit, "open_lm_1b-32.0"))).isCloseTo(0.007103, within(5e-7));
    assertThat(Math.abs(error(fit, "open_lm_7b-1.0"))).isCloseTo(0.007320, within(5e-7));
  }

  @Test
  void theBetterFitExtrapolatesWorse() {
    List<Point> small =
        LawSweeps.smallModels("0.25", "0.5", "1.0", "2.0", "4.0", "8.0", "16.0", "32.0");
    assertThat(small).hasSize(32);

    LawFit untied = fit(LawForm.CHINCHILLA, small, Objective.HUBER);
    LawFit tied = fit(LawForm.CHINCHILLA_TIED, small, Objective.HUBER);

    assertThat(untied.law().objective()).isLessThan(tied.law().objective());
    assertThat(error(untied, "open_lm_7b-1.0")).isCloseTo(-0.0302, within(5e-5));
    assertThat(error(tied, "open_lm_7b-1.0")).isCloseTo(0.0031, within(5e-5));
  }

  private static LawFit fit(LawForm form, List<Point> points, Objective objective) {
    return LawFitter.fit(LossForms.of(form), LawSweeps.rows(points), objective, StartGrid.DEFAULT);
  }

  private static double error(LawFit fit, String model) {
    return HeldOutError.of(fit, LawSweeps.rows(List.of(LawSweeps.openLm(model)))).biasRel();
  }

  private static void expectObjective(LawFit fit, double expected) {
    assertThat(fit.law().objective()).isCloseTo(expected, within(1e-8 * expected));
  }

  private static void expect(LawFit fit, String coefficient, double expected) {
    Map<String, Double> coefficients = fit.law().coefficients();
    assertThat(coefficients.get(coefficient))
        .as(coefficient)
        .isCloseTo(expected, within(1e-4 * expected));
  }
}
