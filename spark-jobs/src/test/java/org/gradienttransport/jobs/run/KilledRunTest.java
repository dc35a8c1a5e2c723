package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.gradienttransport.jobs.GradientTransport;
import org.gradienttransport.jobs.cluster.TestJvm;
import org.gradienttransport.jobs.conf.Repository;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.jobs.publish.RunSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run killed in the middle, and the run after it. */
@Tag("slow")
class KilledRunTest {
  @TempDir Path directory;

  @Test
  void afterASigkillTheNextRunFinishesWithTheTablesOfAnUnbrokenRunAndMeasuresOnlyTheRest()
      throws Exception {
    Path killed = directory.resolve("killed");
    try (TestJvm run = start(killed)) {
      run.waitFor(killed.resolve("store/waves/0000000002.json"));
    }
    assertThat(killed.resolve("CURRENT.json")).doesNotExist();
    long committed = rowsOf(killed);

    RunSettings settings =
        TestRuns.settings(
            List.of(TestRuns.family("pico-mini-sample")), 1, 1, 0, new WaveSize(8, Long.MAX_VALUE));
    RunOutcome outcome = TestRuns.run(killed, settings);

    assertThat(committed).isGreaterThanOrEqualTo(2 * 8 * 4);
    assertThat(outcome.measured()).isEqualTo(64 * 4 - committed);
    Path unbroken = directory.resolve("unbroken");
    TestRuns.run(unbroken, settings);
    assertThat(TestRuns.values(killed, Set.of())).isEqualTo(TestRuns.values(unbroken, Set.of()));
  }

  private TestJvm start(Path warehouse) throws IOException {
    return TestJvm.start(
        directory.resolve("killed.log"),
        List.of(
            "-Dspark.master=local[2]",
            "-Dspark.ui.enabled=false",
            "-Dspark.driver.host=localhost",
            "-Dspark.sql.codegen.wholeStage=false",
            "-Dspark.sql.codegen.factoryMode=NO_CODEGEN"),
        GradientTransport.class,
        "run",
        "--warehouse",
        warehouse.toUri().toString(),
        "--family",
        Repository.family("pico-mini-sample"),
        "--wave-units",
        "8",
        "--threads",
        "1");
  }

  private static long rowsOf(Path warehouse) throws IOException {
    return new org.gradienttransport.jobs.plan.store.SparkStore(
            org.gradienttransport.jobs.SharedSpark.session(), TestRuns.warehouse(warehouse))
        .rows()
        .count();
  }
}
