package org.gradienttransport.jobs.aggregate.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Repository;
import org.gradienttransport.jobs.conf.study.Bootstrap;
import org.gradienttransport.jobs.conf.study.HeldOut;
import org.gradienttransport.jobs.conf.study.LawRequest;
import org.gradienttransport.jobs.conf.study.Study;
import org.gradienttransport.jobs.conf.study.StudyFiles;
import org.gradienttransport.jobs.conf.study.StudyFits;
import org.gradienttransport.jobs.scaling.StudyRows;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.gradienttransport.schemas.rows.TimeScaling;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.Coefficient;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.schemas.vocabulary.LawVariables;
import org.gradienttransport.schemas.vocabulary.TrainingClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The shipped studies end at the targets of METHOD-SCALING section 8, from file to table. */
@Tag("thorough")
class ShippedStudiesAggregationTest {
  private static Rows rows(String name, UnaryOperator<StudyFits> change) {
    Study study = StudyFiles.load(Repository.study(name), new Configuration(false));
    StudyRows read = StudyRows.read(study, new Configuration(false));
    MeasuredStudy whole = MeasuredStudy.of(study, read.rows());
    return InThisThread.fitted(
        List.of(
            new MeasuredStudy(
                whole.name(), change.apply(whole.fits()), whole.published(), whole.rows())));
  }

  /** The same without replicates and predictions, by some laws and approaches alone. */
  private static UnaryOperator<StudyFits> only(List<LawRequest> laws, Approach... approaches) {
    return fits ->
        new StudyFits(
            laws,
            List.of(approaches),
            fits.objective(),
            fits.deltas().subList(0, 1),
            fits.starts(),
            new Bootstrap(0, 42, Bootstrap.Rule.CASES),
            HeldOut.NOTHING,
            fits.time(),
            fits.budgets(),
            fits.allowDecaying(),
            fits.criticalBatch());
  }

  private static ScalingFit fit(Rows rows, String series, LawForm form) {
    return rows.of(ScalingFit.ROWS).stream()
        .filter(fit -> fit.key().series().equals(series) && fit.key().form() == form)
        .findFirst()
        .orElseThrow();
  }

