package org.gradienttransport.jobs.aggregate.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.gradienttransport.jobs.aggregate.scaling.Losses.CHINCHILLA;
import static org.gradienttransport.jobs.aggregate.scaling.Losses.LAW;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradienttransport.jobs.conf.study.LawRequest;
import org.gradienttransport.jobs.conf.study.PublishedFit;
import org.gradienttransport.jobs.scaling.optimum.OptimaAtBudget;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.ScalingBootstrap;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.rows.ScalingEnvelope;
import org.gradienttransport.schemas.rows.ScalingExtrapolation;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.gradienttransport.schemas.rows.ScalingIsoflop;
import org.gradienttransport.schemas.rows.ScalingOptimum;
import org.gradienttransport.schemas.rows.ScalingPublished;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.vocabulary.Approach;
import org.gradienttransport.schemas.vocabulary.Coefficient;
import org.gradienttransport.schemas.vocabulary.HeldOutRule;
import org.gradienttransport.schemas.vocabulary.LawForm;
import org.gradienttransport.schemas.vocabulary.LawStatus;
import org.gradienttransport.schemas.vocabulary.LawVariable;
import org.gradienttransport.schemas.vocabulary.LawVariables;
import org.gradienttransport.schemas.vocabulary.ParamsKind;
import org.gradienttransport.schemas.vocabulary.ScheduleState;
import org.gradienttransport.schemas.vocabulary.StepsKind;
import org.gradienttransport.udfs.scaling.LossRows;
import org.gradienttransport.udfs.scaling.form.LossForm;
import org.gradienttransport.udfs.scaling.form.LossForms;
import org.gradienttransport.udfs.scaling.optimum.ComputeOptimum;
import org.gradienttransport.udfs.scaling.optimum.CriticalBatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses in, rows of every scaling table out; what cannot be said is a status and a sentence. */
class StudyAggregationTest {
  private static final List<LawRequest> LAWS =
      List.of(
          CHINCHILLA,
          new LawRequest(LawForm.CHINCHILLA_TIED, LawVariables.N_D),
          new LawRequest(LawForm.CHINCHILLA_NO_FLOOR, LawVariables.N_D));

  private static List<ScalingRun> grid() {
    return Losses.grid(Losses.sizes(), Losses.tokens(), LAW);
  }

  /** The law with errors of a thousandth that are the same every time. */
  private static List<ScalingRun> noisyGrid() {
    return Losses.grid(
        Losses.sizes(),
        Losses.tokens(),
        (n, d) -> LAW.applyAsDouble(n, d) * (1 + 1e-3 * StrictMath.sin(n / 1e7 + d / 1e8)));
  }

  private static Rows rows(List<ScalingRun> losses, List<LawRequest> laws, Approach... approaches) {
    return InThisThread.fitted(List.of(Losses.study(losses, Losses.fits(laws, approaches))));
  }

  private static ScalingFit fit(Rows rows, Approach approach) {
    return rows.of(ScalingFit.ROWS).stream()
        .filter(fit -> fit.key().approach() == approach)
        .findFirst()
        .orElseThrow();
  }

  private static ScalingCoefficient coefficient(Rows rows, Coefficient coefficient) {
    return rows.of(ScalingCoefficient.ROWS).stream()
        .filter(
            row -> row.coefficient() == coefficient && row.key().approach() == Approach.PARAMETRIC)
        .findFirst()
        .orElseThrow();
  }

  private static final double LN_R_D = StrictMath.log(15.387756);
  private static final double LN_R_N = StrictMath.log(5.309743);

