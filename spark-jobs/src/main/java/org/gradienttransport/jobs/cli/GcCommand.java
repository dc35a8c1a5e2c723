package org.gradienttransport.jobs.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.plan.store.FitStore;
import org.gradienttransport.jobs.plan.store.MeasurementStore;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.jobs.warehouse.WriterLease;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Removes what killed runs left behind, parts of the store that have been put together, and, if
 * asked, old runs. Needs no Spark.
 */
@Command(
    name = "gc",
    header = "Remove what killed runs left behind and, with --keep, old runs.",
    footer = {
      "",
      "Removes what killed runs left, and files of the store whose rows other files have since",
      "taken over. Never touches the current run or loses a committed measurement. Without --yes",
      "it only lists.",
      "",
      "Example:",
      "  gradient-transport gc --warehouse out --older-than 7d --keep 30",
    })
final class GcCommand extends CommandBase {
  @Mixin private WarehouseOption warehouseOption;

  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      defaultValue = "7d",
      converter = AgeConverter.class,
      description = "Spare what changed more recently: 36h, 7d. Default: ${DEFAULT-VALUE}.")
  private Duration age;

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "Also remove complete runs but the newest N; the current one always stays.")
  private Integer keep;

  @Option(names = "--yes", description = "Remove; otherwise only say what would be removed.")
  private boolean confirmed;

  @Override
  ExitCode work() throws IOException {
    if (keep != null && keep < 0) {
      throw JobException.usage("--keep must be 0 or more, got " + keep + ".");
    }
    Warehouse warehouse = warehouseOption.open();
    if (!warehouse.fileSystem().exists(warehouse.root())) { // where the lease would make one
      throw JobException.missing("There is no warehouse at " + warehouse.root() + ".");
    }
    Clock clock = Clock.systemUTC();
    try (WriterLease lease = WriterLease.acquire(warehouse, "gc", Duration.ofMinutes(10), clock)) {
      lease.requireHeld();
      PrintWriter out = out();
      List<Path> removable = removable(warehouse, clock.instant().minus(age));
      for (Path path : removable) {
        out.println((confirmed ? "removed " : "would remove ") + path);
        if (confirmed) {
          warehouse.fileSystem().delete(path, true);
        }
      }
      out.println(
          removable.isEmpty()
              ? "Nothing to remove."
              : confirmed ? "" : "Nothing was removed; repeat with --yes to remove.");
    }
    return ExitCode.OK;
  }

  private List<Path> removable(Warehouse warehouse, Instant before) throws IOException {
    List<Path> paths = new ArrayList<>(new MeasurementStore(warehouse).needless(before));
    List<String> complete = warehouse.completeRuns();
    paths.addAll(new FitStore(warehouse).needless(before));
    for (String runId : warehouse.runDirectories()) {
      if (!complete.contains(runId)) {
        paths.add(warehouse.run(runId));
      }
    }
    if (keep != null && keep < complete.size()) {
      complete.subList(0, complete.size() - keep).forEach(run -> paths.add(warehouse.run(run)));
    }
    Path current = warehouse.currentRun().map(warehouse::run).orElse(null);
    FileSystem fs = warehouse.fileSystem();
    List<Path> old = new ArrayList<>();
    for (Path path : paths) {
      Instant changed = Instant.ofEpochMilli(fs.getFileStatus(path).getModificationTime());
      if (!path.equals(current) && changed.isBefore(before)) {
        old.add(path);
      }
    }
    return old;
  }
}
