package org.gradienttransport.jobs.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.jobs.publish.RunSettings;
import org.gradienttransport.jobs.run.TestRuns;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.jobs.warehouse.WriterLease;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasurerTest {
  /** No test's heap holds a field of so many entries with its graph. */
  private static final long LARGEST = 2_000_000_000L;

  @TempDir private Path folder;

  @Tag("spark")
  @Test
  void aFieldThatNoExecutorCanHoldIsRefusedBeforeAnyOtherIsMeasured() throws Exception {
    RunSettings settings = TestRuns.settings(TestRuns.family("pico-mini-sample"));
    Plan plan = TestRuns.pipeline(folder, settings).plan();
    List<UnitWork> work =
        new ArrayList<>(plan.pending(settings.measure().probe(), key -> false).subList(0, 2));
    work.add(new UnitWork(withEntries(work.get(1).unit(), LARGEST), work.get(1).probes()));
    Warehouse warehouse = TestRuns.warehouse(folder);

    try (WriterLease lease =
        WriterLease.acquire(warehouse, "a test", Duration.ofMinutes(1), Clock.systemUTC())) {
      assertThatThrownBy(
              () ->
                  new Measurer(
                          SharedSpark.session(), warehouse, settings.measure(), WaveSize.DEFAULT, 0)
                      .measure(plan, work, lease))
          .isInstanceOfSatisfying(
              JobException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
          .hasMessageContaining("pico-mini-sample")
          .hasMessageContaining("2,000,000,000 entries")
          .hasMessageContaining("Raise spark.executor.memory");
    }
    assertThat(folder.resolve("store")).doesNotExist();
  }

  private static Unit withEntries(Unit unit, long entries) {
    return new Unit(
        unit.family(),
        unit.scale(),
        entries,
        unit.fromStep(),
        unit.step(),
        unit.from(),
        unit.to(),
        unit.missing(),
        unit.identity());
  }
}