  @Test
  void aNoiseFreeSweepGivesBackItsLawAndItsOptimum() {
    Rows rows = rows(grid(), List.of(), Approach.PARAMETRIC);

    assertThat(fit(rows, Approach.PARAMETRIC).status()).isEqualTo(LawStatus.OK);
    assertThat(coefficient(rows, Coefficient.A).value()).isCloseTo(406.4, within(1e-2));
    assertThat(coefficient(rows, Coefficient.ALPHA).value()).isCloseTo(0.34, within(1e-6));
    assertThat(coefficient(rows, Coefficient.BETA).value()).isCloseTo(0.28, within(1e-6));
    assertThat(coefficient(rows, Coefficient.E).value()).isCloseTo(1.69, within(1e-5));
    assertThat(coefficient(rows, Coefficient.N_ALLOCATION).value())
        .isCloseTo(0.28 / 0.62, within(1e-6));
    ScalingOptimum gopher =
        rows.of(ScalingOptimum.ROWS).stream()
            .filter(row -> row.flops() == 5.76e23)
            .findFirst()
            .orElseThrow();
    assertThat(gopher.best().nOpt()).isCloseTo(3.218986e10, within(1e6));
    assertThat(gopher.best().tokensPerParam()).isCloseTo(92.647, within(0.05));
    assertThat(gopher.far()).isTrue();
    assertThat(rows.of(ScalingOptimum.ROWS)).filteredOn(row -> !row.far()).isNotEmpty();
  }

  @Test
  @Tag("thorough")
  void equalTokensPerParameterAreCollinearAndHaveNoOptimum() {
    List<ScalingRun> losses = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      double n = 1e8 * StrictMath.pow(100, i / 24.0);
      losses.add(Losses.row("run" + i, 0, n, 20 * n, LAW.applyAsDouble(n, 20 * n)));
    }

    Rows rows = rows(losses, List.of(), Approach.PARAMETRIC);

