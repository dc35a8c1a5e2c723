package org.gradienttransport.jobs.cli;

import java.io.IOException;
import org.gradienttransport.jobs.warehouse.Warehouse;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which published run a command reads: what check, export and report share. */
final class PublishedRun {
  @Mixin private WarehouseOption warehouse;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      description = "Read this run instead of the current one.")
  private String run;

  Warehouse warehouse() {
    return warehouse.open();
  }

  /** The run that was named, which has to be complete, else the current one. */
  String id(Warehouse of) throws IOException {
    if (run == null) {
      return of.requireCurrentRun();
    }
    String unused = of.requireRunDescription(run);
    return run;
  }
}
