package org.gradienttransport.jobs.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.gradienttransport.jobs.GradientTransport;

/**
 * What processes that tests start load their classes from: all that this process has, libraries
 * first, and where the property {@code class.archive} names a folder, as in the slow suites, an
 * archive of the classes of Spark, which saves loading them from their jars. The archive is made
 * once, by the first process that wants it; Java ignores it where a class path begins with other
 * libraries.
 */
public final class TestClassPath {
  private static final Predicate<String> LIBRARY = entry -> entry.endsWith(".jar");
  private static final String LIBRARIES = entries(LIBRARY);

  /** Class path of a process with this one's classes; more may be added behind. */
  public static final String ALL = LIBRARIES + File.pathSeparator + entries(LIBRARY.negate());

  private static final List<String> ARCHIVED = archived();

  private TestClassPath() {}

  /** Options of a Java whose class path begins with {@link #ALL}. */
  public static List<String> options() {
    return ARCHIVED;
  }

  private static String entries(Predicate<String> wanted) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(wanted)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static List<String> archived() {
    String folder = System.getProperty("class.archive", "");
    if (folder.isEmpty()) {
      return List.of();
    }
    try {
      Path archive =
          Files.createDirectories(Path.of(folder))
              .resolve(Integer.toHexString(LIBRARIES.hashCode()) + ".jsa");
      try (FileChannel file =
              FileChannel.open(
                  archive.resolveSibling("lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock alone = file.lock()) {
        if (alone.isValid() && !Files.exists(archive)) {
          make(archive);
        }
      }
      return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:class+path=off");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lists the classes that a run of the sample loads, and archives those of libraries. */
  private static void make(Path archive) throws IOException {
    Path folder = archive.getParent();
    Path root = Path.of(System.getProperty("repository.root"));
    List<String> run = new ArrayList<>(opened());
    run.addAll(
        List.of(
            "-XX:DumpLoadedClassList=" + folder.resolve("classes"),
            "-XX:TieredStopAtLevel=1",
            "-Dspark.master=local[2]",
            "-Dlog4j2.configurationFile=" + root.resolve("conf/log4j2.properties").toUri(),
            "-cp",
            ALL,
            GradientTransport.class.getName(),
            "run",
            "--family",
            root.resolve("conf/families/pico-mini-sample.yaml").toString(),
            "--warehouse",
            Files.createTempDirectory(folder, "warehouse").toString()));
    java(folder.resolve("run.log"), run);
    Path part = folder.resolve("part");
    java(
        folder.resolve("dump.log"),
        List.of(
            "-Xshare:dump",
            "-XX:SharedClassListFile=" + folder.resolve("classes"),
            "-XX:SharedArchiveFile=" + part,
            "-cp",
            LIBRARIES));
    Files.move(part, archive);
  }

  private static void java(Path log, List<String> line) throws IOException {
    List<String> command = new ArrayList<>(line);
    command.add(0, java());
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (!process.waitFor(TestJvm.BOUND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("no archive of classes: " + Files.readString(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      process.destroyForcibly();
    }
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Options by which the JDK is opened for this process. */
  static List<String> opened() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(
            argument ->
                argument.startsWith("--add-opens")
                    || argument.startsWith("-Djdk.reflect")
                    || argument.startsWith("-Dio.netty"))
        .toList();
  }
}
