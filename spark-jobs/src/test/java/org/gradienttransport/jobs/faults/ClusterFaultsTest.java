package org.gradienttransport.jobs.faults;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.gradienttransport.jobs.cluster.TestJvm.BOUND_SECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.SparkSession;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.cluster.StandaloneCluster;
import org.gradienttransport.jobs.cluster.TestJvm;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.faults.FaultyStore.Fault;
import org.gradienttransport.jobs.faults.FaultyStore.Operation;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.jobs.publish.RunSettings;
import org.gradienttransport.jobs.run.TestRuns;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real cluster that loses its parts, or whose tasks stumble, while a run is at work. */
@Tag("slow")
class ClusterFaultsTest {
  @TempDir static Path directory;
  private static Path faults;
  private static Family family;
  private static RunSettings settings;
  private static StandaloneCluster cluster;
  private static final Happenings HAPPENINGS = new Happenings();
  private static Map<String, List<String>> expected;
  private static JsonNode expectedRecord;

  @BeforeAll
  static void runUndisturbed() throws Exception {
    faults = Files.createDirectories(directory.resolve("faults"));
    // Read through the file system that can fail, so that all runs have the same paths.
    family =
        TinyFamily.write(directory.resolve("input"), 1, 2, 3)
            .withRoot(PlannedFaults.uri(directory.resolve("input")));
    settings = settings(family, 0);
    SharedSpark.restart(PlannedFaults.settings(faults));
    Path calm = directory.resolve("calm");
    TestRuns.run(calm, settings);
    expected = TestRuns.values(calm, Set.of());
    expectedRecord = record(calm);
    cluster = StandaloneCluster.below(directory).withWorkers(2);
    Map<String, String> spark = new HashMap<>(cluster.settings());
    spark.putAll(PlannedFaults.settings(faults));
    spark.put("spark.speculation", "true");
    spark.put("spark.speculation.quantile", "0.5");
    // Small waves are one task each, which has no others to be slower than.
    spark.put("spark.speculation.task.duration.threshold", "3s");
    SharedSpark.restart(spark);
    SharedSpark.session().sparkContext().addSparkListener(HAPPENINGS);
  }

  private static RunSettings settings(Family family, int partitions) {
    return TestRuns.settings(List.of(family), 1, 0, partitions, new WaveSize(3, Long.MAX_VALUE));
  }

  @AfterAll
  static void stop() {
    SharedSpark.stop();
    if (cluster != null) {
      cluster.close();
    }
  }

  @BeforeEach
  void forget() {
    HAPPENINGS.clear();
  }

  @Test
  void executorsKilledWhileMeasuringAggregatingAndPublishingChangeNoRow() throws Exception {
    Path warehouse = directory.resolve("executors");
    CompletableFuture<RunOutcome> run = start(warehouse);
    waitUntil(run, () -> Files.exists(warehouse.resolve("store/waves/0000000001.json")));
    cluster.killAnExecutor();
    assertThat(staged(warehouse)).as("tables when measuring").isEmpty();

    waitUntil(run, () -> staged(warehouse).contains("stepwise_exponent"));
    cluster.killAnExecutor();
    assertThat(staged(warehouse)).as("files when aggregating").doesNotContain("check_result");

    waitUntil(run, () -> staged(warehouse).contains("check_result"));
    cluster.killAnExecutor();
    assertThat(staged(warehouse)).as("files when publishing").doesNotContain("_RUN.json");

    assertThat(run.get(BOUND_SECONDS, SECONDS).exitCode()).isEqualTo(ExitCode.OK);
    // The last may be heard of only after the run's end.
    for (int i = 0; i < 300 && HAPPENINGS.executorsLost() < 3; i++) {
      Thread.sleep(100);
    }
    assertThat(HAPPENINGS.executorsLost()).isEqualTo(3);
    requireUndisturbed(warehouse);
  }

  @Test
  void aWorkerLostWhileMeasuringChangesNoRow() throws Exception {
    Path warehouse = directory.resolve("worker");
    cluster.startWorker();
    CompletableFuture<RunOutcome> run = start(warehouse);
    waitUntil(run, () -> Files.exists(warehouse.resolve("store/waves/0000000001.json")));
    cluster.killAWorker();
    assertThat(staged(warehouse)).as("tables when measuring").isEmpty();

    assertThat(run.get(BOUND_SECONDS, SECONDS).exitCode()).isEqualTo(ExitCode.OK);
    assertThat(HAPPENINGS.executorsLost()).isPositive();
    requireUndisturbed(warehouse);
  }

