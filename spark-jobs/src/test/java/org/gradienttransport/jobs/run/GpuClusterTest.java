package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.gradienttransport.jobs.SharedSpark;
import org.gradienttransport.jobs.cluster.StandaloneCluster;
import org.gradienttransport.jobs.conf.Repository;
import org.gradienttransport.jobs.measure.MeasureSettings;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.publish.RunSettings;
import org.gradienttransport.schemas.rows.FieldTransport;
import org.gradienttransport.schemas.rows.Run;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A standalone cluster whose worker offers two GPUs that are not there: Spark hands out their
 * addresses, and behind them is the CUDA driver made of our kernels compiled for the CPU, found
 * where the backend looks for NVIDIA's.
 */
@Tag("slow")
class GpuClusterTest {
  @TempDir Path directory;

  /** Ends by itself where a stage waits for executors that never come. */
  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void measuringRunsOnTheDevicesSparkHandsOutAndNoOtherStageAsksForThem() throws Exception {
    Path driver = emulatedDriver();
    Path cpu = directory.resolve("cpu");
    measureHere(cpu);
    List<String> executorLogs;
    try (StandaloneCluster cluster = StandaloneCluster.below(directory)) {
      startWorkerWithTwoGpus(cluster);
      // Both executors are there before the first task, so that both measure.
      submit(
          cluster,
          "fixed",
          driver,
          Map.of(
              "spark.executor.resource.gpu.amount", "1",
              "spark.scheduler.minRegisteredResourcesRatio", "1",
              "spark.scheduler.maxRegisteredResourcesWaitingTime", "120s"));
      submit(
          cluster,
          "dynamic",
          driver,
          Map.of(
              "spark.dynamicAllocation.enabled", "true",
              "spark.dynamicAllocation.shuffleTracking.enabled", "true",
              // One kind of executor takes all cores of this worker: it must let go for the other.
              "spark.dynamicAllocation.shuffleTracking.timeout", "2s",
              "spark.dynamicAllocation.executorIdleTimeout", "2s",
              "spark.gradienttransport.measure.gpusPerExecutor", "1"));
      executorLogs = cluster.outputs();
    }
    Map<String, List<String>> expected = TestRuns.values(cpu, Set.of());
    assertMeasuredOnGpus("fixed", expected);
    assertMeasuredOnGpus("dynamic", expected);
    assertThat(column("fixed", "device")).containsExactly(device(0), device(1));
    // Where executors come and go, those without a GPU never open a backend.
    assertThat(executorLogs)
        .filteredOn(log -> log.contains("backend cuda on emulated device, GPU "))
        .hasSizeGreaterThanOrEqualTo(3)
        .allSatisfy(log -> assertThat(log).containsOnlyOnce("backend cuda on emulated device"));
  }

  /** On this machine without a driver, where auto takes the processor and says why. */
  private static void measureHere(Path warehouse) throws IOException {
    TestRuns.run(warehouse, on("auto", TestRuns.settings(TestRuns.family("pico-mini-sample"))));
    Row run = TestRuns.current(warehouse).rows(Run.ROWS.table()).first();
    assertThat(run.<String>getAs("backend")).isEqualTo("cpu");
    assertThat(run.<String>getAs("backend_reason"))
        .startsWith("cuda cannot run here: no NVIDIA driver on this host: libcuda.so.1");
  }

  private static RunSettings on(String backend, RunSettings settings) {
    return new RunSettings(
        settings.families(),
        new MeasureSettings(backend, 1, "", settings.measure().probe()),
        settings.nullReplicates(),
        settings.waves(),
        settings.partitions(),
        settings.asOf(),
        settings.lease(),
        false,
        List.of());
  }

  private void assertMeasuredOnGpus(String name, Map<String, List<String>> expected)
      throws IOException {
    Path warehouse = directory.resolve(name);
    assertThat(TestRuns.values(warehouse, Set.of())).isEqualTo(expected);
    assertThat(column(name, "backend")).containsExactly("cuda");
    assertThat(column(name, "backend_reason")).containsExactly("cuda was asked for");
    assertThat(column(name, "device")).isNotEmpty().isSubsetOf(device(0), device(1));
    Row run = TestRuns.current(warehouse).rows(Run.ROWS.table()).first();
    assertThat(run.<String>getAs("backend")).isEqualTo("cuda");
    assertThat(run.<String>getAs("backend_reason")).isEqualTo("cuda was asked for");
    assertOnlyMeasuringAsked(name);
  }

