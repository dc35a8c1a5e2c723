package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gradienttransport.jobs.check.PlanChecks;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.Planner;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.schemas.Rows;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.StepwiseExponent;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scales that belong together at unlike steps. Files of scale w8 lie at four times, those of w16 at
 * twice the steps of w32, and hold what w32's steps 1, 2, 3 hold in plain layout.
 */
@Tag("spark")
class AxisFamilyTest {
  private static final Map<String, Long> STEPS_PER = Map.of("w8", 4L, "w16", 2L, "w32", 1L);

  @TempDir Path directory;

  private TinyCheckpoints plain() throws IOException {
    return new TinyCheckpoints(directory.resolve("plain")).write(1, 2, 3);
  }

  private TinyCheckpoints stretched(long... extra) throws IOException {
    TinyCheckpoints checkpoints = new TinyCheckpoints(directory.resolve("stretched"));
    for (Map.Entry<String, Long> scale : STEPS_PER.entrySet()) {
      long width = Long.parseLong(scale.getKey().substring(1));
      for (long step = 1; step <= 3; step++) {
        checkpoints.write(
            scale.getKey(), step * scale.getValue(), TinyCheckpoints.tensors(width), step);
      }
    }
    for (long step : extra) {
      checkpoints.write("w8", step, TinyCheckpoints.tensors(8), 7);
    }
    return checkpoints;
  }

  private Rows run(Family family) throws IOException {
    Path warehouse = directory.resolve("warehouse-" + family.name());
    RunOutcome outcome = TestRuns.run(warehouse, TestRuns.settings(family));
    return TestRuns.warehouse(warehouse).tables(outcome.runId());
  }

  private void assertEqualsPlain(Family onAxis, List<Double> axisValues) throws IOException {
    Rows expected = run(plain().family("plain", "[1, 2, 3]"));
    Rows found = run(onAxis);
    assertThat(found.of(FieldTransport.ROWS)).hasSize(6);
    for (FieldTransport field : found.of(FieldTransport.ROWS)) {
      long perStep = STEPS_PER.get(field.key().scale());
      assertThat(field.key().step()).isEqualTo(field.alignedStep() * perStep);
      FieldTransport same =
          expected.of(FieldTransport.ROWS).stream()
              .filter(row -> row.key().scale().equals(field.key().scale()))
              .filter(row -> row.key().step() == field.alignedStep())
              .findFirst()
              .orElseThrow();
      assertThat(field.cascade()).isEqualTo(same.cascade());
      assertThat(field.moments()).isEqualTo(same.moments());
      assertThat(field.input().contentHash()).isEqualTo(same.input().contentHash());
      assertThat(same.alignment()).isEqualTo(FieldTransport.Alignment.BY_STEP);
    }
    assertThat(found.of(CheckResult.ROWS))
        .filteredOn(check -> check.name().equals("unlike_spans"))
        .extracting(CheckResult::status)
        .containsExactly(Outcome.PASS);
    List<StepwiseExponent> fits = found.of(StepwiseExponent.ROWS);
    assertThat(fits).extracting(StepwiseExponent::message).containsOnlyNulls();
    assertThat(fits).extracting(StepwiseExponent::axisValue).containsAll(axisValues);
    for (int i = 0; i < fits.size(); i++) {
      StepwiseExponent same = expected.of(StepwiseExponent.ROWS).get(i);
      assertThat(fits.get(i).status()).isEqualTo(FitStatus.OK);
      assertThat(fits.get(i).law()).isEqualTo(same.law());
      assertThat(fits.get(i).step()).isEqualTo(same.step());
      assertThat(fits.get(i).fromStep()).isEqualTo(same.fromStep());
      assertThat(same.axisValue()).isNull();
    }
  }

  @Test
  void scalesThatHaveSeenAsManyTokensAreFittedTogether() throws IOException {
    Family family =
        stretched()
            .family(
                "tokens",
                "{axis: tokens, tokens_per_step: {w8: 250, w16: 500, w32: 1000}, discover: true}");
    assertEqualsPlain(family, List.of(2000.0, 3000.0));
  }

