package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gradienttransport.jobs.check.PlanChecks;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.StepwiseExponent;
import org.gradienttransport.schemas.vocabulary.FitStatus;
import org.gradienttransport.schemas.vocabulary.Level;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grids with holes and ladders that are none: nothing is left out or fitted in silence. */
@Tag("spark")
class LadderAndGridTest {
  @TempDir Path directory;

  @Test
  void stepsThatAStrictGridLeavesOutAreSaidEverywhere() throws IOException {
    TinyCheckpoints checkpoints = new TinyCheckpoints(input()).write(1, 2, 3, 4);
    for (long step : new long[] {2, 3}) {
      Files.delete(checkpoints.file("w32", step));
      Files.delete(checkpoints.file("w32", step).getParent());
    }
    Family family = checkpoints.family("{discover: true}");

    Plan plan = TestRuns.pipeline(warehouse(), TestRuns.settings(family)).plan();
    CheckResult planned = named(PlanChecks.of(plan), "steps_left_out");
    assertThat(planned.message())
        .isEqualTo(
            "4 discovered snapshots are left out because other scales lack their steps: w16 2, 3;"
                + " w8 2, 3; 2 differences span such a gap.");

    RunOutcome outcome = TestRuns.run(warehouse(), TestRuns.settings(family));
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
    var open = TestRuns.warehouse(warehouse());
    CheckResult check = named(open.tables(outcome.runId()).of(CheckResult.ROWS), "steps_left_out");
    assertThat(check).isEqualTo(planned);
    assertThat(check.level()).isEqualTo(Level.WARN);
    assertThat(check.status()).isEqualTo(Outcome.FAIL);
    assertThat(open.runDescription(outcome.runId()).orElseThrow())
        .containsPattern("(?s)steps_left_out.*tiny.*w16.*count\" : 2.*w8");
    List<FieldTransport> fields = open.tables(outcome.runId()).of(FieldTransport.ROWS);
    assertThat(fields).hasSize(3);
    assertThat(fields)
        .allSatisfy(
            field ->
                assertThat(field.neighbours().leftOutSteps())
                    .isEqualTo(field.key().scale().equals("w32") ? null : List.of(2L, 3L)));
  }

  @Test
  void stepsWhoseNamesHaveOtherZerosAreSaidToBeLeftOut() throws IOException {
    TinyCheckpoints checkpoints = new TinyCheckpoints(input()).write(1, 5, 6);
    for (String scale : List.of("w8", "w16", "w32")) {
      Path step = checkpoints.file(scale, 5).getParent();
      Path unused = Files.move(step, step.resolveSibling("step05"));
    }
    Plan plan =
        TestRuns.pipeline(warehouse(), TestRuns.settings(checkpoints.family("{discover: true}")))
            .plan();
    assertThat(plan.units()).allSatisfy(unit -> assertThat(unit.leftOut()).containsExactly(5L));
    CheckResult check = named(PlanChecks.of(plan), "steps_left_out");
    assertThat(check.status()).isEqualTo(Outcome.FAIL);
    assertThat(check.message())
        .isEqualTo(
            "3 discovered snapshots are left out because other scales lack their steps or their"
                + " names have other zeros than {step}: w16 5; w32 5; w8 5; 3 differences span such"
                + " a gap. Names with other zeros: w16 step05; w32 step05; w8 step05; {step:06} in"
                + " the family's file is a step of six digits.");
  }

  @Test
  void aWholeGridLeavesNothingOut() throws IOException {
    Family family = new TinyCheckpoints(input()).write(1, 2).family("{discover: true}");
    Plan plan = TestRuns.pipeline(warehouse(), TestRuns.settings(family)).plan();
    assertThat(PlanChecks.of(plan))
        .extracting(CheckResult::status)
        .containsExactly(Outcome.PASS, Outcome.PASS, Outcome.PASS, Outcome.PASS);
  }

  @Test
  void threeScalesOfTwoSizesAreNoLadder() throws IOException {
    TinyCheckpoints checkpoints = new TinyCheckpoints(input());
    for (String scale : List.of("a", "b", "c")) {
      for (long step : new long[] {1, 2}) {
        long rows = scale.equals("c") ? 121 : 120;
        checkpoints.write(scale, step, Map.of("w", List.of(rows)), step + rows);
      }
    }
    Family family =
        checkpoints.described(
            "[1, 2]",
            "tensors: {rules: [{names: [w]}]}",
            "scales:",
            "  - {name: a, entries: 120}",
            "  - {name: b, entries: 120}",
            "  - {name: c, entries: 121}");

    RunOutcome outcome = TestRuns.run(warehouse(), TestRuns.settings(family));

    var tables = TestRuns.warehouse(warehouse()).tables(outcome.runId());
    assertThat(tables.of(StepwiseExponent.ROWS))
        .hasSize(4)
        .allSatisfy(
            fit -> {
              assertThat(fit.status()).isEqualTo(FitStatus.TOO_FEW_SCALES);
              assertThat(fit.law().exponent()).isNull();
              assertThat(fit.message())
                  .isEqualTo(
                      "3 scales are usable at this step, but they have only 2 different N; a fit"
                          + " needs 3.");
            });
    CheckResult spread = named(tables.of(CheckResult.ROWS), "scale_spread");
    assertThat(spread.status()).isEqualTo(Outcome.FAIL);
    assertThat(spread.message())
        .isEqualTo(
            "The 3 scales have 2 different N, the largest 1.01 times the smallest; below 2 times an"
                + " exponent says little.");
  }

  private static CheckResult named(List<CheckResult> checks, String name) {
    return checks.stream().filter(check -> check.name().equals(name)).findFirst().orElseThrow();
  }

  private Path input() {
    return directory.resolve("input");
  }

  private Path warehouse() {
    return directory.resolve("warehouse");
  }
}
