package org.gradienttransport.jobs.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.faults.FaultyStore.Fault;
import org.gradienttransport.jobs.faults.FaultyStore.Operation;

/**
 * Faults that several processes share: a directory with a file for each that is still to happen.
 * Whoever deletes the file first meets the fault, so each happens once in the whole cluster.
 */
final class PlannedFaults {
  private static final String DIRECTORY = "fs." + FaultyStore.SCHEME + ".planned";

  private final Path directory;

  private PlannedFaults(Path directory) {
    this.directory = directory;
  }

  /** The ones a process was told of, or null. */
  static PlannedFaults of(Configuration configuration) {
    String directory = configuration.get(DIRECTORY);
    return directory == null ? null : new PlannedFaults(Path.of(directory));
  }

  /** Spark's settings that let all processes of an application meet the faults of a directory. */
  static Map<String, String> settings(Path directory) {
    return Map.of(
        "spark.hadoop.fs." + FaultyStore.SCHEME + ".impl", FaultyFileSystem.class.getName(),
        "spark.hadoop.fs.AbstractFileSystem." + FaultyStore.SCHEME + ".impl",
            FaultyFileSystem.Context.class.getName(),
        "spark.hadoop." + DIRECTORY, directory.toString());
  }

  /** Address of a path of this machine through a file system with these faults. */
  static String uri(Path path) {
    return FaultyStore.SCHEME + "://planned" + path.toAbsolutePath();
  }

  /** Plans that so many operations on paths like this go wrong. */
  static void plan(Path directory, Fault fault, int times, Operation operation, String pattern)
      throws IOException {
    Files.createDirectories(directory);
    for (int i = 0; i < times; i++) {
      Files.write(
          directory.resolve(operation + "-" + fault + "-" + i),
          List.of(operation.name(), pattern, fault.name()));
    }
  }

  /** Those that have not happened. */
  static List<Path> left(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  /** The fault that this operation meets, or null. */
  Fault take(Operation operation, String path) throws IOException {
    for (Path file : left(directory)) {
      if (file.getFileName().toString().startsWith(operation + "-")) {
        List<String> lines = lines(file);
        if (lines.size() == 3 && path.matches(lines.get(1)) && Files.deleteIfExists(file)) {
          return Fault.valueOf(lines.get(2));
        }
      }
    }
    return null;
  }

  /** None when another process has just met this fault. */
  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
