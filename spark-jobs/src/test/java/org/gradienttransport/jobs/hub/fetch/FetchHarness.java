package org.gradienttransport.jobs.hub.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.gradienttransport.jobs.cli.FetchCommand;
import org.gradienttransport.jobs.io.Tasks;
import picocli.CommandLine;

/** Runs the command as a user would, against a fake hub and with a clock that only waits move. */
final class FetchHarness implements AutoCloseable {
  static final String PICO = "pico-lm/pico-decoder-tiny";
  static final String RUN = "pico-decoder-tiny-1";
  static final String PYTHIA = "EleutherAI/pythia-14m-seed3";
  static final String GRADIENTS = "learning_dynamics/train_gradients.pt";

  final FakeHub hub = new FakeHub();
  final Path target;
  final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
  final Map<String, String> environment = new LinkedHashMap<>();
  private final AtomicLong nanos = new AtomicLong();
  Tasks.Sleeper sleeper = this::pretendToSleep;

  FetchHarness(Path target) throws IOException {
    this.target = target;
  }

  /** How a command ended, and what it said. */
  record Result(int code, String out, String err) {}

  Timing timing() {
    Clock wall = Clock.fixed(Instant.parse("2025-03-01T12:00:00Z"), ZoneOffset.UTC);
    return new Timing(wall, nanos::get, time -> sleeper.sleep(time));
  }

  void pretendToSleep(Duration time) {
    waits.add(time);
    nanos.addAndGet(time.toNanos());
  }

  Result fetchPico(String... more) {
    return fetchFrom("pico-lm", PICO + "@" + RUN, more);
  }

  Result fetchPythia(String... more) {
    return fetchFrom("pythia", PYTHIA, more);
  }

  Result fetchFrom(String layout, String repo, String... more) {
    List<String> args =
        new ArrayList<>(List.of("--layout", layout, "--repo", repo, "--to", target.toString()));
    if (!Arrays.asList(more).contains("--hub")) {
      args.addAll(List.of("--hub", hub.address()));
    }
    args.addAll(Arrays.asList(more));
    return run(args.toArray(String[]::new));
  }

  Result run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command = new CommandLine(new FetchCommand(timing(), environment::get));
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    int code = command.execute(args);
    return new Result(code, out.toString(), err.toString());
  }

  /** A pico run whose steps each hold one file of this many bytes; returns them by step. */
  Map<Long, byte[]> picoRun(int size, long... steps) {
    Map<Long, byte[]> files = new LinkedHashMap<>();
    for (long step : steps) {
      hub.commit(PICO, RUN, "Saving HF Model -- Step " + step);
      hub.commit(PICO, RUN, "Saving Learning Dynamics Data (val) -- Step " + step);
      String commit =
          hub.commit(PICO, RUN, "Saving Learning Dynamics Data (train) -- Step " + step);
      byte[] bytes = bytes(size, step);
      hub.largeFile(PICO, commit, "learning_dynamics/train_activations.pt", bytes(10, -step));
      hub.largeFile(PICO, commit, "learning_dynamics/train_weights.pt", bytes(10, -step));
      hub.largeFile(PICO, commit, GRADIENTS, bytes);
      files.put(step, bytes);
    }
    return files;
  }

  /** A pythia branch of a step, still without files; returns its commit. */
  String pythiaStep(long step) {
    String commit = FakeHub.commitId("pythia step " + step);
    hub.branch(PYTHIA, "step" + step, commit);
    hub.smallFile(PYTHIA, commit, "config.json", "{}");
    return commit;
  }

  static byte[] bytes(int size, long seed) {
    byte[] bytes = new byte[size];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  Path gradients(long step) {
    return target.resolve(RUN + "/checkpoints/step_" + step + "/" + GRADIENTS);
  }

  Map<String, JsonNode> manifest() throws IOException {
    Map<String, JsonNode> entries = new LinkedHashMap<>();
    for (String line : Files.readAllLines(target.resolve("_fetch/manifest.jsonl"))) {
      JsonNode entry = new ObjectMapper().readTree(line);
      entries.put(entry.path("path").asText(), entry);
    }
    return entries;
  }

  List<Path> parts() throws IOException {
    Path parts = target.resolve("_fetch/parts");
    if (!Files.exists(parts)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(parts)) {
      return files.toList();
    }
  }

  /** All regular files below the target, without the fetch's own state. */
  List<String> files() throws IOException {
    if (!Files.exists(target)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(target)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> target.relativize(file).toString())
          .filter(file -> !file.startsWith("_fetch/"))
          .sorted()
          .toList();
    }
  }

  @Override
  public void close() {
    hub.close();
  }
}
