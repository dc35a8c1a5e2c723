package org.gradienttransport.jobs.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.LawKey;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.rows.ScalingExtrapolation;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.gradienttransport.schemas.rows.TimeScaling;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.Coefficient;
import org.gradienttransport.schemas.vocabulary.HeldOutRule;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.schemas.vocabulary.LawVariables;
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.ObjectiveKind;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.gradienttransport.schemas.vocabulary.ScalingRunStatus;
import org.gradienttransport.schemas.vocabulary.TrainingClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the fits of losses are asked before they are published. */
class ScalingChecksTest {
  private static LawKey key(Approach approach) {
    return new LawKey(
        "sweep",
        "all",
        approach,
        LawForm.CHINCHILLA,
        LawVariables.N_D,
        ObjectiveKind.HUBER_LOG,
        approach == Approach.PARAMETRIC ? 1e-3 : 0);
  }

  private static Rows.InMemory fit(LawStatus status, double probe, double hitShare) {
    return new Rows.InMemory()
        .add(
            ScalingFit.ROWS,
            List.of(
                new ScalingFit(
                    key(Approach.PARAMETRIC),
                    25,
                    25,
                    5,
                    new ScalingFit.Minimum(20.0, 2e-5, 243, hitShare, probe, 1e5, 1e-3),
                    new ScalingFit.Range(null, null, null, null, null, null),
                    null,
                    null,
                    status,
                    null,
                    null,
                    null,
                    null)));
  }

  private static ScalingCoefficient exponent(Approach approach, double low, double high) {
    return new ScalingCoefficient(
        key(approach),
        Coefficient.N_ALLOCATION,
        (low + high) / 2,
        new ScalingCoefficient.Spread(
            0.01,
            new ScalingCoefficient.Percentiles(low, low, (low + high) / 2, high, high),
            100,
            0,
            42L),
        null,
        null,
        LawStatus.OK,
        null);
  }

  private static CheckResult check(Rows rows, String name) {
    return check(rows, Optional.empty(), name);
  }

