package org.gradienttransport.jobs.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradienttransport.jobs.testing.SampleRows.field;
import static org.gradienttransport.jobs.testing.SampleRows.refused;
import static org.gradienttransport.jobs.testing.SampleRows.relaxed;
import static org.gradienttransport.jobs.testing.SampleRows.row;
import static org.gradienttransport.jobs.testing.SampleRows.rows;
import static org.gradienttransport.jobs.testing.SampleRows.shaped;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.testing.SampleRows;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.ClosureCheck;
import org.gradienttransport.schemas.rows.Compressibility;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.NullContrast;
import org.gradienttransport.schemas.rows.Performance;
import org.gradienttransport.schemas.rows.PooledExponent;
import org.gradienttransport.schemas.rows.RobustnessChange;
import org.gradienttransport.schemas.rows.RobustnessSummary;
import org.gradienttransport.schemas.rows.StepwiseExponent;
import org.gradienttransport.schemas.rows.WindowSummary;
import org.gradienttransport.schemas.vocabulary.FieldStatus;
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.junit.jupiter.api.Test;

/**
 * Every check of one run's tables: what passes, what fails, and what there is nothing to say of.
 */
class RunChecksTest {
  private static final Map<String, Family> FAMILIES =
      Map.of(
          "pico", SampleRows.family("pico", "gradient"),
          "other", SampleRows.family("other", "gradient"));

  private static List<CheckResult> all(Rows rows) {
    SnapshotChanges none = SnapshotChanges.between(Optional.empty(), rows, Set.of(), Set.of());
    return RunChecks.of(rows, FAMILIES, Optional.empty(), none);
  }

