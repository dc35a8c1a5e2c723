package org.gradienttransport.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small Java process of its own, with the JDK opened as for this one and its output in a file.
 */
public final class TestJvm implements AutoCloseable {
  /** How long anything may take, in seconds. */
  public static final long BOUND_SECONDS = 240;

  private final Process process;
  private final Path log;

  private TestJvm(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a main class with this process's class path.
   *
   * @param options of its Java, which win over those it has anyway
   */
  public static TestJvm start(Path log, List<String> options, Class<?> main, String... arguments)
      throws IOException {
    return start(log, options, Map.of(), main, arguments);
  }

  /** The same with more variables of the environment. */
  public static TestJvm start(
      Path log,
      List<String> options,
      Map<String, String> environment,
      Class<?> main,
      String... arguments)
      throws IOException {
    List<String> line = new ArrayList<>(options);
    line.addAll(List.of("-cp", TestClassPath.ALL, main.getName()));
    line.addAll(List.of(arguments));
    return start(log, line, environment);
  }

  /**
   * Starts Java.
   *
   * @param line class path, main class and arguments
   */
  public static TestJvm start(Path log, List<String> line, Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(TestClassPath.java()));
    command.addAll(TestClassPath.opened());
    command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(TestClassPath.options());
    command.addAll(line);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().putAll(environment);
    return new TestJvm(builder.start(), log);
  }

  /** Processes it has started and that still run, the oldest first. */
  List<ProcessHandle> children() {
    return process.children().sorted((a, b) -> Long.compare(a.pid(), b.pid())).toList();
  }

  /** Its standard input. */
  public OutputStream input() {
    return process.getOutputStream();
  }

  /** Its number among the processes of this host. */
  public long pid() {
    return process.pid();
  }

  /** What it has printed so far. */
  public String output() throws IOException {
    return Files.readString(log);
  }

  /** Waits until a file is there. */
  public void waitFor(Path file) throws Exception {
    waitUntil(file.toString(), () -> Files.exists(file));
  }

  /** Waits until it has printed this. */
  public String waitFor(Pattern wanted) throws Exception {
    waitUntil(wanted.pattern(), () -> wanted.matcher(output()).find());
    Matcher matcher = wanted.matcher(output());
    assertThat(matcher.find()).isTrue();
    return matcher.group();
  }

  /** A question whose answer becomes yes. */
  @FunctionalInterface
  public interface Question {
    boolean ask() throws IOException;
  }

  /** Waits until something is so, which has to be before it ends. */
  public void waitUntil(String what, Question question) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
    while (!question.ask()) {
      assertThat(process.waitFor(10, TimeUnit.MILLISECONDS))
          .as("ended before %s: %s", what, output())
          .isFalse();
      assertThat(System.nanoTime()).as("waiting for %s", what).isLessThan(deadline);
    }
  }

  /** Waits for its end and returns its exit status. */
  public int exitStatus() throws Exception {
    assertThat(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).as("ends: %s", output()).isTrue();
    return process.exitValue();
  }

  /** Tells it to stop as SIGTERM does, waits for its end and returns its exit status. */
  public int toldToStop() throws Exception {
    process.destroy();
    return exitStatus();
  }

  /** Waits for its end, which has to be a good one, and returns all that it printed. */
  public String requireSuccess() throws Exception {
    assertThat(exitStatus()).as(output()).isZero();
    return output();
  }

  /** Ends it and what it has started, as SIGKILL does. */
  @Override
  public void close() {
    List<ProcessHandle> all = process.descendants().toList();
    process.destroyForcibly().onExit().orTimeout(30, TimeUnit.SECONDS).join();
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
