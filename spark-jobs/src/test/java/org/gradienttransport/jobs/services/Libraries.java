package org.gradienttransport.jobs.services;

import static org.assertj.core.api.Assertions.fail;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * What services are made of, fetched by Maven when a test first needs it and kept below {@code
 * target}. Where it cannot be had, the test is skipped, or fails with {@code
 * -Drequire.services=true}.
 */
final class Libraries {
  private static final Path ROOT = Path.of(System.getProperty("repository.root"));
  private static final Path KEPT = ROOT.resolve("spark-jobs/target/services");
  private static final String S3PROXY = "org.gaul:s3proxy:3.0.0:jar:jar-with-dependencies";

  private Libraries() {}

  static Path source(String name) {
    return ROOT.resolve("spark-jobs/services").resolve(name);
  }

  /** The class path that a description below {@code services} resolves to. */
  static String classPath(String name) throws Exception {
    return alone(() -> fetchClassPath(name));
  }

  private static String fetchClassPath(String name) throws Exception {
    Path kept = KEPT.resolve(name + ".classpath");
    if (!Files.exists(kept)) {
      maven(
          "-f",
          source(name + "/pom.xml").toString(),
          "dependency:build-classpath",
          "-Dmdep.outputFile=" + kept);
    }
    return Files.readString(kept).strip();
  }

  /** Hadoop's connector of S3, as an operator fetches it. */
  static List<Path> s3a() throws Exception {
    return alone(Libraries::fetchS3a);
  }

  private static List<Path> fetchS3a() throws Exception {
    Path folder = KEPT.resolve("s3a");
    if (!Files.exists(folder)) {
      run(List.of(ROOT.resolve("deploy/bin/fetch-s3a").toString(), folder.toString()));
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  /** A server that speaks S3, in one jar. */
  static Path s3Proxy() throws Exception {
    return alone(Libraries::fetchS3Proxy);
  }

  private static Path fetchS3Proxy() throws Exception {
    Path jar = KEPT.resolve("s3proxy-3.0.0-jar-with-dependencies.jar");
    if (!Files.exists(jar)) {
      maven("dependency:copy", "-Dartifact=" + S3PROXY, "-DoutputDirectory=" + KEPT);
    }
    return jar;
  }

  /** Keeps tests of another process from fetching the same at the same time. */
  @SuppressWarnings("try") // The lock is held, not used.
  private static <T> T alone(Callable<T> work) throws Exception {
    Files.createDirectories(KEPT);
    try (FileChannel channel =
            FileChannel.open(
                KEPT.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      return work.call();
    }
  }

  private static void maven(String... arguments) throws Exception {
    List<String> line = Stream.concat(Stream.of("mvn", "-q", "-B"), Stream.of(arguments)).toList();
    run(line);
  }

  private static void run(List<String> line) throws Exception {
    Files.createDirectories(KEPT);
    Path log = Files.createTempFile(KEPT, "fetch", ".log");
    Process process =
        new ProcessBuilder(line)
            .directory(ROOT.resolve("spark-jobs").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    if (!ended || process.exitValue() != 0) {
      String why = "the jars of this service cannot be had: " + Files.readString(log);
      if (Boolean.getBoolean("require.services")) {
        fail(why);
      }
      throw new TestAbortedException(why.lines().limit(3).toList().toString());
    }
    Files.delete(log);
  }
}
