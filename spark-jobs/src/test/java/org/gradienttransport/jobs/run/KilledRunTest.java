package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.gradienttransport.jobs.GradientTransport;
import org.gradienttransport.jobs.conf.Repository;
import org.gradienttransport.jobs.measure.WaveSize;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run killed in the middle, and the run after it. */
@Tag("slow")
class KilledRunTest {
  private static final long BOUND_MILLIS = 180_000;

  @TempDir Path directory;

  @Test
  void afterASigkillTheNextRunFinishesWithTheTablesOfAnUnbrokenRunAndMeasuresOnlyTheRest()
      throws Exception {
    Path killed = directory.resolve("killed");
    Process process = start(killed);
    waitForWave(process, killed, 2);
    process.destroyForcibly().waitFor();
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

  private Process start(Path warehouse) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    for (String argument :
        java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (argument.startsWith("--add-opens") || argument.startsWith("-Dio.netty")) {
        command.add(argument);
      }
    }
    command.addAll(
        List.of(
            "-Xmx1g",
            "-Dspark.master=local[2]",
            "-Dspark.ui.enabled=false",
            "-Dspark.driver.host=localhost",
            "-cp",
            System.getProperty("java.class.path"),
            GradientTransport.class.getName(),
            "run",
            "--warehouse",
            warehouse.toUri().toString(),
            "--family",
            Repository.family("pico-mini-sample"),
            "--wave-units",
            "8",
            "--threads",
            "1"));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("killed.log").toFile())
        .start();
  }

  private void waitForWave(Process process, Path warehouse, int wave)
      throws IOException, InterruptedException {
    Path marker = warehouse.resolve("store/waves/%010d.json".formatted(wave));
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BOUND_MILLIS);
    while (!Files.exists(marker)) {
      assertThat(process.waitFor(20, TimeUnit.MILLISECONDS))
          .as("the run ended by itself: %s", Files.readString(directory.resolve("killed.log")))
          .isFalse();
      assertThat(System.nanoTime()).as("no wave within the bound").isLessThan(deadline);
    }
  }

  private static long rowsOf(Path warehouse) throws IOException {
    return new org.gradienttransport.jobs.store.MeasurementStore(
            org.gradienttransport.jobs.SharedSpark.session(), TestRuns.warehouse(warehouse))
        .rows()
        .count();
  }
}
