package org.gradienttransport.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradienttransport.jobs.GradientTransport;

/**
 * Spark as real processes on loopback: jobs with a master of their own, or a standalone cluster,
 * assembled from the jars that Maven brings. Closing it ends all of them.
 */
final class SparkProcesses implements AutoCloseable {
  private static final Pattern MASTER = Pattern.compile("spark://127\\.0\\.0\\.1:\\d+");
  private static final long BOUND_SECONDS = 240;

  private final Path directory;
  private final List<Process> started = new ArrayList<>();

  /** Logs and work directories go below {@code directory}. */
  SparkProcesses(Path directory) {
    this.directory = directory;
  }

  @Override
  public void close() {
    for (Process process : started) {
      process.destroyForcibly().onExit().join();
    }
  }

  /**
   * Runs a command of the job and waits for its end.
   *
   * @param settings Spark's, as key=value
   * @return its log
   */
  String submit(String name, String master, List<String> settings, List<String> command)
      throws Exception {
    Path log = directory.resolve(name + ".log");
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Dspark.master=" + master,
                "-Dspark.ui.enabled=false",
                "-Dspark.driver.host=127.0.0.1",
                "-Dspark.driver.bindAddress=127.0.0.1",
                "-Dspark.executor.extraClassPath=" + System.getProperty("java.class.path"),
                "-Dspark.sql.shuffle.partitions=3"));
    settings.forEach(setting -> options.add("-D" + setting));
    Process process =
        start(log, options, GradientTransport.class.getName(), command.toArray(String[]::new));
    assertThat(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).as("%s ends", name).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    return Files.readString(log);
  }

  String startMaster() throws Exception {
    Path log = directory.resolve("master.log");
    Process master =
        start(
            log,
            List.of("-Dlog4j2.configurationFile=" + infoLog()),
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--webui-port",
            "0");
    return waitFor(master, log, MASTER);
  }

  /**
   * @param options of its Java, such as what it offers
   */
  void startWorker(int number, String master, int cores, String memory, List<String> options)
      throws Exception {
    Path log = directory.resolve("worker-" + number + ".log");
    List<String> all = new ArrayList<>(options);
    all.add("-Dlog4j2.configurationFile=" + infoLog());
    Process worker =
        start(
            log,
            all,
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            "127.0.0.1",
            "--webui-port",
            "0",
            "--cores",
            String.valueOf(cores),
            "--memory",
            memory,
            "--work-dir",
            directory.resolve("work-" + number).toString(),
            master);
    waitFor(worker, log, Pattern.compile("Successfully registered with master"));
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

  private Process start(Path log, List<String> options, String mainClass, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("-Xmx1g");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    for (String argument :
        java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (argument.startsWith("--add-opens") || argument.startsWith("-Dio.netty")) {
        command.add(argument);
      }
    }
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_HOME", sparkHome().toString());
    Process process = builder.start();
    started.add(process);
    return process;
  }

  /** A Spark installation as far as a worker needs one: its jars in one folder. */
  private Path sparkHome() throws IOException {
    Path jars = directory.resolve("spark-home/jars");
    if (!Files.exists(jars)) {
      Files.createDirectories(jars);
      for (String entry :
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
              .split(File.pathSeparator, -1)) {
        Path jar = Path.of(entry);
        if (entry.endsWith(".jar") && Files.exists(jar)) {
          Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar.toAbsolutePath());
        }
      }
    }
    return jars.getParent();
  }

  private static String waitFor(Process process, Path log, Pattern wanted) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
    while (true) {
      String text = Files.exists(log) ? Files.readString(log) : "";
      Matcher matcher = wanted.matcher(text);
      if (matcher.find()) {
        return matcher.group();
      }
      assertThat(process.waitFor(100, TimeUnit.MILLISECONDS)).as(text).isFalse();
      assertThat(System.nanoTime()).as(text).isLessThan(deadline);
    }
  }
}
