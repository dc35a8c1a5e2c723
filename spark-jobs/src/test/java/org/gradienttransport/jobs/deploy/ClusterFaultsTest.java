package org.gradienttransport.jobs.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.gradienttransport.jobs.GradientTransport;
import org.gradienttransport.jobs.conf.Repository;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.run.TestRuns;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A real cluster that loses its parts while a run is at work. */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
class ClusterFaultsTest {
  private Path directory;
  private StandaloneCluster cluster;
  private Map<String, List<String>> expected;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    cluster = StandaloneCluster.installed(directory);
    cluster.start(3);
    Path calm = directory.resolve("calm");
    TestRuns.run(
        calm,
        TestRuns.settings(List.of(TestRuns.family("pico-mini-sample")), 1, 1, 0, WaveSize.DEFAULT));
    expected = TestRuns.values(calm, Set.of());
  }

  @AfterAll
  void stop() throws Exception {
    cluster.close();
  }

  @Test
  void executorsKilledWhileMeasuringAggregatingAndPublishingChangeNoRow() throws Exception {
    Path warehouse = directory.resolve("executors");
    try (Driver driver = submit("executors", warehouse, "pico-mini-sample")) {
      killWhen(driver, warehouse.resolve("store/waves/0000000002.json"));
      killWhen(driver, warehouse.resolve("store/waves/0000000006.json"));
      killWhen(driver, warehouse, "stepwise_exponent");
      killWhen(driver, warehouse, "check_result");
      driver.requireSuccess();
    }
    assertThat(TestRuns.values(warehouse, Set.of())).isEqualTo(expected);
  }

  @Test
  void aLostWorkerAndTasksThatAreRunTwiceChangeNoRow() throws Exception {
    Path warehouse = directory.resolve("worker");
    try (Driver driver =
        submit(
            "worker",
            warehouse,
            "pico-mini-sample",
            "-Dspark.speculation=true",
            "-Dspark.speculation.quantile=0.1",
            "-Dspark.speculation.multiplier=1.01",
            "-Dspark.speculation.interval=20ms",
            "-Dspark.speculation.minTaskRuntime=1ms")) {
      driver.waitFor(warehouse.resolve("store/waves/0000000003.json"));
      cluster.killWorker(3);
      driver.requireSuccess();
    }
    assertThat(TestRuns.values(warehouse, Set.of())).isEqualTo(expected);
  }

  @Test
  void bothCompleteMinisGiveTheTablesOfALocalRun() throws Exception {
    Assumptions.assumeTrue(
        Files.exists(Repository.data("pico-mini")), "the mini families' snapshots are not here");
    Path local = directory.resolve("local");
    TestRuns.run(
        local,
        TestRuns.settings(
            List.of(TestRuns.family("pico-mini"), TestRuns.family("pythia-mini")),
            1,
            0,
            0,
            WaveSize.DEFAULT));
    Path clustered = directory.resolve("clustered");
    try (Driver driver = measure("measured", clustered)) {
      driver.requireSuccess();
    }
    assertThat(clustered.resolve("CURRENT.json")).doesNotExist();
    try (Driver driver = aggregate("aggregated", clustered)) {
      driver.requireSuccess();
    }
    assertThat(TestRuns.values(clustered, Set.of())).isEqualTo(TestRuns.values(local, Set.of()));
  }

  private Driver measure(String name, Path warehouse) throws IOException {
    return start(name, List.of(), minis("measure", warehouse));
  }

  private Driver aggregate(String name, Path warehouse) throws IOException {
    return start(name, List.of(), minis("aggregate", warehouse));
  }

  private static List<String> minis(String command, Path warehouse) {
    return List.of(
        command,
        "--warehouse",
        warehouse.toUri().toString(),
        "--nulls",
        "0",
        "--family",
        Repository.family("pico-mini"),
        Repository.family("pythia-mini"));
  }

  private Driver submit(String name, Path warehouse, String family, String... options)
      throws IOException {
    return start(
        name,
        List.of(options),
        List.of(
            "run",
            "--warehouse",
            warehouse.toUri().toString(),
            "--family",
            Repository.family(family),
            "--wave-units",
            "8"));
  }

  private void killWhen(Driver driver, Path file) throws Exception {
    driver.waitFor(file);
    assertThat(cluster.killAnExecutor()).as("an executor to kill at %s", file).isTrue();
  }

  /** Waits for a table of the run that is being staged. */
  private void killWhen(Driver driver, Path warehouse, String table) throws Exception {
    driver.waitUntil(() -> isStaged(warehouse, table), table);
    assertThat(cluster.killAnExecutor()).as("an executor to kill at %s", table).isTrue();
  }

  private static boolean isStaged(Path warehouse, String table) throws IOException {
    if (!Files.exists(warehouse.resolve("runs"))) {
      return false;
    }
    try (Stream<Path> runs = Files.list(warehouse.resolve("runs"))) {
      return runs.anyMatch(run -> Files.exists(run.resolve(table)));
    }
  }

  /** A driver in client mode, as a process of its own. */
  private Driver start(String name, List<String> options, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (argument.startsWith("--add-opens") || argument.startsWith("-Djdk.reflect")) {
        command.add(argument);
      }
    }
    command.addAll(
        List.of(
            "-Xmx1g",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dspark.master=" + cluster.master(),
            "-Dspark.ui.enabled=false",
            "-Dspark.driver.host=127.0.0.1",
            "-Dspark.driver.bindAddress=127.0.0.1",
            "-Dspark.executor.cores=1",
            "-Dspark.cores.max=2",
            "-Dspark.executor.memory=1g",
            "-Dspark.executor.extraJavaOptions=-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
            "-Dspark.executor.extraClassPath=" + cluster.applicationJar(),
            "-Dspark.sql.shuffle.partitions=2",
            "-Dspark.sql.codegen.wholeStage=false",
            "-Dspark.sql.codegen.factoryMode=NO_CODEGEN"));
    command.addAll(options);
    command.addAll(
        List.of(
            "-cp",
            cluster.applicationJar() + ":" + cluster.sparkHome().resolve("jars") + "/*",
            GradientTransport.class.getName()));
    command.addAll(arguments);
    Path log = directory.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(cluster.environment());
    return new Driver(builder.start(), log);
  }

  /** A question about files. */
  @FunctionalInterface
  private interface Question {
    boolean ask() throws IOException;
  }

  /** A driver at work. */
  private record Driver(Process process, Path log) implements AutoCloseable {
    void waitFor(Path file) throws Exception {
      waitUntil(() -> Files.exists(file), file.toString());
    }

    void waitUntil(Question question, String what) throws Exception {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(StandaloneCluster.BOUND_SECONDS);
      while (!question.ask()) {
        assertThat(process.waitFor(10, TimeUnit.MILLISECONDS))
            .as("ended before %s: %s", what, Files.readString(log))
            .isFalse();
        assertThat(System.nanoTime()).as("waited for " + what).isLessThan(deadline);
      }
    }

    void requireSuccess() throws Exception {
      assertThat(process.waitFor(StandaloneCluster.BOUND_SECONDS, TimeUnit.SECONDS))
          .as(Files.readString(log))
          .isTrue();
      assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
