package org.gradienttransport.jobs.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.check.Finding.Outcome;
import org.gradienttransport.jobs.tables.RowBuilder;
import org.gradienttransport.jobs.tables.RunTables;
import org.gradienttransport.schemas.WindowSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Window figures of two runs beside one another. */
class WindowDriftTest {
  @TempDir Path directory;

  private static Row figure(String family, String quantity, Double mean, Double sd) {
    return RowBuilder.of(WindowSummary.TABLE)
        .set(WindowSummary.FAMILY, family)
        .set(WindowSummary.WINDOW_NAME, "stable")
        .set(WindowSummary.FIELD_KIND, "real")
        .set(WindowSummary.REPLICATE, 0)
        .set(WindowSummary.QUANTITY, quantity)
        .set(WindowSummary.SCALE, "all")
        .set(WindowSummary.RULE, "explicit")
        .set(WindowSummary.MEAN, mean)
        .set(WindowSummary.SD, sd)
        .set(WindowSummary.COUNT, 10L)
        .set(WindowSummary.STATUS, "ok")
        .build();
  }

  private org.apache.hadoop.fs.Path stage(String name, Row... figures) {
    RunTables tables = tables(name);
    tables.stage(WindowSummary.TABLE, List.of(figures));
    return new org.apache.hadoop.fs.Path(tables.directory(), WindowSummary.TABLE.name());
  }

  private RunTables tables(String name) {
    return new RunTables(
        SharedSpark.session(),
        new org.apache.hadoop.fs.Path(directory.resolve(name).toUri().toString()));
  }

  private List<Finding> check(org.apache.hadoop.fs.Path previous) {
    RunTables now = tables("now");
    now.register(WindowSummary.TABLE);
    return WindowDrift.check(now, Set.of("pico"), Optional.of(previous));
  }

  @Test
  void theFigureThatMovedMostIsNamedWithBothValues() {
    stage("now", figure("pico", "z", 0.26, 0.02), figure("pico", "D", 0.99, 0.01));
    Finding found =
        check(stage("before", figure("pico", "z", 0.22, 0.02), figure("pico", "D", 0.988, 0.01)))
            .get(0);
    assertThat(found.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(found.level()).isEqualTo(Level.WARN);
    assertThat(found.value()).isCloseTo(2.0, org.assertj.core.api.Assertions.within(1e-12));
    assertThat(found.message()).contains("2 window figures", "z of pico", "from 0.22", "to 0.26");
  }

  @Test
  void aFigureWithoutScatterMovesRelativeToItsSize() {
    stage("now", figure("pico", "cv_v_rel", 0.55, null));
    Finding found = check(stage("before", figure("pico", "cv_v_rel", 0.5, null))).get(0);
    assertThat(found.outcome()).isEqualTo(Outcome.PASS);
    assertThat(found.value()).isCloseTo(0.1, org.assertj.core.api.Assertions.within(1e-12));
  }

  @Test
  void aFamilyThatIsNewHasNothingToCompareWith() {
    stage("now", figure("pico", "z", 0.26, 0.02));
    Finding found = check(stage("before", figure("pythia", "z", 0.22, 0.02))).get(0);
    assertThat(found.outcome()).isEqualTo(Outcome.SKIPPED);
    assertThat(found.message()).contains("No earlier run of this family");
  }

  @Test
  void theFirstRunHasNothingToCompareWith() {
    stage("now", figure("pico", "z", 0.26, 0.02));
    RunTables now = tables("now");
    assertThat(WindowDrift.check(now, Set.of("pico"), Optional.empty()).get(0).outcome())
        .isEqualTo(Outcome.SKIPPED);
  }
}