  private static String device(int address) {
    return "emulated device, GPU " + address + ", compute capability 7.5, driver for CUDA 13.0";
  }

  private Set<String> column(String name, String column) {
    Set<String> values = new TreeSet<>();
    TestRuns.current(directory.resolve(name))
        .rows(FieldTransport.ROWS.table())
        .collectAsList()
        .forEach(row -> values.add(row.getAs(column)));
    return values;
  }

  /** A folder with the driver that needs no GPU, under the name of NVIDIA's. */
  private Path emulatedDriver() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/g++")),
        "g++ is not on this machine, so the kernels cannot be compiled for its processor");
    Path made = directory.resolve("driver/libcuda.so.1");
    Process process =
        new ProcessBuilder(
                Repository.root().resolve("udfs/src/test/cuda/make-emulated-driver.sh").toString(),
                made.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return made.getParent();
  }

  private void startWorkerWithTwoGpus(StandaloneCluster cluster) throws Exception {
    Path discovery = directory.resolve("gpus.sh");
    Files.writeString(
        discovery, "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\"0\", \"1\"]}'\n");
    Files.setPosixFilePermissions(discovery, PosixFilePermissions.fromString("rwxr-xr-x"));
    cluster.startWorker(
        "-Dspark.worker.resource.gpu.amount=2",
        "-Dspark.worker.resource.gpu.discoveryScript=" + discovery);
  }

  private void submit(
      StandaloneCluster cluster, String name, Path driver, Map<String, String> resources)
      throws Exception {
    Path events = Files.createDirectories(directory.resolve("events-" + name));
    Map<String, String> settings = new HashMap<>(cluster.settings());
    settings.putAll(resources);
    settings.put(
        "spark.executor.extraJavaOptions",
        "-XX:+UseSerialGC -Djna.library.path="
            + driver
            + " -Dlog4j2.configurationFile="
            + Repository.root().resolve("conf/log4j2.properties").toUri());
    settings.put("spark.eventLog.enabled", "true");
    settings.put("spark.eventLog.rolling.enabled", "false");
    settings.put("spark.eventLog.compress", "false");
    settings.put("spark.eventLog.dir", events.toUri().toString());
    SharedSpark.restart(settings);
    RunSettings plain =
        TestRuns.settings(List.of(TestRuns.family("pico-mini-sample")), 1, 0, 4, WaveSize.DEFAULT);
    TestRuns.run(directory.resolve(name), on("cuda", plain));
    SharedSpark.stop();
  }

  /** By Spark's own event log: which stages ran with a profile whose tasks ask for GPUs. */
  private void assertOnlyMeasuringAsked(String name) throws IOException {
    Map<Integer, Boolean> asks = new HashMap<>();
    Set<Boolean> measuring = new TreeSet<>();
    Set<Boolean> others = new TreeSet<>();
    for (JsonNode event : events(name)) {
      String type = event.path("Event").asText();
      if (type.equals("SparkListenerResourceProfileAdded")) {
        asks.put(
            event.path("Resource Profile Id").asInt(),
            event.path("Task Resource Requests").has("gpu"));
      } else if (type.equals("SparkListenerStageSubmitted")) {
        boolean asked = asks.get(event.path("Stage Info").path("Resource Profile Id").asInt());
        String what = event.path("Properties").path("spark.job.description").asText();
        (what.startsWith("Measuring wave ") ? measuring : others).add(asked);
      }
    }
    // A wave also looks known rows up, which asks for none.
    assertThat(measuring).contains(true);
    assertThat(others).containsExactly(false);
  }

  private List<JsonNode> events(String name) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("events-" + name))) {
      ObjectMapper json = new ObjectMapper();
      List<JsonNode> events = new ArrayList<>();
      for (String line : Files.readAllLines(files.findFirst().orElseThrow())) {
        events.add(json.readTree(line));
      }
      return events;
    }
  }
}
