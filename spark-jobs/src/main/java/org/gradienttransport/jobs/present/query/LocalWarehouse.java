package org.gradienttransport.jobs.present.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.schemas.Publication;
import org.gradienttransport.schemas.TableSpec;
import org.gradienttransport.schemas.Tables;

/** A warehouse on this machine's disk, read without Hadoop: a question should not wait for it. */
public final class LocalWarehouse {
  /** How a location with a scheme begins, as a regular expression of Java and of POSIX. */
  public static final String SCHEME = "[A-Za-z][A-Za-z0-9+.-]*:";

  /** The scheme of this machine's disk. */
  public static final String DISK = "file:";

  private final Path root;

  private LocalWarehouse(Path root) {
    this.root = root;
  }

  /** Whether the location is on this machine's disk. */
  public static boolean isLocal(String location) {
    return !location.matches(SCHEME + ".*") || location.toLowerCase(Locale.ROOT).startsWith(DISK);
  }

  /**
   * Opens the warehouse at a local path or {@code file:} location.
   *
   * @throws JobException when it has no published run
   */
  public static LocalWarehouse at(String location) {
    Path path =
        location.toLowerCase(Locale.ROOT).startsWith(DISK)
            ? Path.of(URI.create(location).getPath())
            : Path.of(location);
    return new LocalWarehouse(path.toAbsolutePath().normalize());
  }

  /** What there is to see. */
  public Publication publication() {
    Path pointer = root.resolve("CURRENT.json");
    if (!Files.isRegularFile(pointer)) {
      throw new JobException(
          ExitCode.MISSING_INPUT,
          "There is no published run in %1$s yet. Make one with: gradient-transport run --warehouse %1$s --family FILE"
              .formatted(root));
    }
    try (Stream<Path> runs = Files.list(root.resolve("runs"))) {
      List<String> complete =
          runs.filter(run -> Files.isRegularFile(run.resolve("_RUN.json")))
              .map(run -> run.getFileName().toString())
              .sorted()
              .toList();
      String current =
          Json.parse(Files.readString(pointer), pointer.toString()).path("run_id").asText();
      return new Publication(root.toString(), current, complete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tables that the current run has, in reading order. */
  public static List<TableSpec> tables(Publication publication) {
    Path run = Path.of(publication.warehouse(), "runs", publication.currentRun());
    return Tables.ALL.stream()
        .filter(table -> Files.isDirectory(run.resolve(table.name())))
        .toList();
  }
}
