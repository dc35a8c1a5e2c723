package org.gradienttransport.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A standalone cluster on loopback: a master and workers as processes of their own. */
public final class StandaloneCluster implements AutoCloseable {
  private static final Pattern MASTER = Pattern.compile("spark://127\\.0\\.0\\.1:\\d+");

  private final Path directory;
  private final SparkInstallation spark;
  private final TestJvm master;
  private final String address;
  private final List<TestJvm> workers = new ArrayList<>();

  private StandaloneCluster(Path directory) throws Exception {
    this.directory = directory;
    this.spark = SparkInstallation.below(directory);
    this.master =
        daemon(
            "master",
            List.of(),
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--webui-port",
            "0");
    this.address = master.waitFor(MASTER);
  }

  /** Starts a master; logs and work directories go below a directory. */
  public static StandaloneCluster below(Path directory) throws Exception {
    return new StandaloneCluster(directory);
  }

  /** Starts workers with room for a driver and an executor each. */
  public StandaloneCluster withWorkers(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      startWorker();
    }
    return this;
  }

  /**
   * Starts a worker, the next one counting from 1.
   *
   * @param options of its Java, such as what it offers
   */
  public void startWorker(String... options) throws Exception {
    int number = workers.size() + 1;
    TestJvm worker =
        daemon(
            "worker-" + number,
            List.of(options),
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            // One host each, since a task's second copy never runs on the host of the first.
            "127.0.0." + number,
            "--webui-port",
            "0",
            "--cores",
            "2",
            "--memory",
            "3g",
            "--work-dir",
            workFolder(number).toString(),
            address);
    workers.add(worker);
    String unused = worker.waitFor(Pattern.compile("Successfully registered with master"));
  }

  private TestJvm daemon(String name, List<String> options, String main, String... arguments)
      throws IOException {
    List<String> line = new ArrayList<>(options);
    line.addAll(List.of("-Xmx512m", "-Dlog4j2.configurationFile=" + infoLog()));
    line.addAll(List.of("-cp", spark.classPath(), main));
    line.addAll(List.of(arguments));
    return TestJvm.start(directory.resolve(name + ".log"), line, environment());
  }

  private String infoLog() throws IOException {
    Path file = directory.resolve("info.properties");
    Files.writeString(
        file,
        """
        status = error
        appenders = console
        appender.console.type = Console
        appender.console.name = console
        appender.console.layout.type = PatternLayout
        appender.console.layout.pattern = %p %c{1}: %m%n
        rootLogger.level = info
        rootLogger.appenderRef.console.ref = console
        """);
    return file.toUri().toString();
  }

  /** Address of the master. */
  public String master() {
    return address;
  }

  /** What the launcher must know to use this installation. */
  public Map<String, String> environment() {
    return spark.environment();
  }

  /**
   * Settings of an application that has its driver here, two executors of one core and this
   * process's classes.
   */
  public Map<String, String> settings() {
    return Map.of(
        "spark.master", address,
        "spark.driver.host", "127.0.0.1",
        "spark.executor.cores", "1",
        "spark.cores.max", "2",
        "spark.executor.memory", "700m",
        "spark.executor.extraJavaOptions",
            "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 " + String.join(" ", TestClassPath.options()),
        "spark.executor.extraClassPath", TestClassPath.ALL);
  }

  /** What every standard error of drivers and executors says, one after another. */
  public List<String> outputs() throws IOException {
    List<String> texts = new ArrayList<>();
    for (int worker = 1; worker <= workers.size(); worker++) {
      if (Files.exists(workFolder(worker))) {
        try (Stream<Path> files = Files.walk(workFolder(worker))) {
          for (Path file : files.filter(f -> f.endsWith("stderr")).sorted().toList()) {
            texts.add(Files.readString(file));
          }
        }
      }
    }
    return texts;
  }

  /** Folder in which a worker keeps the output of drivers and executors. */
  private Path workFolder(int worker) {
    return directory.resolve("work-" + worker);
  }

  /** Kills the oldest executor with SIGKILL, as soon as there is one. */
  public void killAnExecutor() throws Exception {
    List<ProcessHandle> executors = new ArrayList<>();
    master.waitUntil(
        "an executor",
        () -> {
          workers.forEach(worker -> executors.addAll(worker.children()));
          return !executors.isEmpty();
        });
    ProcessHandle oldest =
        executors.stream().min((a, b) -> Long.compare(a.pid(), b.pid())).orElseThrow();
    assertThat(oldest.destroyForcibly()).as("an executor killed").isTrue();
  }

  /** Kills a worker that has an executor, and this one with it; neither comes back. */
  public void killAWorker() throws Exception {
    master.waitUntil("an executor", () -> workers.stream().anyMatch(StandaloneCluster::isAtWork));
    workers.stream().filter(StandaloneCluster::isAtWork).findFirst().orElseThrow().close();
  }

  private static boolean isAtWork(TestJvm worker) {
    return !worker.children().isEmpty();
  }

  /** Stops everything, executors and drivers included. */
  @Override
  public void close() {
    workers.forEach(TestJvm::close);
    master.close();
  }
}
