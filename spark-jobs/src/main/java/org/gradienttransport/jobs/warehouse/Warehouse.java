package org.gradienttransport.jobs.warehouse;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.conf.Credentials;
import org.gradienttransport.jobs.conf.FileSystems;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.io.SmallFiles;
import org.gradienttransport.jobs.io.TableDirectory;

/**
 * Where everything is kept.
 *
 * <pre>
 * warehouse/
 *   CURRENT.json            which run readers should read; replaced in one step
 *   runs/RUN/TABLE/*.parquet one immutable run; complete once RUN/_RUN.json is there
 *   store/                  measurements, kept across runs
 *   lock/                   who may write
 * </pre>
 */
public final class Warehouse {
  /** The commit marker of a run directory: its last file, written after all tables. */
  public static final String RUN_MARKER = "_RUN.json";

  /** What of a run needs somebody's attention, for machines. */
  public static final String ALERTS = "alerts.json";

  /** How a run ended that left no marker: it failed, or found nothing new. */
  public static final String RUN_END = "_ENDED.json";

  private static final String POINTER = "CURRENT.json";
  private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private final FileSystem fs;
  private final Path root;

  private Warehouse(FileSystem fs, Path root) {
    this.fs = fs;
    this.root = root;
  }

  /**
   * Opens the warehouse at a Hadoop path; nothing is created.
   *
   * @throws JobException when the path's file system cannot be reached
   */
  public static Warehouse at(String location, Configuration configuration) {
    try {
      Path path = new Path(Credentials.refused("The warehouse", location));
      FileSystem fs = FileSystems.of(path, configuration);
      return new Warehouse(fs, fs.makeQualified(path));
    } catch (IOException | IllegalArgumentException e) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          ("The warehouse '%s' cannot be opened: %s. Give --warehouse a path that Hadoop can reach,"
                  + " such as out, hdfs:///transport or s3a://bucket/transport.")
              .formatted(location, e.getMessage()),
          e);
    }
  }

  public FileSystem fileSystem() {
    return fs;
  }

  public Path root() {
    return root;
  }

  public Path store() {
    return new Path(root, "store");
  }

  public Path lock() {
    return new Path(root, "lock");
  }

  /** Directory of a run, whether or not it exists. */
  public Path run(String runId) {
    if (!RUN_ID.matcher(runId).matches()) {
      throw JobException.usage(
          ("'%s' is not a run id. Run ids look like 2026-11-21T031500Z-1a2b3c4d; list them"
                  + " with: gradient-transport runs list")
              .formatted(runId));
    }
    return new Path(new Path(root, "runs"), runId);
  }

  /** Directory of one table of a run. */
  public Path table(String runId, String table) {
    return new Path(run(runId), table);
  }

  /** The tables of a run, read when they are asked for. */
  public TableDirectory tables(String runId) {
    return new TableDirectory(fs, run(runId));
  }

  /** The run that readers see, or empty before the first one. */
  public Optional<String> currentRun() {
    try {
      Path pointer = new Path(root, POINTER);
      return Json.parse(SmallFiles.read(fs, pointer), pointer.toString())
          .map(current -> current.path("run_id").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The run that readers see, or an error that says how to make one. */
  public String requireCurrentRun() {
    return currentRun()
        .orElseThrow(
            () ->
                JobException.missing(
                    ("There is no published run in %s yet. Make one with: gradient-transport"
                            + " run --warehouse %1$s --family FILE")
                        .formatted(root)));
  }

  /** Makes a complete run the one that readers see; the single step that publishes. */
  public void pointTo(String runId) throws IOException {
    SmallFiles.replace(
        fs,
        new Path(root, POINTER),
        Json.text(
            Json.object()
                .put("run_id", runId)
                .put("path", "runs/" + runId)
                .put("location", run(runId).toString())));
  }

  /** Complete runs, oldest first. */
  public List<String> completeRuns() throws IOException {
    List<String> runs = new ArrayList<>();
    for (String name : runDirectories()) {
      if (fs.exists(new Path(run(name), RUN_MARKER))) {
        runs.add(name);
      }
    }
    return runs;
  }

  /** All run directories, complete or abandoned, oldest first. */
  public List<String> runDirectories() throws IOException {
    List<String> names = new ArrayList<>();
    try {
      for (FileStatus status : fs.listStatus(new Path(root, "runs"))) {
        if (status.isDirectory() && RUN_ID.matcher(status.getPath().getName()).matches()) {
          names.add(status.getPath().getName());
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    Collections.sort(names);
    return names;
  }

  /** What a complete run says of itself: its {@code _RUN.json}. */
  public Optional<String> runDescription(String runId) throws IOException {
    return SmallFiles.read(fs, new Path(run(runId), RUN_MARKER));
  }

  /** The same, or an error that says which runs there are. */
  public String requireRunDescription(String runId) throws IOException {
    return runDescription(runId)
        .orElseThrow(
            () ->
                JobException.missing(
                    ("There is no complete run %s in %s. List them with: gradient-transport"
                            + " runs list --warehouse %2$s")
                        .formatted(runId, root)));
  }

  /** How a run ended that is not complete, if it said so. */
  public Optional<String> runEnd(String runId) throws IOException {
    return SmallFiles.read(fs, new Path(run(runId), RUN_END));
  }
}