  private static double value(Rows rows, String series, Approach approach, Coefficient wanted) {
    return rows.of(ScalingCoefficient.ROWS).stream()
        .filter(
            row ->
                row.key().series().equals(series)
                    && row.key().approach() == approach
                    && row.coefficient() == wanted)
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void theSampleStudyIsFittedToItsMinimum() {
    Rows rows = rows("gemstones-sample", only(List.of(), Approach.PARAMETRIC));

    ScalingFit hot = fit(rows, "hot", LawForm.CHINCHILLA);
    assertThat(hot.rows()).isEqualTo(220);
    assertThat(hot.runs()).isEqualTo(22);
    assertThat(hot.minimum().objective()).isCloseTo(1981.61280881, within(2e-5));
    assertThat(hot.minimum().probe()).isGreaterThan(-1e-9);
    assertThat(value(rows, "hot", Approach.PARAMETRIC, Coefficient.ALPHA))
        .isCloseTo(0.292892, within(1e-4));
    assertThat(value(rows, "hot", Approach.PARAMETRIC, Coefficient.BETA))
        .isCloseTo(0.712979, within(1e-4));
    ScalingFit cooldown = fit(rows, "cooldown", LawForm.CHINCHILLA);
    assertThat(cooldown.rows()).isEqualTo(199);
    assertThat(cooldown.minimum().objective()).isCloseTo(1964.08643, within(2e-5));
  }

  @Test
  void gemstonesFollowsKaplansLawsToo() {
    Repository.data("gemstones");
    Rows rows =
        rows(
            "gemstones",
            only(
                List.of(
                    new LawRequest(LawForm.POWER, LawVariables.N),
                    new LawRequest(LawForm.KAPLAN_ND, LawVariables.N_D),
                    new LawRequest(LawForm.KAPLAN_NS, LawVariables.N_S))));

    assertThat(fit(rows, "hot", LawForm.POWER).rows()).isEqualTo(22);
    assertThat(fit(rows, "hot", LawForm.POWER).minimum().objective())
        .isCloseTo(227.9303, within(1e-4));
    assertThat(fit(rows, "hot", LawForm.KAPLAN_ND).minimum().objective())
        .isCloseTo(1992.8668, within(1e-4));
    assertThat(fit(rows, "hot", LawForm.KAPLAN_NS).minimum().objective())
        .isCloseTo(2182.2406, within(1e-4));
    assertThat(value(rows, "hot", Approach.KAPLAN, Coefficient.ALPHA_N))
        .isCloseTo(0.2930259, within(1e-4));
  }

  @Test
  void theEnvelopeOfAllCheckpointsOfGemstonesHasItsExponent() {
    Repository.data("gemstones");
    Rows rows = rows("gemstones-curves", only(List.of(), Approach.ENVELOPE));

    ScalingFit envelope = fit(rows, "hot", LawForm.POWER);
    assertThat(envelope.rows()).isEqualTo(1300);
    assertThat(envelope.runs()).isEqualTo(10);
    assertThat(value(rows, "hot", Approach.ENVELOPE, Coefficient.N_ALLOCATION))
        .isCloseTo(0.58947, within(1e-5));
    assertThat(rows.of(TimeScaling.ROWS))
        .filteredOn(row -> row.scale().equals("3072x12") && row.clock() == TrainingClock.TOKENS)
        .singleElement()
        .satisfies(row -> assertThat(row.curve().gamma()).isCloseTo(0.4974, within(1e-4)));
  }

  @Test
  void theBudgetsOfPorianEtAlGiveTheirLadder() {
    Repository.data("porian-isoflop");
    Rows rows = rows("porian-isoflop", only(List.of(), Approach.ISOFLOP));

    Map<String, Double> expected =
        Map.of(
            "base-long-kaplan-kaplan-train", 0.8246,
            "base-long-kaplan-standard-val", 0.6955,
            "base-short-kaplan-standard-val", 0.5982,
            "base-short-chinchilla-standard-val", 0.5473,
            "tuned-short-const-standard-val", 0.5087);
    expected.forEach(
        (series, a) ->
            assertThat(value(rows, series, Approach.ISOFLOP, Coefficient.N_ALLOCATION))
                .as(series)
                .isCloseTo(a, within(5e-5)));
    Map<String, Integer> budgets =
        rows.of(ScalingFit.ROWS).stream()
            .collect(Collectors.toMap(fit -> fit.key().series(), ScalingFit::rows));
    assertThat(budgets)
        .containsEntry("base-long-kaplan-kaplan-train", 9)
        .containsEntry("tuned-short-const-standard-val", 12);
    assertThat(
            rows.of(ScalingCoefficient.ROWS).stream()
                .filter(row -> row.published() != null)
                .map(ScalingCoefficient::published))
        .containsExactlyInAnyOrder(0.835, 0.706, 0.602, 0.571, 0.497);
  }

  @Test
  void trainingCurvesHaveTheirExponentsInTime() {
    Repository.data("toy-softmax");
    Rows rows = rows("toy-softmax", UnaryOperator.identity());

    Map<String, Double> gamma =
        rows.of(TimeScaling.ROWS).stream()
            .filter(row -> row.clock() == TrainingClock.TAU)
            .peek(row -> assertThat(row.status()).isEqualTo(LawStatus.OK))
            .collect(Collectors.toMap(TimeScaling::scale, row -> row.curve().gamma()));
    assertThat(gamma.get("3")).isCloseTo(0.4053, within(1e-4));
    assertThat(gamma.get("10")).isCloseTo(0.3702, within(1e-4));
    assertThat(gamma.get("30")).isCloseTo(0.3351, within(1e-4));
  }
}
