package org.gradienttransport.jobs.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.check.Finding.Outcome;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.tables.RowBuilder;
import org.gradienttransport.jobs.tables.RunTables;
import org.gradienttransport.schemas.StepwiseExponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures of two runs beside one another, in units of what is known of their uncertainty. */
class FigureDriftTest {
  private static final Set<String> COMPARED =
      Set.of(
          "stepwise_exponent_drift",
          "closure_check_drift",
          "compressibility_drift",
          "null_contrast_drift",
          "performance_drift",
          "performance_exponent_drift",
          "performance_association_drift");

  @TempDir Path directory;

  private static Row exponent(long step, double exponent, Double error) {
    return RowBuilder.of(StepwiseExponent.TABLE)
        .set(StepwiseExponent.FAMILY, "pico")
        .set(StepwiseExponent.STEP, step)
        .set(StepwiseExponent.FROM_STEP, step)
        .set(StepwiseExponent.FIELD_KIND, "real")
        .set(StepwiseExponent.REPLICATE, 0)
        .set(StepwiseExponent.OBSERVABLE, "size")
        .set(StepwiseExponent.SYMBOL, "D")
        .set(StepwiseExponent.EXPONENT, exponent)
        .set(StepwiseExponent.STD_ERROR, error)
        .set(StepwiseExponent.SCALES, 4)
        .set(StepwiseExponent.SCALE_NAMES, List.of("d12", "d18", "d24", "d36"))
        .set(StepwiseExponent.STATUS, "ok")
        .build();
  }

  /** A run that has exponents and nothing else. */
  private RunTables run(String name, Row... exponents) {
    RunTables tables =
        new RunTables(
            SharedSpark.session(),
            new org.apache.hadoop.fs.Path(directory.resolve(name).toUri().toString()));
    tables.stage(StepwiseExponent.TABLE, List.of(exponents));
    return tables;
  }

  private List<Finding> check(RunTables now, PreviousRun previous) throws IOException {
    SnapshotChanges none =
        SnapshotChanges.between(PreviousRun.none(), now, new Plan(Map.of(), List.of(), 0));
    return FigureDrift.check(now, Set.of("pico"), previous, none);
  }

  private static Finding exponents(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.name().equals("stepwise_exponent_drift"))
        .findFirst()
        .orElseThrow();
  }

  private PreviousRun of(RunTables tables) throws IOException {
    return PreviousRun.in(FileSystem.getLocal(new Configuration()), tables.directory());
  }

  @Test
  void aFigureThatMovedWithoutItsInputsIsAWarningThatNamesItsRow() throws IOException {
    PreviousRun before = of(run("before", exponent(8, 0.90, 0.02), exponent(16, 0.95, 0.02)));
    RunTables now = run("now", exponent(8, 0.96, 0.02), exponent(16, 0.95, 0.02));

    Finding found = exponents(check(now, before));

    assertThat(found.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(found.level()).isEqualTo(Level.WARN);
    assertThat(found.value()).isCloseTo(3, within(1e-9));
    assertThat(found.message())
        .contains("Of 2 values of exponent", "observable size, step 8", "from 0.9", "to 0.96")
        .endsWith("3.00 standard errors.");
  }

  @Test
  void withoutAnErrorAFigureMovesRelativeToItsSize() throws IOException {
    PreviousRun before = of(run("before", exponent(8, 0.5, null)));
    Finding found = exponents(check(run("now", exponent(8, 0.55, null)), before));
    assertThat(found.outcome()).isEqualTo(Outcome.PASS);
    assertThat(found.value()).isCloseTo(0.1, within(1e-9));
  }

  @Test
  void everyTableOfFiguresIsComparedAndSaysWhenItHasNothingToCompareWith() throws IOException {
    List<Finding> findings = check(run("now", exponent(8, 0.9, 0.02)), PreviousRun.none());
    assertThat(findings).extracting(Finding::name).containsOnly(COMPARED.toArray(String[]::new));
    assertThat(findings)
        .allSatisfy(
            finding -> {
              assertThat(finding.outcome()).isEqualTo(Outcome.SKIPPED);
              assertThat(finding.message()).contains("earlier run");
            });
  }
}
