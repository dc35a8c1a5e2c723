package org.gradienttransport.jobs.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.gradienttransport.jobs.conf.Repository;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A run in a process of its own, seen through HTTP, through Spark's listeners and in its log. */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
class ObservedRunTest {
  private static final long BOUND_SECONDS = 240;
  private static final String RUN = "2026-11-21T031500Z-0badcafe";
  private static final String PREFIX =
      "metrics_gradient_transport_driver_plugin_"
          + GradientTransportPlugin.class.getName().replace('.', '_')
          + "_";

  private Map<String, Double> during;
  private Map<String, Double> after;
  private List<String> jobs;
  private List<String> log;

  @BeforeAll
  void runOnceWithADamagedFile(@TempDir Path directory) throws Exception {
    Path input = directory.resolve("input");
    copy(Repository.root().resolve("samples/pico-mini"), input);
    Files.write(
        input.resolve("pico-mini-d12/checkpoints/step_160/learning_dynamics/train_gradients.pt"),
        new byte[10]);
    Path errors = directory.resolve("stderr");
    Path output = directory.resolve("stdout");
    Process process = start(directory, input, output, errors);
    assertThat(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(output))
        .as(Files.readString(errors))
        .contains("Published run " + RUN)
        .contains("ended 65");
    during = gauges(directory.resolve("during.txt"));
    after = gauges(directory.resolve("after.txt"));
    jobs = Files.readAllLines(directory.resolve("jobs.txt"));
    log = Files.readAllLines(errors).stream().filter(line -> line.startsWith("{")).toList();
    // The virtual machine's own remarks are no log lines.
    assertThat(Files.readAllLines(errors))
        .filteredOn(line -> !line.startsWith("{") && !line.startsWith("WARNING: "))
        .isEmpty();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private static Process start(Path directory, Path input, Path output, Path errors)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (argument.startsWith("--add-opens")) {
        command.add(argument);
      }
    }
    Properties settings = new Properties();
    for (String file : List.of("local", "cluster")) {
      try (var reader =
          Files.newBufferedReader(
              Repository.root().resolve("conf/spark-defaults." + file + ".conf"))) {
        settings.load(reader);
      }
    }
    settings.setProperty("spark.master", "local[2]");
    settings.setProperty("spark.app.name", "observed");
    settings.setProperty("spark.ui.enabled", "true");
    settings.setProperty("spark.ui.port", "0");
    Path events = Files.createDirectories(directory.resolve("events"));
    settings.setProperty("spark.eventLog.dir", events.toUri().toString());
    settings.stringPropertyNames().stream()
        .filter(name -> name.startsWith("spark."))
        .forEach(name -> command.add("-D" + name + "=" + settings.getProperty(name)));
    command.add(
        "-Dlog4j2.configurationFile="
            + Repository.root().resolve("conf/log4j2.json-layout.properties").toUri());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            ObservedRun.class.getName(),
            directory.toString(),
            "run",
            "--warehouse",
            directory.resolve("warehouse").toString(),
            "--family",
            Repository.family("pico-mini-sample"),
            "--root",
            "pico-mini-sample=" + input,
            "--wave-units",
            "40",
            "--run-id",
            RUN));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .directory(new File(System.getProperty("java.io.tmpdir")));
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return builder.start();
  }

  /** Prometheus' text: name, labels in braces, value. */
  private static Map<String, Double> gauges(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    assertThat(lines.get(0)).isEqualTo("HTTP 200");
    Map<String, Double> values = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      if (line.startsWith(PREFIX) && line.contains("_Value{")) {
        String name = line.substring(PREFIX.length(), line.indexOf("_Value{"));
        values.put(name, Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)));
      }
    }
    return values;
  }

  @Test
  void prometheusSeesTheQueueWhileTheRunMeasures() {
    assertThat(during).containsEntry("units_planned", 64.0).containsEntry("units_pending", 64.0);
    assertThat(during.get("units_queued") + during.get("units_measured")).isEqualTo(64);
    assertThat(during.get("waves_committed")).isEqualTo(1);
    assertThat(during)
        .containsEntry("stage_measure_active", 1.0)
        .containsEntry("run_exit_code", -1.0);
  }

  @Test
  void prometheusSeesWhatBecameOfEveryUnitAndHowLongEachStageTook() {
    assertThat(after)
        .containsEntry("units_measured", 64.0)
        .containsEntry("units_queued", 0.0)
        .containsEntry("units_status_ok", 63.0)
        .containsEntry("units_status_corrupt", 1.0)
        .containsEntry("units_status_missing", 0.0)
        .containsEntry("waves_committed", 2.0)
        .containsEntry("tasks_failed", 0.0)
        .containsEntry("tasks_retried", 0.0)
        .containsEntry("run_exit_code", 65.0);
    // Float32 entries of 16 steps of all scales, less those of the damaged d12.
    double read = 4.0 * (16 * (9216 + 20_736 + 36_864 + 82_944) - 9216);
    assertThat(after).containsEntry("bytes_read", read);
    for (String stage : List.of("plan", "measure", "aggregate", "check", "publish")) {
      assertThat(after.get("stage_" + stage + "_seconds")).as(stage).isPositive();
    }
  }

  @Test
  void everyJobOfTheRunSaysWhatItIsFor() {
    List<String> ofTheRun = jobs.stream().filter(job -> job.startsWith(RUN)).toList();
    // What is left are the summary's questions, asked of the finished tables.
    assertThat(ofTheRun).hasSizeGreaterThan(jobs.size() * 9 / 10);
    assertThat(ofTheRun).allMatch(job -> job.endsWith("(run " + RUN + ")"));
    assertThat(ofTheRun)
        .contains(
            RUN + " measure\tMeasuring wave 1 of 2: 40 units (run " + RUN + ")",
            RUN + " measure\tMeasuring wave 2 of 2: 24 units (run " + RUN + ")",
            RUN + " aggregate\tRegressions over all steps of pico-mini-sample (run " + RUN + ")");
  }

  @Test
  void everyLogLineIsAJsonObjectThatNamesTheRun() throws IOException {
    assertThat(log).isNotEmpty();
    ObjectMapper mapper = new ObjectMapper();
    List<String> messages = new ArrayList<>();
    for (String line : log) {
      JsonNode event = mapper.readTree(line);
      assertThat(event.path("run_id").asText()).as(line).isEqualTo(RUN);
      messages.add(event.path("msg").asText());
    }
    assertThat(messages)
        .anyMatch(message -> message.contains("64 units planned"))
        .as("from a task's thread")
        .anyMatch(message -> message.startsWith("backend cpu"))
        .as("from a timer's thread")
        .anyMatch(message -> message.startsWith("measured 64 of 64 units"));
  }
}
