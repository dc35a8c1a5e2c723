package org.gradienttransport.jobs.present.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradienttransport.jobs.check.ScalingChecks;
import org.gradienttransport.jobs.testing.SampleRows;
import org.gradienttransport.schemas.RowType;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.ScalingCoefficient;
import org.gradienttransport.schemas.rows.ScalingEnvelope;
import org.gradienttransport.schemas.rows.ScalingExtrapolation;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.gradienttransport.schemas.rows.ScalingIsoflop;
import org.gradienttransport.schemas.rows.ScalingPublished;
import org.gradienttransport.schemas.rows.ScalingRun;
import org.gradienttransport.schemas.rows.TimeScaling;
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.gradienttransport.schemas.vocabulary.Word;
import org.junit.jupiter.api.Test;

class LawNarrativeTest {
  private final Rows.InMemory rows = new Rows.InMemory();

  private LawNarrative narrative() {
    return new LawNarrative(LawRows.of(rows, "lab"));
  }

  private String caveats() {
    return lines(narrative().caveats());
  }

  private String sentences() {
    return lines(narrative().sentences());
  }

  private static String lines(List<Sentence> sentences) {
    StringBuilder text = new StringBuilder();
    sentences.forEach(sentence -> text.append(sentence).append('\n'));
    return text.toString();
  }

  @Test
  void whatTheChecksDoubtOfTheLossesComesBeforeAllOthers() {
    measured(1e8, 2e9, "final");
    measured(1e9, 2.2e10, "final");
    rows.add(CheckResult.ROWS, List.of(doubts("lab", Outcome.FAIL, "Of 9 rows 2 were kept.")));
    rows.add(CheckResult.ROWS, List.of(doubts("other", Outcome.FAIL, "Another study's.")));
    rows.add(CheckResult.ROWS, List.of(doubts("lab", Outcome.PASS, "Nothing is to be doubted.")));

    assertThat(caveats()).startsWith("Of 9 rows 2 were kept.\nAll losses have about one ratio");
  }

  private static CheckResult doubts(String study, Outcome outcome, String message) {
    return new CheckResult(
        study, ScalingChecks.LOSS_DOUBTS, Word.ALL, Level.WARN, outcome, 1.0, 0.0, message);
  }

  @Test
  void oneRatioOfTokensToParametersIsSaid() {
    measured(1e8, 2e9, "final");
    measured(1e9, 2.2e10, "final");

    assertThat(caveats())
        .contains(
            "All losses have about one ratio of tokens to parameters (20.0 to 22.0), so the"
                + " exponents of N and of D cannot be told from each other.");
  }

  @Test
  void aSpreadOfRatiosIsNoCaveat() {
    measured(1e8, 2e9, "final");
    measured(1e9, 2e9, "final");

    assertThat(caveats()).doesNotContain("ratio");
  }

  @Test
  void ratesThatWereStillDecayingAreSaid() {
    measured(1e8, 2e9, "decaying");
    measured(1e9, 2e9, "final");

    assertThat(caveats()).contains("1 of 2 losses were measured while the learning rate was still");
  }

  @Test
  void fitsWithoutAFloorOrWithoutNumbersAreNamed() {
    fit("chinchilla", "no_floor", 1e-12);
    fit("kaplan_nd", "not_converged", -0.01);

    assertThat(caveats())
        .contains("1 of 2 fits (all chinchilla) do not identify an irreducible loss")
        .contains("1 of 2 fits (all kaplan_nd) have no numbers: not_converged.");
  }

  @Test
  void fewWinnersAndBudgetsWithoutOptimaAreCounted() {
    for (String run : List.of("a", "b")) {
      add(
          ScalingEnvelope.ROWS,
          "flops",
          run.equals("a") ? 1e18 : 1e19,
          "run",
          run,
          "n",
          1e8,
          "loss",
          3.0);
    }
    add(ScalingIsoflop.ROWS, "budget", 1e18, "models", 5, "points", 0, "status", "edge");
    add(ScalingIsoflop.ROWS, "budget", 1e19, "models", 5, "points", 5, "n_opt", 1e8);
    measured(1e8, 2e9, "final");

    assertThat(caveats())
        .contains("Approach 1 rests on 2 runs that are best somewhere")
        .contains("Of 2 compute budgets 1 have no optimum inside their sizes");
  }

  @Test
  void theSpanOfComputeBoundsWhatIsSaid() {
    measured(1e8, 2e9, "final");

    assertThat(caveats()).contains("The losses span 1.2e+18 to 1.2e+18 FLOPs; beyond ten times");
  }

  @Test
  void exponentsHaveTheirIntervalsAndWhatWasPublished() {
    allocation("1", "power", 0.49, 0.46, 0.53);
    allocation("3", "chinchilla", 0.51, 0.48, 0.56);
    published("Refitted", "3", "chinchilla", 0.513);
    published("Hoffmann", "none", "chinchilla", 0.46);
    published("Kaplan", "kaplan", "kaplan_ns", 0.73);
    measured(1e8, 2e9, "final");

    assertThat(sentences())
        .contains(
            "a = 0.490 [0.460, 0.530] by approach 1, 0.510 [0.480, 0.560] by approach 3 (published:"
                + " 0.4600 by Hoffmann; 0.5130 by Refitted); in brackets 95 % bootstrap intervals.")
        .contains("The intervals of all approaches overlap.");
  }

  @Test
  void approachesThatDisagreeAreNamed() {
    allocation("1", "power", 0.49, 0.46, 0.50);
    allocation("3", "chinchilla", 0.61, 0.58, 0.66);
    measured(1e8, 2e9, "final");

    assertThat(sentences())
        .contains("The intervals of approaches 1 and 3 do not overlap: the approaches disagree");
  }

