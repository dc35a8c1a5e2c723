package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.gradienttransport.jobs.GradientTransport;
import org.gradienttransport.jobs.cluster.TestJvm;
import org.gradienttransport.jobs.conf.Repository;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.jobs.publish.RunSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that a scheduler tells to stop, and the run after it. */
@Tag("slow")
class StoppedRunTest {
  private static final List<String> OPTIONS =
      List.of(
          "-Dspark.master=local[2]",
          "-Dspark.ui.enabled=false",
          "-Dspark.driver.host=localhost",
          "-Dspark.sql.codegen.wholeStage=false",
          "-Dspark.sql.codegen.factoryMode=NO_CODEGEN");

  @TempDir Path directory;

  private static TestJvm start(Path log, Path warehouse) throws Exception {
    return TestJvm.start(
        log,
        OPTIONS,
        GradientTransport.class,
        "run",
        "--warehouse",
        warehouse.toUri().toString(),
        "--family",
        Repository.family("pico-mini-sample"),
        "--wave-units",
        "4",
        "--threads",
        "1");
  }

  @Test
  void aStopWhileSparkStartsIsNoFailure() throws Exception {
    Path warehouse = directory.resolve("early");
    try (TestJvm run = start(directory.resolve("early.log"), warehouse)) {
      run.waitFor(warehouse.resolve("lock/0000000001.json"));
      int code = run.toldToStop();

      assertThat(code).as(run.output()).isEqualTo(ExitCode.TRY_AGAIN.code());
      assertThat(run.output()).contains("run again to go on").doesNotContain("\tat ");
    }
  }

  @Test
  void afterASigtermARunCommitsItsWaveAndEndsWith75AndTheNextOneGoesOn() throws Exception {
    Path stopped = directory.resolve("stopped");
    Path log = directory.resolve("stopped.log");
    int code;
    try (TestJvm run = start(log, stopped)) {
      run.waitFor(stopped.resolve("store/waves/0000000002.json"));
      code = run.toldToStop();
    }

    String said = Files.readString(log);
    assertThat(code).as(said).isEqualTo(ExitCode.TRY_AGAIN.code());
    assertThat(said).contains("the run ends after the present wave", "run again to go on");
    assertThat(stopped.resolve("CURRENT.json")).doesNotExist();
    try (var locks = Files.list(stopped.resolve("lock"))) {
      assertThat(locks.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
    }
    try (var waves = Files.list(stopped.resolve("store/waves"))) {
      assertThat(waves.filter(file -> file.toString().endsWith(".json")).count())
          .isBetween(2L, 15L);
    }

    RunSettings settings =
        TestRuns.settings(
            List.of(TestRuns.family("pico-mini-sample")), 1, 1, 0, new WaveSize(4, Long.MAX_VALUE));
    RunOutcome outcome = TestRuns.run(stopped, settings);

    assertThat(outcome.measured()).isBetween(4L, 64 * 4L - 2 * 4 * 4);
    Path unbroken = directory.resolve("unbroken");
    TestRuns.run(unbroken, settings);
    assertThat(TestRuns.values(stopped, Set.of())).isEqualTo(TestRuns.values(unbroken, Set.of()));
  }

  @Test
  void afterASigtermFitsAreKeptWaveByWaveAndTheRunEndsWith75() throws Exception {
    Path study = directory.resolve("study.yaml");
    Files.writeString(
        study,
        """
        extends: %s
        study: many
        title: More replicates than a test waits for
        fits: {laws: [chinchilla], approaches: [3], bootstrap: {replicates: 100000}}
        """
            .formatted(Repository.study("gemstones-sample")));
    Path stopped = directory.resolve("stopped");
    Path log = directory.resolve("stopped.log");
    int code;
    try (TestJvm run =
        TestJvm.start(
            log,
            OPTIONS,
            GradientTransport.class,
            "run",
            "--warehouse",
            stopped.toUri().toString(),
            "--study",
            study.toString())) {
      run.waitFor(stopped.resolve("store/fits/waves/0000000001.json"));
      code = run.toldToStop();
    }

    String said = Files.readString(log);
    assertThat(code).as(said).isEqualTo(ExitCode.TRY_AGAIN.code());
    assertThat(said).contains("the run ends after the present wave", "run again to go on");
    assertThat(stopped.resolve("CURRENT.json")).doesNotExist();
  }
}