  private static CheckResult check(Rows rows, Optional<Rows> previous, String name) {
    return ScalingChecks.of("sweep", rows, previous, LossesRead.of(List.of())).stream()
        .filter(result -> result.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void refusedLossesThatAreNotPublishedCountAndThoseOfTheWarmUpDoNot() {
    Map<ScalingRunStatus, Long> counts =
        Map.of(
            ScalingRunStatus.OK,
            25L,
            ScalingRunStatus.WARM_UP,
            1500L,
            ScalingRunStatus.NOT_POSITIVE,
            2L);

    CheckResult found =
        ScalingChecks.of(
                "sweep", new Rows.InMemory(), Optional.empty(), new LossesRead(counts, List.of()))
            .stream()
            .filter(result -> result.name().equals("readable_losses"))
            .findFirst()
            .orElseThrow();

    assertThat(found.status()).isEqualTo(Outcome.FAIL);
    assertThat(found.value()).isEqualTo(2);
    assertThat(found.message()).startsWith("2 of 1527 losses were refused");
  }

  @Test
  void aPointThatIsNoMinimumIsAnError() {
    CheckResult sound = check(fit(LawStatus.OK, 1e-13, 0.5), "scaling_converged");
    CheckResult downhill = check(fit(LawStatus.NOT_CONVERGED, -1e-6, 0.5), "scaling_converged");

    assertThat(sound.status()).isEqualTo(Outcome.PASS);
    assertThat(downhill.status()).isEqualTo(Outcome.FAIL);
    assertThat(downhill.level()).isEqualTo(Level.ERROR);
    assertThat(downhill.message()).contains("all chinchilla in n_d");
  }

  @Test
  void aFlatValleyIsAskedAboutAsAMatterOfTheData() {
    Rows flat = fit(LawStatus.COLLINEAR, 1e-13, 0.5);

    assertThat(check(flat, "scaling_converged").status()).isEqualTo(Outcome.PASS);
    assertThat(check(flat, "scaling_identified").status()).isEqualTo(Outcome.FAIL);
    assertThat(check(flat, "scaling_identified").message()).contains("collinear");
  }

  @ParameterizedTest
  @EnumSource(names = {"COLLINEAR", "NO_FLOOR", "NOT_CONVERGED"})
  void whateverElseIsDoubtedAPointThatIsNoMinimumIsAnError(LawStatus status) {
    assertThat(check(fit(status, -1e-6, 0.5), "scaling_converged").status())
        .isEqualTo(Outcome.FAIL);
  }

  @Test
  void aMinimumThatFewStartsFindIsAWarning() {
    CheckResult lucky = check(fit(LawStatus.OK, 1e-13, 0.01), "scaling_identified");

    assertThat(lucky.status()).isEqualTo(Outcome.FAIL);
    assertThat(lucky.level()).isEqualTo(Level.WARN);
    assertThat(lucky.message()).contains("1.0 % of the starts");
  }

  @Test
  void approachesWhoseIntervalsDoNotMeetAreNamed() {
    Rows apart =
        new Rows.InMemory()
            .add(
                ScalingCoefficient.ROWS,
                List.of(
                    exponent(Approach.ENVELOPE, 0.48, 0.52),
                    exponent(Approach.ISOFLOP, 0.50, 0.54),
                    exponent(Approach.PARAMETRIC, 0.44, 0.47)));

    CheckResult found = check(apart, "approaches_agree");

    assertThat(found.status()).isEqualTo(Outcome.FAIL);
    assertThat(found.level()).isEqualTo(Level.INFO);
    assertThat(found.value()).isEqualTo(2);
    assertThat(found.message()).contains("approach 1 [0.480, 0.520] and approach 3 [0.440, 0.470]");
  }

  @Test
  void aLawThatPredictsBadlyIsAWarning() {
    ScalingExtrapolation far =
        new ScalingExtrapolation(
            key(Approach.PARAMETRIC),
            HeldOutRule.COMPUTE,
            1e20,
            20,
            5,
            new ScalingExtrapolation.Errors(0.031, 0.05, -0.031),
            1,
            LawStatus.OK,
            null);

    CheckResult found =
        check(new Rows.InMemory().add(ScalingExtrapolation.ROWS, List.of(far)), "held_out");

    assertThat(found.status()).isEqualTo(Outcome.FAIL);
    assertThat(found.level()).isEqualTo(Level.WARN);
    assertThat(found.message()).contains("3.10 %");
  }

  @Test
  void oneThirdIsAskedOfTheSumOfRatesWhereThatIsKnown() {
    Rows curves =
        new Rows.InMemory()
            .add(
                TimeScaling.ROWS,
                List.of(
                    curve(TrainingClock.STEP, 0.7, false), curve(TrainingClock.TAU, 0.34, true)));

    assertThat(check(curves, "one_third").status()).isEqualTo(Outcome.PASS);
    assertThat(check(curves, "one_third").message()).contains("0 of 1 curves on the clock tau");
  }

  private static TimeScaling curve(TrainingClock clock, double gamma, boolean third) {
    return new TimeScaling(
        "sweep",
        "all",
        "run",
        clock,
        1.0,
        1e5,
        100,
        30,
        new TimeScaling.Curve(3.0, gamma, gamma - 0.02, gamma + 0.02, 2.0, 1e-4),
        new TimeScaling.Third(2e-4, third),
        0.1,
        LawStatus.OK,
        null);
  }

  @Test
  void aCoefficientThatMovesWhileItsLossesDoNotIsAWarning() {
    Rows before =
        new Rows.InMemory()
            .add(ScalingCoefficient.ROWS, List.of(exponent(Approach.PARAMETRIC, 0.44, 0.46)));
    Rows now =
        new Rows.InMemory()
            .add(ScalingCoefficient.ROWS, List.of(exponent(Approach.PARAMETRIC, 0.47, 0.49)));

    CheckResult moved = check(now, Optional.of(before), "scaling_coefficient_drift");

    assertThat(moved.status()).isEqualTo(Outcome.FAIL);
    assertThat(moved.level()).isEqualTo(Level.WARN);
    assertThat(moved.message()).contains("0.45").contains("0.48");
  }

  @Test
  void whatIsNotThereIsSkippedAndNotPassed() {
    Rows nothing = new Rows.InMemory();

    assertThat(ScalingChecks.of("sweep", nothing, Optional.empty(), LossesRead.of(List.of())))
        .filteredOn(result -> !result.name().equals("loss_doubts"))
        .noneMatch(result -> result.status() == Outcome.PASS);
  }
}