  /** A read that never returns: without a second copy of its task the run would not end. */
  @Test
  void aTaskThatHangsIsBeatenByItsSpeculativeCopyAndCountsOnce() throws Exception {
    Path warehouse = directory.resolve("speculation");
    PlannedFaults.plan(faults, Fault.HANGS, 1, Operation.OPEN, ".*/m1000/step-2/.*");
    RunOutcome outcome = TestRuns.run(warehouse, settings);

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(PlannedFaults.left(faults)).isEmpty();
    assertThat(HAPPENINGS.speculativeTasks()).isPositive();
    requireUndisturbed(warehouse);
  }

  @Test
  void tasksThatFailThreeTimesAndThenSucceedChangeNoRow() throws Exception {
    Path warehouse = directory.resolve("stumbling");
    PlannedFaults.plan(
        faults, Fault.FAILS, 3, Operation.CLOSE, ".*/store/data/0000000001-.*parquet");
    PlannedFaults.plan(
        faults, Fault.FAILS, 3, Operation.CREATE, ".*/runs/.*/window_summary/.*parquet");
    SparkSession spark = SharedSpark.session();
    RunOutcome outcome =
        TestRuns.pipeline(
                spark,
                Warehouse.at(
                    PlannedFaults.uri(warehouse), spark.sparkContext().hadoopConfiguration()),
                settings(family, 1),
                Clock.systemUTC())
            .run();

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(PlannedFaults.left(faults)).isEmpty();
    // Small tables are written by the driver, which tries again by itself.
    assertThat(HAPPENINGS.tasksFailed()).isEqualTo(3);
    requireUndisturbed(warehouse);
  }

  private static CompletableFuture<RunOutcome> start(Path warehouse) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return TestRuns.run(warehouse, settings);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void waitUntil(CompletableFuture<RunOutcome> run, TestJvm.Question question)
      throws Exception {
    long deadline = System.nanoTime() + SECONDS.toNanos(BOUND_SECONDS);
    while (!question.ask()) {
      assertThat(System.nanoTime()).as("the run gets there").isLessThan(deadline);
      try {
        RunOutcome early = run.get(10, MILLISECONDS);
        throw new AssertionError("ended too early: " + early);
      } catch (TimeoutException e) {
        // It is still at work.
      }
    }
  }

  /** What Spark tells of executors and tasks. */
  private static final class Happenings extends SparkListener {
    private final Set<String> lost = ConcurrentHashMap.newKeySet();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger speculative = new AtomicInteger();

    void clear() {
      lost.clear();
      failed.set(0);
      speculative.set(0);
    }

    int executorsLost() {
      return lost.size();
    }

    int tasksFailed() {
      return failed.get();
    }

    int speculativeTasks() {
      return speculative.get();
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
      lost.add(event.executorId());
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart event) {
      if (event.taskInfo().speculative()) {
        speculative.incrementAndGet();
      }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd event) {
      if (event.reason() instanceof ExceptionFailure) {
        failed.incrementAndGet();
      }
    }
  }

  /** Tables and files of the run that is being made. */
  private static List<String> staged(Path warehouse) throws IOException {
    if (!Files.exists(warehouse.resolve("runs"))) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(warehouse.resolve("runs"), 2)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static void requireUndisturbed(Path warehouse) throws IOException {
    assertThat(TestRuns.values(warehouse, Set.of())).isEqualTo(expected);
    assertThat(record(warehouse)).isEqualTo(expectedRecord);
  }

  /** {@code _RUN.json} without what no two runs share. */
  private static JsonNode record(Path warehouse) throws IOException {
    String run = TestRuns.warehouse(warehouse).requireCurrentRun();
    Path file = warehouse.resolve("runs").resolve(run).resolve("_RUN.json");
    ObjectNode json = (ObjectNode) Json.parse(Files.readString(file), file.toString());
    assertThat(json.remove(List.of("run_id", "started_at", "finished_at", "seconds_by_stage")))
        .isNotNull();
    return json;
  }
}