  private static CheckResult check(Rows rows, String name) {
    return all(rows).stream()
        .filter(found -> found.family().equals("pico") && found.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void assertThatEnds(CheckResult found, Outcome outcome, Double value) {
    assertThat(found.status()).as(found.toString()).isEqualTo(outcome);
    assertThat(found.value()).isEqualTo(value);
  }

  private static RobustnessChange varied(String level, Double mean) {
    Map<String, Object> values = new HashMap<>();
    values.put("factor", "alpha");
    values.put("level", level);
    values.put("quantity", "z_minus_z_n0");
    values.put("status", mean == null ? "no_values" : "ok");
    values.put("mean", mean);
    values.put("sign_kept", mean == null ? null : (Boolean) (mean > 0));
    return row(RobustnessChange.ROWS, values);
  }

  private static CheckResult robust(double baselineSd) {
    Map<String, Object> values = new HashMap<>();
    values.put("factor", "all");
    values.put("quantity", "z_minus_z_n0");
    values.put("baseline_mean", 0.006);
    values.put("baseline_sd", baselineSd);
    values.put("steps", 8L);
    values.put("levels", 2L);
    values.put("levels_asked", 3L);
    Rows all =
        rows(RobustnessChange.ROWS, varied("0.1", 0.1), varied("0.2", -0.1), varied("0.4", null))
            .add(RobustnessSummary.ROWS, List.of(row(RobustnessSummary.ROWS, values)));
    SnapshotChanges none = SnapshotChanges.between(Optional.empty(), all, Set.of(), Set.of());
    Family varying = SampleRows.family("pico", "gradient", "variations: default");
    return RunChecks.of(all, Map.of("pico", varying), Optional.empty(), none).stream()
        .filter(found -> found.name().equals("regime_robust"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aSignThatMayBeNoiseIsSaidToBeOneAndWhatWasNotMeasuredIsNamed() {
    assertThatEnds(robust(0.05), Outcome.FAIL, 0.5);
    assertThat(robust(0.05).message())
        .isEqualTo(
            "z - z_N0 of the baseline, +0.006 over 8 steps, cannot be told from 0; it keeps its sign"
                + " in 1 of 2 variations of the probe, not under alpha=0.2; 1 more could not be"
                + " measured: alpha=0.4.");
    assertThat(robust(0.005).message())
        .isEqualTo(
            "z - z_N0 keeps its sign in 1 of 2 variations of the probe, not under alpha=0.2; 1 more"
                + " could not be measured: alpha=0.4.");
  }

  private static Rows closure(Double beta, Double delta) {
    return rows(
        ClosureCheck.ROWS,
        row(
            ClosureCheck.ROWS,
            beta == null ? Map.of() : Map.of("beta_residual", beta, "delta_residual", delta)));
  }

  private static FieldTransport moved(double by) {
    return shaped(
        field("pico", "d12", 1), new FieldTransport.Moments(-2.0, 1.0, 0.0, 0.1, 0.75, 0.0, by));
  }

  @Test
  void aRunWithoutRowsIsSkippedByEveryCheckThatNeedsThem() {
    List<CheckResult> found = all(new Rows.InMemory());
    assertThat(found).isEqualTo(CheckResult.ROWS.sorted(found));
    assertThat(found)
        .filteredOn(result -> result.status() != Outcome.SKIPPED)
        .extracting(CheckResult::name)
        .containsOnly("grid_complete", "duplicate_content", "duplicate_evaluation");
    assertThat(found).extracting(CheckResult::family).containsOnly("pico", "other");
  }

  @Test
  void closureHoldsUpToItsBoundAndIsAnErrorAboveIt() {
    assertThatEnds(check(closure(-1e-10, 0.0), "closure"), Outcome.PASS, 1e-10);
    CheckResult broken = check(closure(0.0, -2e-10), "closure");
    assertThatEnds(broken, Outcome.FAIL, 2e-10);
    assertThat(broken.level()).isEqualTo(Level.ERROR);
    assertThat(broken.message())
        .isEqualTo(
            "The largest residual of beta = D - z and delta = D - z - 1 is 2.00e-10 over 1 fits.");
    assertThatEnds(check(closure(null, null), "closure"), Outcome.SKIPPED, null);
  }

  @Test
  void aMovedSumIsHeldAgainstTheLargestMagnitudeOfAllEntries() {
    assertThatEnds(
        check(rows(FieldTransport.ROWS, moved(1e-10)), "conserved_sum"), Outcome.PASS, 5e-13);
    assertThat(check(rows(FieldTransport.ROWS, moved(-1e-9)), "conserved_sum").status())
        .isEqualTo(Outcome.FAIL);
  }

  @Test
  void aFieldOfZerosHasNoMagnitudeAndIsPassedOver() {
    FieldTransport zeros =
        shaped(
            field("pico", "d12", 1), new FieldTransport.Moments(0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0));
    Rows rows = rows(FieldTransport.ROWS, zeros);
    assertThatEnds(check(rows, "conserved_sum"), Outcome.SKIPPED, null);
    assertThatEnds(check(rows, "zero_share"), Outcome.FAIL, 1.0);
  }

  @Test
  void refusedFieldsAreNamedByScaleAndThenByStepAsNumbers() {
    Rows rows =
        rows(
            FieldTransport.ROWS,
            field("pico", "d12", 1),
            refused(field("pico", "d12", 10000), FieldStatus.CORRUPT),
            refused(field("pico", "d12", 1000), FieldStatus.MISSING),
            refused(field("pico", "d12", 20), FieldStatus.UNREADABLE),
            refused(field("pico", "d18", 3), FieldStatus.WRONG_SIZE),
            refused(field("pico", "d18", 4), FieldStatus.NOT_FINITE),
            refused(field("other", "d12", 5), FieldStatus.MISSING));
    CheckResult found = check(rows, "readable_inputs");
    assertThatEnds(found, Outcome.FAIL, 5.0);
    assertThat(found.message())
        .isEqualTo(
            "5 of 6 real fields were not measured, such as d12 step 20 unreadable,"
                + " d12 step 1000 missing, d12 step 10000 corrupt, d18 step 3 wrong_size;"
                + " field_transport.message says why.");
  }

  /** Nobody tried to read what `aggregate` finds changed, so nothing is said of reading. */
  @Test
  void aFamilyWithoutAnyMeasurementIsSaidWithItsFirstReason() {
    FieldTransport changed = refused(field("pico", "d12", 20), FieldStatus.MISSING);
    CheckResult found =
        RunChecks.unread("pico", List.of(changed), Optional.empty(), "2026-01-01T000000Z-00000000");
    assertThat(found.message())
        .isEqualTo(
            "None of the 1 real fields was measured, such as d12 step 20 missing. The first: "
                + changed.message()
                + " Readers keep the family's rows of run 2026-01-01T000000Z-00000000.");
  }

  @Test
  void degenerateFieldsAreReadable() {
    FieldTransport quiet =
        relaxed(
            field("pico", "d12", 1), FieldTransport.Cascade.of(100, 0.5, 0, 0, false, List.of()));
    Rows rows = rows(FieldTransport.ROWS, quiet);
    assertThatEnds(check(rows, "readable_inputs"), Outcome.PASS, 0.0);
    assertThatEnds(check(rows, "ceiling_share"), Outcome.PASS, 0.0);
    assertThatEnds(check(rows, "zero_share"), Outcome.SKIPPED, null);
  }

  @Test
  void theShareAtTheCeilingIsOfFieldsThatWereRelaxed() {
    FieldTransport endless =
        relaxed(
            field("pico", "d12", 2), FieldTransport.Cascade.of(100, 0.5, 9, 9, true, List.of(1L)));
    Rows rows =
        rows(
            FieldTransport.ROWS,
            field("pico", "d12", 1),
            endless,
            refused(field("pico", "d12", 3), FieldStatus.MISSING));
    CheckResult found = check(rows, "ceiling_share");
    assertThatEnds(found, Outcome.FAIL, 0.5);
    assertThat(found.message()).contains("A share of 0.500 of 2 real fields");
  }

  @Test
  void aGridIsCompleteWhenEveryStepHasAFit() {
    Compressibility fitted = row(Compressibility.ROWS, Map.of("step", 1L));
    Compressibility not = row(Compressibility.ROWS, Map.of("step", 2L, "status", "too_few_scales"));
    assertThatEnds(check(rows(Compressibility.ROWS, fitted), "grid_complete"), Outcome.PASS, 0.0);
    CheckResult found = check(rows(Compressibility.ROWS, fitted, not), "grid_complete");
    assertThatEnds(found, Outcome.FAIL, 1.0);
    assertThat(found.scope()).isEqualTo("real");
    assertThat(found.message()).startsWith("1 of 2 steps have no fit");
    assertThatEnds(check(new Rows.InMemory(), "grid_complete"), Outcome.FAIL, 0.0);
  }

  @Test
  void theSumRuleHoldsUpToItsBound() {
    NullContrast exact =
        row(NullContrast.ROWS, Map.of("observable", "D", "sum_rule_residual", 1e-12));
    NullContrast off =
        row(NullContrast.ROWS, Map.of("observable", "z", "sum_rule_residual", 2e-12));
    assertThatEnds(check(rows(NullContrast.ROWS, exact), "sum_rule"), Outcome.PASS, 1e-12);
    assertThatEnds(check(rows(NullContrast.ROWS, exact, off), "sum_rule"), Outcome.FAIL, 2e-12);
  }

  @Test
  void pooledAndMeanExponentsOfCompleteGridsAreOneNumber() {
    StepwiseExponent first = row(StepwiseExponent.ROWS, Map.of("step", 1L, "exponent", 0.9));
    StepwiseExponent second = row(StepwiseExponent.ROWS, Map.of("step", 2L, "exponent", 1.0));
    Map<String, Object> pooled =
        Map.of("window_name", "full", "quantity", "D_pooled", "scales", 2, "steps", 2, "rows", 4);
    Rows.InMemory equal = new Rows.InMemory().add(StepwiseExponent.ROWS, List.of(first, second));
    Map<String, Object> off = new HashMap<>(pooled);
    off.put("exponent", 0.9500001);
    Map<String, Object> partial = new HashMap<>(off);
    partial.put("rows", 3);
    Map<String, Object> exact = new HashMap<>(pooled);
    exact.put("exponent", 0.95);

    CheckResult passed =
        check(
            equal.add(PooledExponent.ROWS, List.of(row(PooledExponent.ROWS, exact))),
            "pooled_size_exponent");
    CheckResult failed =
        check(
            new Rows.InMemory()
                .add(StepwiseExponent.ROWS, List.of(first, second))
                .add(PooledExponent.ROWS, List.of(row(PooledExponent.ROWS, off))),
            "pooled_size_exponent");
    CheckResult skipped =
        check(rows(PooledExponent.ROWS, row(PooledExponent.ROWS, partial)), "pooled_size_exponent");

    assertThat(passed.status()).isEqualTo(Outcome.PASS);
    assertThat(passed.value()).isLessThan(1e-15);
    assertThat(failed.status()).isEqualTo(Outcome.FAIL);
    assertThat(failed.level()).isEqualTo(Level.ERROR);
    assertThat(failed.message()).contains("1.00e-07, over 1 complete grids");
    assertThat(skipped.status()).isEqualTo(Outcome.SKIPPED);
  }

  @Test
  void missingEvaluationsAreNoFaultAndDamagedOnesAre() {
    Performance sound = row(Performance.ROWS, Map.of("value", 2.0));
    Performance missing = row(Performance.ROWS, Map.of("step", 1L, "status", "missing"));
    Performance damaged = row(Performance.ROWS, Map.of("step", 2L, "status", "corrupt"));
    assertThatEnds(
        check(rows(Performance.ROWS, sound, missing), "readable_performance"), Outcome.PASS, 0.0);
    assertThatEnds(
        check(rows(Performance.ROWS, sound, damaged), "readable_performance"), Outcome.FAIL, 1.0);
  }

  @Test
  void aStableWindowMustBeLongAndItsFitsGood() {
    WindowSummary length =
        row(WindowSummary.ROWS, Map.of("quantity", "D", "count", 10L, "mean", 1.0));
    WindowSummary r2 = row(WindowSummary.ROWS, Map.of("quantity", "r2_size", "mean", 0.9));
    WindowSummary poor = row(WindowSummary.ROWS, Map.of("quantity", "r2_size", "mean", 0.89));
    Rows rows = rows(WindowSummary.ROWS, length, r2);
    assertThatEnds(check(rows, "window_length"), Outcome.PASS, 10.0);
    assertThatEnds(check(rows, "r2_size_floor"), Outcome.PASS, 0.9);
    assertThatEnds(check(rows(WindowSummary.ROWS, poor), "r2_size_floor"), Outcome.FAIL, 0.89);
    assertThatEnds(check(rows(WindowSummary.ROWS, poor), "window_length"), Outcome.SKIPPED, null);
  }
}