  @Test
  void scalesThatAreAsFarInTheirTrainingAreFittedTogether() throws IOException {
    Family family =
        stretched()
            .family(
                "share",
                "{axis: share, total_steps: {w8: 12, w16: 6, w32: 3}, at: [0.333, 0.667, 1],"
                    + " tolerance: 0.01}");
    assertEqualsPlain(family, List.of(0.667, 1.0));
  }

  @Test
  void aMapSaysWhichStepsBelongTogether() throws IOException {
    Family family =
        stretched()
            .family(
                "map",
                "{axis: tokens, map: {w8: {1e3: 4, 2e3: 8, 3e3: 12}, w16: {1000: 2, 2000: 4,"
                    + " 3000: 6}, w32: {1000: 1, 2000: 2, 3000: 3}}}");
    assertEqualsPlain(family, List.of(2000.0, 3000.0));
  }

  @Test
  void theNearestSnapshotWithinTheToleranceIsTakenAndTheOthersAreSaid() throws IOException {
    Family family =
        stretched(7, 9, 11)
            .family(
                "near",
                "{axis: tokens, tokens_per_step: {w8: 251, w16: 499, w32: 1000}, discover: true,"
                    + " tolerance: 0.01}");
    Plan plan = new Planner(new org.apache.hadoop.conf.Configuration(), 0).plan(List.of(family));
    assertThat(plan.leftOut()).isEqualTo(Map.of("near", Map.of("w8", List.of(7L, 9L, 11L))));
    assertThat(PlanChecks.of(plan))
        .filteredOn(check -> check.name().equals("steps_left_out"))
        .extracting(CheckResult::message)
        .containsExactly(
            "3 discovered snapshots are left out because other scales lack their steps: w8 7, 9,"
                + " 11; 2 differences span such a gap.");
    assertEqualsPlainSteps(plan);
  }

  private static void assertEqualsPlainSteps(Plan plan) {
    assertThat(plan.units())
        .filteredOn(unit -> unit.scale().equals("w8"))
        .extracting(Unit::step)
        .containsExactly(8L, 12L);
    assertThat(plan.steps()).isEqualTo(Map.of("near", List.of(2L, 3L)));
  }

  @Test
  void differencesOfAPartialGridAreBetweenSnapshotsOfTheScaleItself() throws IOException {
    TinyCheckpoints checkpoints = plain();
    Files.delete(checkpoints.file("w16", 2));
    Files.delete(checkpoints.file("w16", 2).getParent());
    Family family = checkpoints.family("partial", "{discover: true}\ngrid: partial");

    Rows rows = run(family);

    assertThat(rows.of(FieldTransport.ROWS))
        .filteredOn(row -> row.key().scale().equals("w16"))
        .extracting(row -> row.key().fromStep() + "->" + row.key().step())
        .containsExactly("1->3");
    assertThat(rows.of(StepwiseExponent.ROWS))
        .filteredOn(fit -> fit.status() == FitStatus.OK)
        .extracting(fit -> fit.fromStep() + "->" + fit.step())
        .containsOnly("2->3");
    assertThat(rows.of(StepwiseExponent.ROWS))
        .filteredOn(fit -> fit.step() == 3)
        .extracting(StepwiseExponent::message)
        .containsOnly(
            "The differences that are fitted together span unlike steps: 1 -> 3 (w16), 2 -> 3"
                + " (w32, w8).");
    assertThat(rows.of(CheckResult.ROWS))
        .filteredOn(check -> check.name().equals("unlike_spans"))
        .extracting(check -> check.status() + " " + check.level() + " " + check.message())
        .containsExactly(
            "FAIL WARN The differences of 1 of 2 steps do not span the same steps in all scales:"
                + " 1 -> 3 (w16), 2 -> 3 (w32, w8).");
    assertThat(rows.of(StepwiseExponent.ROWS))
        .filteredOn(fit -> fit.step() == 2)
        .allSatisfy(fit -> assertThat(fit.message()).contains("not usable: w16 (missing)"));
  }
}
