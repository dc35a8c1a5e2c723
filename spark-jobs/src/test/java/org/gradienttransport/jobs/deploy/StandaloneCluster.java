package org.gradienttransport.jobs.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gradienttransport.jobs.GradientTransport;
import org.gradienttransport.schemas.FieldTransport;
import org.gradienttransport.udfs.probe.MethodVersion;
import org.snakeyaml.engine.v2.api.Load;
import picocli.CommandLine;

/**
 * A Spark installation and a standalone cluster as an operator has them, made of the jars that
 * Maven brings: a folder with {@code jars/}, an application jar, a master and workers as processes
 * of their own on loopback.
 */
final class StandaloneCluster implements AutoCloseable {
  static final long BOUND_SECONDS = 240;

  private static final Pattern MASTER = Pattern.compile("spark://127\\.0\\.0\\.1:\\d+");

  private final Path directory;
  private final Path home;
  private final Path jar;
  private final List<Process> started = new ArrayList<>();
  private String master;

  private StandaloneCluster(Path directory) throws IOException {
    this.directory = directory;
    this.home = directory.resolve("spark-home");
    this.jar = directory.resolve("application.jar");
    install();
  }

  /** Installs Spark and the application below a directory, and starts nothing. */
  static StandaloneCluster installed(Path directory) throws IOException {
    return new StandaloneCluster(directory);
  }

  Path sparkHome() {
    return home;
  }

  Path applicationJar() {
    return jar;
  }

  String master() {
    return master;
  }

  /** Folder in which a worker keeps the output of drivers and executors. */
  Path workFolder(int worker) {
    return directory.resolve("work-" + worker);
  }

  /** What the launcher must know to use this installation. */
  Map<String, String> environment() {
    return Map.of(
        "SPARK_HOME", home.toString(),
        "SPARK_LOCAL_IP", "127.0.0.1",
        "JAVA_HOME", System.getProperty("java.home"),
        "GRADIENT_TRANSPORT_JAR", jar.toString());
  }

  /** Our classes and the two libraries of the application jar in one; all else is Spark's. */
  private void install() throws IOException {
    Set<Path> ours = new HashSet<>();
    for (Class<?> one :
        List.of(
            GradientTransport.class,
            FieldTransport.class,
            MethodVersion.class,
            CommandLine.class,
            Load.class)) {
      ours.add(origin(one));
    }
    writeJar(ours);
    Path jars = Files.createDirectories(home.resolve("jars"));
    Files.createDirectories(home.resolve("conf"));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path library = Path.of(entry).toAbsolutePath();
      if (entry.endsWith(".jar") && !ours.contains(library)) {
        Files.createSymbolicLink(jars.resolve(library.getFileName()), library);
      }
    }
  }

  private static Path origin(Class<?> type) throws IOException {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toAbsolutePath();
    } catch (java.net.URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private void writeJar(Set<Path> origins) throws IOException {
    Set<String> written = new HashSet<>();
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.setLevel(1);
      for (Path origin : origins) {
        if (Files.isDirectory(origin)) {
          addFolder(out, origin, written);
        } else {
          addJar(out, origin, written);
        }
      }
    }
  }

  private static void addFolder(JarOutputStream out, Path folder, Set<String> written)
      throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString();
        if (written.add(name)) {
          out.putNextEntry(new JarEntry(name));
          Files.copy(file, out);
        }
      }
    }
  }

  private static void addJar(JarOutputStream out, Path path, Set<String> written)
      throws IOException {
    try (JarFile from = new JarFile(path.toFile())) {
      for (Enumeration<JarEntry> entries = from.entries(); entries.hasMoreElements(); ) {
        JarEntry entry = entries.nextElement();
        if (!entry.isDirectory()
            && !entry.getName().startsWith("META-INF/")
            && written.add(entry.getName())) {
          out.putNextEntry(new JarEntry(entry.getName()));
          try (InputStream in = from.getInputStream(entry)) {
            in.transferTo(out);
          }
        }
      }
    }
  }

  /** Starts a master and workers with room for a driver and an executor each. */
  void start(int workers) throws Exception {
    Path log = directory.resolve("master.log");
    Process process =
        daemon(
            log,
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--webui-port",
            "0");
    master = waitFor(process, log, MASTER);
    for (int worker = 1; worker <= workers; worker++) {
      Path own = directory.resolve("worker-" + worker + ".log");
      Process started =
          daemon(
              own,
              "org.apache.spark.deploy.worker.Worker",
              "--host",
              "127.0.0.1",
              "--webui-port",
              "0",
              "--cores",
              "2",
              "--memory",
              "3g",
              "--work-dir",
              workFolder(worker).toString(),
              master);
      waitFor(started, own, Pattern.compile("Successfully registered with master"));
    }
  }

  private Process daemon(Path log, String mainClass, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath()));
    command.add("-Dlog4j2.configurationFile=" + infoLog());
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (argument.startsWith("--add-opens")) {
        command.add(argument);
      }
    }
    command.add(mainClass);
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private String classPath() {
    return home.resolve("conf") + File.pathSeparator + home.resolve("jars") + "/*";
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

  /** What every log of that name in a worker's folder says. */
  String output(int worker, String fileName) throws IOException {
    StringBuilder text = new StringBuilder();
    if (Files.exists(workFolder(worker))) {
      try (Stream<Path> files = Files.walk(workFolder(worker))) {
        for (Path file : files.filter(f -> f.endsWith(fileName)).sorted().toList()) {
          text.append(Files.readString(file));
        }
      }
    }
    return text.toString();
  }

  /**
   * Kills one executor with SIGKILL, if one is there.
   *
   * @return whether one was killed
   */
  boolean killAnExecutor() {
    return started.stream()
        .flatMap(Process::descendants)
        .filter(
            child ->
                child
                    .info()
                    .commandLine()
                    .orElse("")
                    .contains("executor.CoarseGrainedExecutorBackend"))
        .findFirst()
        .map(ProcessHandle::destroyForcibly)
        .orElse(false);
  }

  /** Kills a worker and its executors with SIGKILL; workers count from 1. */
  void killWorker(int number) {
    Process worker = started.get(number);
    List<ProcessHandle> children = worker.descendants().toList();
    worker.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  /** Stops everything, executors and drivers included: they end with their worker. */
  @Override
  public void close() {
    for (Process process : started) {
      List<ProcessHandle> children = process.descendants().toList();
      process.destroyForcibly().onExit().orTimeout(30, TimeUnit.SECONDS).join();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
