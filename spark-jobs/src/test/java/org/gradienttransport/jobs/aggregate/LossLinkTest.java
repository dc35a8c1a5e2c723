package org.gradienttransport.jobs.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.aggregate.scaling.CurveFits;
import org.gradienttransport.jobs.aggregate.scaling.FamilyLosses;
import org.gradienttransport.jobs.aggregate.scaling.FitResults;
import org.gradienttransport.jobs.aggregate.scaling.InThisThread;
import org.gradienttransport.jobs.aggregate.scaling.MeasuredStudy;
import org.gradienttransport.jobs.aggregate.scaling.StudyAggregation;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FamilyFiles;
import org.gradienttransport.jobs.conf.Repository;
import org.gradienttransport.jobs.conf.study.Bootstrap;
import org.gradienttransport.jobs.conf.study.HeldOut;
import org.gradienttransport.jobs.conf.study.StudyFits;
import org.gradienttransport.jobs.conf.study.TimeFits;
import org.gradienttransport.jobs.performance.Evaluations;
import org.gradienttransport.jobs.plan.Planner;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.LossExponentStep;
import org.gradienttransport.schemas.rows.Performance;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.gradienttransport.schemas.rows.TimeExponentStep;
import org.gradienttransport.schemas.vocabulary.Coefficient;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.schemas.vocabulary.ScalingRunStatus;
import org.gradienttransport.udfs.scaling.time.TimeScaling;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A family's losses beside its transport, held to the golden numbers of METHOD-SCALING 6. */
@Tag("thorough")
class LossLinkTest {
  private final Configuration hadoop = new Configuration();

  private Family family(String name) {
    Repository.data(name);
    return FamilyFiles.load(Repository.family(name), hadoop);
  }

  private List<Performance> performance(Family family) {
    return Evaluations.read(new Planner(hadoop, 0).plan(List.of(family)), hadoop);
  }

  private LossExponentStep exponent(String name, long step) {
    Family family = family(name);
    return LossLink.of(family, performance(family)).orElseThrow().exponents().stream()
        .filter(row -> row.step() == step)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void lossesOfTheMinisFallWithSizeAsTheyShould() {
    LossExponentStep pythia = exponent("pythia-mini", 600);
    assertThat(pythia.scales()).isEqualTo(5);
    assertThat(pythia.alphaN()).isCloseTo(0.0582777501, within(1e-9));
    assertThat(pythia.betaPpl()).isCloseTo(-0.1203916596, within(1e-9));

    LossExponentStep pico = exponent("pico-mini", 800);
    assertThat(pico.alphaN()).isCloseTo(0.0824308669, within(1e-9));
    assertThat(pico.betaPpl()).isCloseTo(-0.1639489551, within(1e-9));
  }

  @Test
  void theLawOfSizeAndStepsOfPythiaMiniIsFoundAndItsFloorIsNot() {
    Family family = family("pythia-mini");
    MeasuredStudy all = FamilyLosses.of(family).orElseThrow().study(performance(family));
    MeasuredStudy late =
        new MeasuredStudy(
            all.name(),
            withoutReplicates(all.fits()),
            List.of(),
            all.rows().stream().filter(row -> row.effort().steps() >= 104).toList());

    Rows rows = InThisThread.fitted(List.of(late));

    assertThat(rows.of(ScalingFit.ROWS))
        .allSatisfy(
            fit -> {
              assertThat(fit.rows()).isEqualTo(690);
              assertThat(fit.minimum().objective()).isCloseTo(5351.40646, within(1e-4));
              assertThat(fit.status())
                  .isEqualTo(
                      fit.key().form() == LawForm.KAPLAN_NS ? LawStatus.OK : LawStatus.NO_FLOOR);
            });
    assertThat(coefficient(rows, Coefficient.ALPHA_N).value()).isCloseTo(0.0851656, within(1e-5));
    assertThat(coefficient(rows, Coefficient.ALPHA_S).value()).isCloseTo(0.3017224, within(1e-5));
    assertThat(coefficient(rows, Coefficient.E).value()).isNull();
  }

  private static StudyFits withoutReplicates(StudyFits fits) {
    return new StudyFits(
        fits.laws(),
        fits.approaches(),
        fits.objective(),
        fits.deltas(),
        fits.starts(),
        new Bootstrap(0, 42, Bootstrap.Rule.CASES),
        HeldOut.NOTHING,
        TimeFits.NOTHING,
        fits.budgets(),
        fits.allowDecaying(),
        fits.criticalBatch());
  }

  private static ScalingCoefficient coefficient(Rows rows, Coefficient wanted) {
    return rows.of(ScalingCoefficient.ROWS).stream()
        .filter(row -> row.coefficient() == wanted)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void stepsOfTheWarmUpEnterNoFit() {
    Family family = family("pythia-mini");

    MeasuredStudy study = FamilyLosses.of(family).orElseThrow().study(performance(family));

    assertThat(study.rows())
        .filteredOn(row -> row.effort().steps() < family.schedule().warmupSteps())
        .isNotEmpty()
        .allMatch(row -> row.status() == ScalingRunStatus.WARM_UP);
    assertThat(study.rows())
        .filteredOn(row -> row.effort().steps() >= family.schedule().warmupSteps())
        .allMatch(row -> row.usable() && row.effort().tau() > 0);
  }

  @Test
  void everyScaleHasALocalExponentOrAStatusAndASentence() {
    Family family = family("pythia-mini");

    LossLink link = LossLink.of(family, performance(family)).orElseThrow();

    List<TimeExponentStep> rows = link.localExponents(new FamilySeries(), fits(family, link));

    assertThat(rows.stream().map(TimeExponentStep::scale).distinct()).hasSize(5);
    assertThat(rows)
        .allMatch(row -> row.vRel() == null && row.tau() != null)
        .allMatch(row -> row.gammaLocal() != null || row.message() != null);
  }

  /** The curves' fits, by the units of work that a run hands to executors. */
  private static CurveFits fits(Family family, LossLink link) {
    MeasuredStudy curves =
        FamilyLosses.of(family).orElseThrow().study(List.of()).with(link.curves());
    StudyAggregation units = new StudyAggregation(List.of(curves));
    return units.curveFits(new FitResults().run(units.starts(), units.data()));
  }

  @Test
  void fitsOfCurvesAreTheUnitsOfWorkOfTheStudyWhereverTheStudyHasTheSameCurve() {
    Family family = family("pythia-mini");
    LossLink link = LossLink.of(family, performance(family)).orElseThrow();
    MeasuredStudy study = FamilyLosses.of(family).orElseThrow().study(performance(family));

    CurveFits fits = fits(family, link);

    assertThat(link.curves())
        .hasSize(5)
        .allSatisfy(
            curve -> assertThat(fits.of(curve)).isEqualTo(TimeScaling.of(curve.x(), curve.loss())));
    assertThat(new StudyAggregation(List.of(study.with(link.curves()))).starts())
        .hasSameSizeAs(new StudyAggregation(List.of(study)).starts());
  }

  @Test
  void aCurveThatNobodyFittedIsNoSilentGap() {
    Family family = family("pythia-mini");
    LossLink link = LossLink.of(family, performance(family)).orElseThrow();

    assertThatThrownBy(() -> link.localExponents(new FamilySeries(), new CurveFits()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("curve|");
  }

  @Test
  void aFamilyWithoutLossesHasNoLink() {
    Family accuracies = FamilyFiles.load(Repository.family("pythia"), hadoop);

    assertThat(FamilyLosses.of(accuracies)).isEmpty();
    assertThat(LossLink.of(accuracies, List.of())).isEmpty();
  }
}