    assertThat(fit(rows, Approach.PARAMETRIC).status()).isEqualTo(LawStatus.COLLINEAR);
    assertThat(fit(rows, Approach.PARAMETRIC).message()).contains("cannot tell the exponents");
    assertThat(rows.of(ScalingOptimum.ROWS))
        .isNotEmpty()
        .allMatch(row -> row.best() == null && row.status() == LawStatus.COLLINEAR);
  }

  @Test
  void oneBudgetHasAnOptimumAndNoExponent() {
    double[] sizes = {1e6, 2e6, 4e6, 8e6, 16e6};
    double[] losses = {4, 3.6, 3.5, 3.55, 3.8};
    List<ScalingRun> budget = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      budget.add(Losses.row("run" + i, 0, sizes[i], 1e17 / (6 * sizes[i]), losses[i]));
    }

    Rows rows = rows(budget, List.of(), Approach.ISOFLOP, Approach.PARAMETRIC);

    ScalingIsoflop parabola = rows.of(ScalingIsoflop.ROWS).get(0);
    assertThat(parabola.status()).isEqualTo(LawStatus.OK);
    assertThat(parabola.vertex().nOpt()).isCloseTo(4650034.3687, within(1e-3));
    assertThat(parabola.vertex().curvature()).isCloseTo(0.431140717, within(1e-8));
    assertThat(fit(rows, Approach.ISOFLOP).status()).isEqualTo(LawStatus.TOO_FEW);
    assertThat(fit(rows, Approach.ISOFLOP).message()).contains("an exponent needs 3");
    assertThat(fit(rows, Approach.PARAMETRIC).status()).isEqualTo(LawStatus.TOO_FEW);
    assertThat(rows.of(ScalingCoefficient.ROWS)).isEmpty();
  }

  /** Losses of five sizes at one budget of 1e20 FLOPs, tokens rounded to some digits. */
  private static List<ScalingRun> oneBudget(double digits) {
    List<ScalingRun> losses = new ArrayList<>();
    for (double n : Losses.sizes()) {
      double d = Math.rint(1e20 / (6 * n) / digits) * digits;
      losses.add(Losses.row("n" + n, 0, n, d, LAW.applyAsDouble(n, d)));
    }
    return losses;
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1e3, 1e6})
  void runsOfOneBudgetHaveNoEnvelope(double digits) {
    Rows rows = rows(oneBudget(digits), List.of(), Approach.ENVELOPE);

    assertNoEnvelope(rows, LawStatus.TOO_FEW);
    assertThat(fit(rows, Approach.ENVELOPE).message())
        .isEqualTo("The runs have one compute budget: an envelope needs several.");
  }

  @Test
  void oneLossHasNoEnvelope() {
    Rows rows = rows(List.of(Losses.row("one", 0, 1e8, 1e9, 3.1)), List.of(), Approach.ENVELOPE);

    assertNoEnvelope(rows, LawStatus.TOO_FEW);
  }

  @Test
  void equalLossesHaveNoEnvelope() {
    List<ScalingRun> losses = new ArrayList<>();
    for (double n : Losses.sizes()) {
      for (int i = 0; i < Losses.tokens().length; i++) {
        losses.add(Losses.row("n" + n, i, n, Losses.tokens()[i], 3.0));
      }
    }

    Rows rows = rows(losses, List.of(), Approach.ENVELOPE, Approach.ISOFLOP);

    assertNoEnvelope(rows, LawStatus.REFUSED);
    assertThat(fit(rows, Approach.ENVELOPE).message()).contains("All losses are equal");
    assertThat(fit(rows, Approach.ISOFLOP).status()).isEqualTo(LawStatus.TOO_FEW);
  }

  private static void assertNoEnvelope(Rows rows, LawStatus status) {
    assertThat(fit(rows, Approach.ENVELOPE).status()).isEqualTo(status);
    assertThat(fit(rows, Approach.ENVELOPE).rows()).isZero();
    assertThat(rows.of(ScalingEnvelope.ROWS)).isEmpty();
    assertThat(rows.of(ScalingCoefficient.ROWS)).isEmpty();
    assertThat(rows.of(ScalingOptimum.ROWS))
        .isNotEmpty()
        .filteredOn(row -> row.approach() == Approach.ENVELOPE)
        .allMatch(row -> row.best() == null && row.status() == status && row.message() != null);
  }

  @Test
  void anOptimumBeyondAllNumbersIsNoneAndNotOk() {
    Frontier frontier =
        new Frontier(
            Approach.ENVELOPE,
            LawStatus.OK,
            "",
            Optional.of(flops -> new ComputeOptimum(flops, 0.0, 1e300, 3.0)),
            List.of());

    ScalingOptimum row = frontier.row("made-up", "all", 1e20, 1e20);

    assertThat(row.best()).isNull();
    assertThat(row.status()).isEqualTo(LawStatus.OUTSIDE);
    assertThat(row.message()).contains("too large or too small");
  }

  /** 8 less Hoffmann et al.'s law, to eight decimals; row-major, sizes outside. */
  private static final double[] RISING = {
    4.62375533, 4.87503266, 5.05706698, 5.1889392, 5.28447217,
    4.87458995, 5.12586727, 5.3079016, 5.43977381, 5.53530679,
    5.04417497, 5.29545229, 5.47748662, 5.60935883, 5.7048918,
    5.15882851, 5.41010583, 5.59214016, 5.72401237, 5.81954534,
    5.23634382, 5.48762114, 5.66965547, 5.80152768, 5.89706065
  };

  @Test
  void lossesThatRiseAreRowsWithDoubts() {
    double[] halves = {1e8, 3.16228e8, 1e9, 3.16228e9, 1e10};
    double[] tokens = {3e9, 9.48683e9, 3e10, 9.48683e10, 3e11};
    List<ScalingRun> losses = new ArrayList<>();
    for (int i = 0; i < RISING.length; i++) {
      losses.add(Losses.row("r" + i / 5, i % 5, halves[i / 5], tokens[i % 5], RISING[i]));
    }

    Rows rows = rows(losses, List.of(new LawRequest(LawForm.KAPLAN_ND, LawVariables.N_D)));

    assertThat(rows.of(ScalingExtrapolation.ROWS))
        .filteredOn(row -> row.rule() == HeldOutRule.LARGEST_N)
        .singleElement()
        .satisfies(row -> assertThat(row.status()).isEqualTo(LawStatus.COLLINEAR))
        .satisfies(row -> assertThat(row.message()).contains("condition Infinity"));
  }

  /** Of D = 20 N without a floor, N 1e8 to 1e10 in 25 equal steps of ln N, to a thousandth. */
  private static final double[] RAY = {
    7.8652863, 7.70534375, 7.57522206, 7.40160835, 7.2708607, 7.11839289,
    6.97165005, 6.83864392, 6.71174234, 6.57960764, 6.4503427, 6.31208919,
    6.19476326, 6.0621137, 5.95767743, 5.83795691, 5.71997795, 5.60280425,
    5.49875817, 5.38287509, 5.2811664, 5.17167984, 5.07454608, 4.9791568,
    4.87230951
  };

  @Test
  void aTermThatNoRowShowsLeavesNoOptimum() {
    List<ScalingRun> losses = new ArrayList<>();
    for (int i = 0; i < RAY.length; i++) {
      double n = 1e8 * StrictMath.pow(100, i / 24.0);
      losses.add(Losses.row("run" + i, 0, n, 20 * n, RAY[i]));
    }

    Rows rows = rows(losses, List.of(), Approach.PARAMETRIC);

    ScalingFit fit = fit(rows, Approach.PARAMETRIC);
    assertThat(fit.status()).isEqualTo(LawStatus.COLLINEAR);
    assertThat(fit.message())
        .contains("The term in tokens is not identified")
        .contains("do not identify an irreducible loss");
    assertThat(fit.minimum().condition()).isLessThan(1e7);
    assertThat(coefficient(rows, Coefficient.E).value()).isNull();
    assertThat(rows.of(ScalingOptimum.ROWS))
        .isNotEmpty()
        .allMatch(row -> row.best() == null && row.status() == LawStatus.COLLINEAR);
  }

  @Test
  void equalSizesAreTooFewForALawOfSize() {
    Rows rows =
        rows(
            Losses.grid(new double[] {1e9}, new double[] {1e9, 2e9, 4e9, 8e9, 1e10, 2e10}, LAW),
            LAWS,
            Approach.ENVELOPE);

    assertThat(rows.of(ScalingFit.ROWS))
        .hasSize(4)
        .allMatch(fit -> fit.status() == LawStatus.TOO_FEW && fit.minimum() == null);
    assertThat(rows.of(ScalingExtrapolation.ROWS))
        .filteredOn(row -> row.rule() == HeldOutRule.LARGEST_N)
        .allMatch(row -> row.errors() == null && row.message().contains("one N alone"));
  }

  @Test
  void kindsOfParametersThatMixAreRefused() {
    List<ScalingRun> losses = new ArrayList<>(grid());
    losses.add(Losses.row("odd", 0, 2e9, ParamsKind.NON_EMBEDDING, 2e10, ScheduleState.FINAL, 2.6));

    Rows rows = rows(losses, LAWS, Approach.ENVELOPE, Approach.PARAMETRIC);

    assertThat(rows.of(ScalingFit.ROWS))
        .hasSize(4)
        .allMatch(fit -> fit.status() == LawStatus.REFUSED)
        .allMatch(fit -> fit.message().contains("2 kinds of parameters"));
    assertThat(rows.of(ScalingOptimum.ROWS)).isNotEmpty().allMatch(row -> row.best() == null);
  }

  @Test
  void lossesUnderADecayingRateStayOutUnlessTheyAreAllowed() {
    List<ScalingRun> losses = new ArrayList<>(grid());
    losses.add(Losses.row("young", 0, 2e9, ParamsKind.TOTAL, 2e10, ScheduleState.DECAYING, 3.0));

    ScalingFit without = fit(rows(losses, List.of(CHINCHILLA)), Approach.PARAMETRIC);
    ScalingFit with =
        fit(
            InThisThread.fitted(
                List.of(Losses.study(losses, Losses.fits(List.of(CHINCHILLA), 0, true)))),
            Approach.PARAMETRIC);

    assertThat(without.rows()).isEqualTo(25);
    assertThat(without.message()).contains("1 of 26").contains("left out");
    assertThat(with.rows()).isEqualTo(26);
    assertThat(with.message()).contains("still decaying and are too high");
  }

  @Test
  void aRowWithoutTokensIsLeftOutOfALawOfTokensAndTheFitSaysSo() {
    List<ScalingRun> losses = new ArrayList<>(grid());
    losses.add(Losses.row("torn", 0, 2e9, null, 3.0));

    ScalingFit fit = fit(rows(losses, List.of(CHINCHILLA)), Approach.PARAMETRIC);

    assertThat(fit.rows()).isEqualTo(25);
    assertThat(fit.message()).contains("1 of 26 rows lack a variable");
  }

  @Test
  void aLawOfSizeAloneIsFittedToTheEndOfEachRun() {
    List<ScalingRun> losses = new ArrayList<>();
    for (double n : Losses.sizes()) {
      losses.add(Losses.row("n" + n, 0, n, 1e9, 9.0));
      losses.add(Losses.row("n" + n, 1, n, 1e10, StrictMath.pow(8.8e13 / n, 0.076)));
    }

    Rows rows = rows(losses, List.of(new LawRequest(LawForm.POWER, LawVariables.N)));

    assertThat(rows.of(ScalingFit.ROWS).get(0).rows()).isEqualTo(5);
    assertThat(rows.of(ScalingCoefficient.ROWS))
        .filteredOn(row -> row.coefficient() == Coefficient.ALPHA_N)
        .allSatisfy(row -> assertThat(row.value()).isCloseTo(0.076, within(1e-6)));
  }

  @Test
  void aLawOfRepeatedTokensIsFittedWhereRowsSayHowManyAreDifferent() {
    LawRequest repeated = new LawRequest(LawForm.DATA_CONSTRAINED, LawVariables.N_D_U);
    double[] published = {6.255414, 7.3049974, 0.6254804, 0.3526596, 0.3526596, LN_R_D, LN_R_N};
    LossForm form = LossForms.of(LawForm.DATA_CONSTRAINED);
    List<ScalingRun> losses = new ArrayList<>();
    for (double unique : new double[] {1e8, 1e9, 1e10, 1e11}) {
      for (ScalingRun row : grid()) {
        if (row.effort().tokens() >= unique) {
          losses.add(ofUnique(row, unique, published, form));
        }
      }
    }

    Rows rows =
        InThisThread.fitted(
            List.of(Losses.study(losses, Losses.fits(List.of(repeated), 2, false))));

    assertThat(rows.of(ScalingBootstrap.ROWS))
        .hasSize(2)
        .allSatisfy(
            row -> {
              assertThat(row.repeats().lnRD()).isCloseTo(LN_R_D, within(1e-2));
              assertThat(row.repeats().lnRN()).isCloseTo(LN_R_N, within(1e-2));
              assertThat(row.factors().lnH()).isNull();
            });
    assertThat(rows.of(ScalingFit.ROWS).get(0))
        .satisfies(fit -> assertThat(fit.rows()).isEqualTo(losses.size()))
        .satisfies(fit -> assertThat(fit.k()).isEqualTo(7))
        .satisfies(fit -> assertThat(fit.minimum().objective()).isLessThan(1e-3));
    assertThat(rows.of(ScalingCoefficient.ROWS))
        .filteredOn(row -> row.coefficient() == Coefficient.ALPHA)
        .singleElement()
        .satisfies(row -> assertThat(row.value()).isCloseTo(0.3526596, within(1e-3)));
    assertThat(rows(grid(), List.of(repeated)).of(ScalingFit.ROWS).get(0))
        .satisfies(fit -> assertThat(fit.rows()).isZero())
        .satisfies(fit -> assertThat(fit.status()).isEqualTo(LawStatus.TOO_FEW))
        .satisfies(fit -> assertThat(fit.message()).contains("25 of 25 rows lack a variable"));
  }

  private static ScalingRun ofUnique(ScalingRun row, double unique, double[] theta, LossForm form) {
    LossRows one =
        LossRows.of(
            Map.of(
                LawVariable.PARAMS, new double[] {row.size().params()},
                LawVariable.TOKENS, new double[] {row.effort().tokens()},
                LawVariable.UNIQUE_TOKENS, new double[] {unique}),
            new double[] {1.0});
    double[] lnLoss = new double[1];
    form.on(one).predict(theta, lnLoss);
    double loss = StrictMath.exp(lnLoss[0]);
    return new ScalingRun(
        new ScalingRun.RunKey("made-up", "all", row.key().run() + "-u" + unique, 0),
        row.size(),
        row.effort(),
        new ScalingRun.Loss(loss, null, null, null),
        "made-up",
        row.status(),
        null,
        unique);
  }

  @Test
  void lawsOfStepsAndComputeTakeTheLeastOnesWhereTheCriticalBatchIsKnown() {
    CriticalBatch batch = new CriticalBatch(1.5e8, 0.19);
    List<ScalingRun> losses = new ArrayList<>();
    for (double n : Losses.sizes()) {
      for (double d : Losses.tokens()) {
        ScalingRun row = Losses.row("n" + n + "-d" + d, 0, n, d, 1.0);
        losses.add(withLossOf(row, batch));
      }
    }
    LawRequest leastCompute = new LawRequest(LawForm.POWER, LawVariables.C_MIN);
    LawRequest steps = new LawRequest(LawForm.KAPLAN_NS, LawVariables.N_S);
    MeasuredStudy study =
        Losses.study(losses, Losses.fits(List.of(leastCompute, steps), 0, false, batch));

    Rows rows = InThisThread.fitted(List.of(study));

    assertThat(rows.of(ScalingCoefficient.ROWS))
        .filteredOn(row -> row.key().variables() == LawVariables.C_MIN)
        .filteredOn(row -> row.coefficient() == Coefficient.ALPHA_C)
        .singleElement()
        .satisfies(row -> assertThat(row.value()).isCloseTo(0.05, within(1e-6)));
    assertThat(rows.of(ScalingFit.ROWS))
        .filteredOn(fit -> fit.key().form() == LawForm.KAPLAN_NS)
        .singleElement()
        .satisfies(fit -> assertThat(fit.sKind()).isEqualTo(StepsKind.MIN))
        .satisfies(
            fit ->
                assertThat(fit.criticalBatch())
                    .isEqualTo(new ScalingFit.CriticalBatch(batch.scale(), batch.exponent())));
    assertThat(rows(losses, List.of(steps)).of(ScalingFit.ROWS))
        .singleElement()
        .satisfies(fit -> assertThat(fit.sKind()).isEqualTo(StepsKind.RAW))
        .satisfies(
            fit ->
                assertThat(fit.criticalBatch())
                    .as("Kaplan et al.'s, where the study names none")
                    .isEqualTo(new ScalingFit.CriticalBatch(2.1e8, 0.21)));
  }

  /** L = (3.1e8 PF-days / C_min)^.05, which L itself enters by the critical batch: by bisection. */
  private static ScalingRun withLossOf(ScalingRun row, CriticalBatch batch) {
    double low = 1e-3;
    double high = 1e3;
    for (int i = 0; i < 200; i++) {
      double loss = Math.sqrt(low * high);
      double least = batch.leastCompute(loss, row.effort().batchTokens(), row.effort().flops());
      if (StrictMath.pow(3.1e8 * 8.64e19 / least, 0.05) > loss) {
        low = loss;
      } else {
        high = loss;
      }
    }
    return new ScalingRun(
        row.key(),
        row.size(),
        row.effort(),
        new ScalingRun.Loss(low, null, null, null),
        row.input(),
        row.status(),
        null,
        null);
  }

  @Test
  void theLawThatPredictsBestIsFirst() {
    Rows rows = rows(grid(), LAWS);

    assertThat(rows.of(ScalingExtrapolation.ROWS))
        .filteredOn(row -> row.rule() == HeldOutRule.COMPUTE)
        .hasSize(3)
        .allMatch(row -> row.trainRows() + row.testRows() == 25)
        .filteredOn(row -> row.place() == 1)
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.key().form()).isEqualTo(LawForm.CHINCHILLA);
              assertThat(row.errors().maxAbsRel()).isLessThan(1e-5);
            });
  }

  @Test
  void replicatesSpreadTheCoefficientsAndPlaceWhatWasPublished() {
    PublishedFit near =
        new PublishedFit(
            "near",
            "all",
            Approach.PARAMETRIC,
            LawForm.CHINCHILLA,
            Map.of(Coefficient.ALPHA, 0.34, Coefficient.BETA, 0.9));
    PublishedFit second =
        new PublishedFit(
            "second",
            "all",
            Approach.PARAMETRIC,
            LawForm.CHINCHILLA,
            Map.of(Coefficient.ALPHA, 0.5, Coefficient.N_ALLOCATION, 0.46));
    PublishedFit elsewhere =
        new PublishedFit(
            "elsewhere", "other", Approach.NONE, LawForm.POWER, Map.of(Coefficient.ALPHA_N, 0.1));
    MeasuredStudy study =
        new MeasuredStudy(
            "made-up",
            Losses.fits(List.of(CHINCHILLA), 60, false, Approach.PARAMETRIC),
            List.of(near, second, elsewhere),
            ScalingRun.ROWS.sorted(noisyGrid()));

    Rows rows = InThisThread.fitted(List.of(study));

    assertThat(rows.of(ScalingBootstrap.ROWS)).hasSize(60);
    ScalingCoefficient alpha = coefficient(rows, Coefficient.ALPHA);
    assertThat(alpha.spread().replicates() + alpha.spread().failed()).isEqualTo(60);
    assertThat(alpha.spread().percentiles().p2_5())
        .isLessThan(alpha.spread().percentiles().p97_5());
    assertThat(alpha.inside()).isTrue();
    assertThat(coefficient(rows, Coefficient.BETA).inside()).isFalse();
    assertThat(alpha.published()).as("the first that is named").isEqualTo(0.34);
    assertThat(rows.of(ScalingPublished.ROWS))
        .extracting(row -> row.label() + " " + row.coefficient().word() + " " + row.value())
        .containsExactlyInAnyOrder(
            "near alpha 0.34", "near beta 0.9", "second alpha 0.5", "second a 0.46");
    assertThat(rows.of(ScalingOptimum.ROWS))
        .allMatch(row -> row.interval().nOptP10() <= row.interval().nOptP90());
  }

  /** Sizes at five budgets, so that every approach has an answer, with errors of a thousandth. */
  private static List<ScalingRun> sweep() {
    List<ScalingRun> rows = new ArrayList<>();
    for (int size = 0; size < 13; size++) {
      double n = 1e7 * StrictMath.pow(10, size / 4.0);
      for (int budget = 0; budget < 5; budget++) {
        double d = 1e18 * StrictMath.pow(10, budget / 2.0) / (6 * n);
        double noise = 1 + 1e-3 * StrictMath.sin(7.0 * size + 3.0 * budget);
        rows.add(Losses.row("n" + size, budget, n, d, LAW.applyAsDouble(n, d) * noise));
      }
    }
    return rows;
  }

  @Test
  void aBudgetThatIsNotPublishedHasTheOptimaAndIntervalsItWouldBePublishedWith() {
    Rows rows =
        InThisThread.fitted(
            List.of(
                Losses.study(
                    sweep(),
                    Losses.fits(
                        List.of(),
                        30,
                        false,
                        Approach.ENVELOPE,
                        Approach.ISOFLOP,
                        Approach.PARAMETRIC,
                        Approach.KAPLAN))));
    double budget = 1e19;
    List<ScalingOptimum> optima = rows.of(ScalingOptimum.ROWS);
    List<ScalingOptimum> expected = optima.stream().filter(row -> row.flops() == budget).toList();
    Rows.InMemory without =
        new Rows.InMemory()
            .add(ScalingFit.ROWS, rows.of(ScalingFit.ROWS))
            .add(ScalingCoefficient.ROWS, rows.of(ScalingCoefficient.ROWS))
            .add(ScalingBootstrap.ROWS, rows.of(ScalingBootstrap.ROWS))
            .add(
                ScalingOptimum.ROWS, optima.stream().filter(row -> row.flops() != budget).toList());

    List<ScalingOptimum> asked = OptimaAtBudget.of(without, budget);

    assertThat(expected).hasSize(4).allMatch(row -> row.ratio() != null);
    assertThat(asked).hasSize(4);
    for (int approach = 0; approach < 4; approach++) {
      List<Object> values = Arrays.asList(ScalingOptimum.ROWS.values(asked.get(approach)));
      List<Object> wanted = Arrays.asList(ScalingOptimum.ROWS.values(expected.get(approach)));
      for (int column = 0; column < wanted.size(); column++) {
        String place = expected.get(approach).approach() + ", column " + column;
        if (wanted.get(column) instanceof Double number) {
          assertThat((Double) values.get(column))
              .as(place)
              .isCloseTo(number, within(1e-6 * Math.abs(number)));
        } else {
          assertThat(values.get(column)).as(place).isEqualTo(wanted.get(column));
        }
      }
    }
  }

  @Test
  void theOrderAndTheSplitOfTheWorkChangeNoBit() {
    List<MeasuredStudy> studies =
        List.of(
            Losses.study(
                noisyGrid(),
                Losses.fits(LAWS, 120, false, Approach.ENVELOPE, Approach.PARAMETRIC)));
    StudyAggregation backwards = new StudyAggregation(studies);
    List<FitUnit> starts = new ArrayList<>(backwards.starts());
    Collections.reverse(starts);
    FitResults results = new FitResults();
    starts.forEach(unit -> results.run(List.of(unit), backwards.data()));
    List<FitUnit> replicates = new ArrayList<>(backwards.plannedReplicates(results));
    Collections.reverse(replicates);
    replicates.forEach(unit -> results.run(List.of(unit), backwards.data()));
    Rows.InMemory reversed = new Rows.InMemory();
    backwards.addTo(reversed, results);

    Rows forwards = InThisThread.fitted(studies);

    for (RowType<?> table : ScalingTables.ALL) {
      assertThat(reversed.of(table)).as(table.name()).isEqualTo(forwards.of(table));
    }
  }

  @Test
  void unitsAreKnownByTheContentOfTheirRowsAndNotByTheNameOfTheStudy() {
    MeasuredStudy study = Losses.study(grid(), Losses.fits(LAWS, 50, false));
    MeasuredStudy renamed = new MeasuredStudy("other", study.fits(), List.of(), study.rows());
    List<ScalingRun> moved = new ArrayList<>(study.rows());
    moved.set(0, Losses.row("n1.0E8-d3.0E9", 0, 1e8, 3e9, 4.0));

    StudyAggregation one = new StudyAggregation(List.of(study));

    assertThat(new StudyAggregation(List.of(study, renamed)).starts()).isEqualTo(one.starts());
    assertThat(new StudyAggregation(List.of(Losses.study(moved, study.fits()))).starts())
        .doesNotContainAnyElementsOf(one.starts().subList(0, 9));
    assertThat(one.plannedReplicates(new FitResults())).hasSize(3);
  }
}