  @Test
  void lawsOfNoApproachHaveNoSay() {
    allocation("1", "power", 0.49, 0.46, 0.50);
    allocation("none", "chinchilla_tied", 0.5, 0.5, 0.5);
    measured(1e8, 2e9, "final");

    assertThat(sentences()).contains("by approach 1").doesNotContain("none");
  }

  @Test
  void oneIntervalAgreesWithNothing() {
    allocation("1", "power", 0.49, 0.46, 0.50);
    measured(1e8, 2e9, "final");

    assertThat(sentences()).doesNotContain("overlap");
  }

  @Test
  void aMinimumHasItsCertificate() {
    fit("chinchilla", "ok", 8e-12);

    assertThat(sentences())
        .contains(
            "Chinchilla of n_d was fitted to 40 losses from 243 starts, of which 31.7 % reach the"
                + " same minimum; no point probed around it lies lower (8.0e-12 of the objective), and"
                + " its parameters have condition 2.5e+05.");
  }

  @Test
  void whatIsNoMinimumIsNoFit() {
    fit("chinchilla", "not_converged", -0.0043);

    assertThat(sentences())
        .contains("is lower by 4.3e-03 of itself, so it is no minimum and has no exponents.");
  }

  @Test
  void lawsAreJudgedByWhatTheyPredictUnseen() {
    heldOut("chinchilla", 0.031, 2);
    heldOut("chinchilla_tied", 0.004, 1);
    measured(1e8, 2e9, "final");

    assertThat(sentences())
        .contains(
            "Of 2 laws fitted to the smaller compute, chinchilla_tied of n_d predicts the 7 losses"
                + " above the cut best, with a mean error of 0.40 % and a bias of -0.10 %; the last,"
                + " chinchilla of n_d, errs by 3.10 %.");
  }

  @Test
  void oneThirdIsNeverConfirmed() {
    time("a", "tau", 0.34, 0.31, 0.36, true);
    time("b", "tau", 0.45, 0.44, 0.46, false);
    time("a", "step", 0.70, 0.69, 0.71, false);

    assertThat(sentences())
        .contains(
            "On the clock step the exponent of time is 0.700 [0.690, 0.710]; 1/3 lies in the profile"
                + " interval of 0 of 1.")
        .contains(
            "On the clock tau the exponent of time is 0.340 to 0.450 in 2 runs; 1/3 lies in the"
                + " profile interval of 1 of 2, which other exponents share: it is not excluded there,"
                + " and not confirmed.");
  }

  @Test
  void aStudyWithoutRowsIsSaidToHaveNone() {
    assertThat(sentences()).isEqualTo("0 usable losses of 0 trained models in 0 series.\n");
    assertThat(narrative().caveats()).isEmpty();
  }

  private <R extends Record> void add(RowType<R> type, Object... namesAndValues) {
    Map<String, Object> values = new HashMap<>(Map.of("source", "lab", "series", "all"));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    rows.add(type, List.of(SampleRows.row(type, values)));
  }

  private void measured(double params, double tokens, String schedule) {
    add(
        ScalingRun.ROWS,
        "run",
        "N" + params,
        "ordinal",
        0,
        "params",
        params,
        "params_kind",
        "total",
        "tokens",
        tokens,
        "flops",
        6 * params * tokens,
        "flops_kind",
        "6nd",
        "schedule_state",
        schedule,
        "loss",
        3.0,
        "input",
        "file");
  }

  private <R extends Record> void law(
      RowType<R> type, String approach, String form, Object... namesAndValues) {
    Object[] all = new Object[namesAndValues.length + 10];
    Object[] key = {
      "approach",
      approach,
      "form",
      form,
      "variables",
      "n_d",
      "objective_kind",
      "huber_log",
      "delta",
      1e-3
    };
    System.arraycopy(key, 0, all, 0, key.length);
    System.arraycopy(namesAndValues, 0, all, key.length, namesAndValues.length);
    add(type, all);
  }

  private void fit(String form, String status, double probe) {
    law(
        ScalingFit.ROWS,
        "3",
        form,
        "rows",
        40,
        "runs",
        8,
        "k",
        5,
        "objective",
        20.0,
        "starts",
        243,
        "hit_share",
        0.317,
        "probe",
        probe,
        "condition",
        2.5e5,
        "params_kind",
        "total",
        "flops_kind",
        "6nd",
        "status",
        status);
  }

  private void allocation(String approach, String form, double a, double low, double high) {
    law(
        ScalingCoefficient.ROWS,
        approach,
        form,
        "coefficient",
        "a",
        "value",
        a,
        "p2_5",
        low,
        "p97_5",
        high);
  }

  private void published(String label, String approach, String form, double a) {
    add(
        ScalingPublished.ROWS,
        "label",
        label,
        "approach",
        approach,
        "form",
        form,
        "coefficient",
        "a",
        "value",
        a);
  }

  private void heldOut(String form, double error, int place) {
    law(
        ScalingExtrapolation.ROWS,
        "3",
        form,
        "rule",
        "compute",
        "cut",
        1e20,
        "train_rows",
        30,
        "test_rows",
        7,
        "mean_abs_rel",
        error,
        "max_abs_rel",
        0.05,
        "bias_rel",
        -0.001,
        "place",
        place);
  }

  private void time(
      String run, String clock, double gamma, double low, double high, boolean third) {
    add(
        TimeScaling.ROWS,
        "scale",
        run,
        "clock",
        clock,
        "rows",
        70,
        "bins",
        30,
        "c",
        1.0,
        "gamma",
        gamma,
        "gamma_lo",
        low,
        "gamma_hi",
        high,
        "third_inside",
        third);
  }
}
