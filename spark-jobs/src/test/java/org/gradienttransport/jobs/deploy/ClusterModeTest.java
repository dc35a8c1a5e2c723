package org.gradienttransport.jobs.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.gradienttransport.jobs.cluster.StandaloneCluster;
import org.gradienttransport.jobs.cluster.TestJvm;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.jobs.run.TestRuns;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher and spark-submit against a standalone cluster of a master and two workers: the
 * driver in the cluster, its exit code looked up.
 */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
class ClusterModeTest {
  private static final String FAMILY =
      Repository.file("conf/families/pico-mini-sample.yaml").toString();
  private static final Pattern NAMED =
      Pattern.compile("\\d\\d:\\d\\d:\\d\\d [A-Z]+ +\\[night-[a-z]+( app-[0-9-]+)?] .*");

  private Path directory;
  private StandaloneCluster cluster;

  @BeforeAll
  void startCluster(@TempDir Path temporary) throws Exception {
    directory = temporary;
    cluster = StandaloneCluster.below(temporary).withWorkers(2);
  }

  @AfterAll
  void stopCluster() throws Exception {
    cluster.close();
  }

  private Repository.Ended launch(String mode, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Repository.file("deploy/bin/gradient-transport").toString());
    command.addAll(
        List.of(
            "--wait",
            "--master",
            cluster.master(),
            "--deploy-mode",
            mode,
            "--driver-memory",
            "1g",
            "--executor-memory",
            "1g",
            "--properties-file",
            Repository.file("conf/spark-defaults.cluster.conf").toString(),
            "--conf",
            "spark.eventLog.dir=" + eventLog().toUri(),
            "--conf",
            "spark.executor.cores=1",
            "--conf",
            "spark.cores.max=2",
            "--conf",
            "spark.ui.port=0",
            "--conf",
            "spark.sql.shuffle.partitions=2",
            "--conf",
            "spark.sql.codegen.wholeStage=false",
            "--conf",
            "spark.sql.codegen.factoryMode=NO_CODEGEN",
            "--conf",
            "spark.driver.extraJavaOptions=" + javaOptions(),
            "--conf",
            "spark.executor.extraJavaOptions=" + javaOptions()));
    command.addAll(List.of(arguments));
    return Repository.call(
        new HashMap<>(cluster.environment()),
        TestJvm.BOUND_SECONDS,
        command.toArray(String[]::new));
  }

  private static String javaOptions() {
    return "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dlog4j2.configurationFile="
        + Repository.file("conf/log4j2.properties").toUri();
  }

  private Path eventLog() throws Exception {
    return Files.createDirectories(directory.resolve("events"));
  }

  @Test
  void aRunInTheClusterPublishesTheTablesOfALocalOneAndEveryLogLineNamesIt() throws Exception {
    Path warehouse = directory.resolve("good");

    Repository.Ended ended =
        launch(
            "cluster",
            "run",
            "--warehouse",
            warehouse.toUri().toString(),
            "--family",
            FAMILY,
            "--run-id",
            "night-one");

    assertThat(ended.code()).as(ended.output() + logs()).isZero();
    assertThat(warehouse.resolve("runs/night-one/_RUN.json")).exists();
    assertThat(warehouse.resolve("runs/night-one/report.html")).as(logs()).exists();
    RunOutcome local =
        TestRuns.run(
            directory.resolve("local"),
            TestRuns.settings(
                List.of(TestRuns.family("pico-mini-sample")),
                1,
                1,
                0,
                org.gradienttransport.jobs.measure.WaveSize.DEFAULT));
    assertThat(local.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(TestRuns.values(warehouse, Set.of()))
        .isEqualTo(TestRuns.values(directory.resolve("local"), Set.of()));
    assertEveryLineIsNamed();
    assertThat(eventLog()).isDirectoryRecursivelyContaining("glob:**eventlog_v2*");

    Repository.Ended again =
        launch(
            "client",
            "run",
            "--warehouse",
            warehouse.toUri().toString(),
            "--family",
            FAMILY,
            "--run-id",
            "night-two");
    assertThat(again.code()).as(again.output()).isZero();
    assertThat(again.output()).contains("Nothing changed: run night-one stands for");
    assertThat(warehouse.resolve("runs/night-two/_ENDED.json")).content().contains("night-one");
  }

  /** Drivers and executors log to their worker's folder. */
  private void assertEveryLineIsNamed() throws Exception {
    String executors = logs();
    List<String> lines = executors.lines().filter(line -> line.matches("\\d\\d:.*")).toList();
    assertThat(lines).as(executors).anyMatch(line -> line.contains("ExecutorEngine: backend cpu"));
    assertThat(lines).anyMatch(line -> line.contains("RunPipeline"));
    assertThat(lines.stream().filter(line -> !NAMED.matcher(line).matches()))
        .as("lines without the run's id")
        .allMatch(ClusterModeTest::isBeforeOurCode);
  }

  /** An executor that is told to stop before it has met the application cannot know the run. */
  private static boolean isBeforeOurCode(String line) {
    return line.contains("[-] CoarseGrainedExecutorBackend: RECEI");
  }

  @Test
  void theExitCodeOfARunThatPublishedNothingComesBackToo() throws Exception {
    Path wrong = Files.writeString(directory.resolve("wrong.yaml"), "family: x\nfeild: y\n");
    Path warehouse = directory.resolve("wrong");

    Repository.Ended ended =
        launch(
            "cluster",
            "run",
            "--warehouse",
            warehouse.toUri().toString(),
            "--family",
            wrong.toString(),
            "--run-id",
            "night-wrong");

    assertThat(ended.code()).as(ended.output() + logs()).isEqualTo(ExitCode.CONFIGURATION.code());
    assertThat(warehouse.resolve("runs/night-wrong/_ENDED.json"))
        .content()
        .contains("feild")
        .contains("78");
  }

  /** What drivers and executors have said. */
  private String logs() throws Exception {
    return String.join("", cluster.outputs());
  }
}
