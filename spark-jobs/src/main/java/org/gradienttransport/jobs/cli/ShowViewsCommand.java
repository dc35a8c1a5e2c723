package org.gradienttransport.jobs.cli;

import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.present.query.Engines;
import org.gradienttransport.jobs.present.query.Engines.Refresh;
import org.gradienttransport.schemas.Dialect;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "views",
    header = "Print the SQL that makes the published tables known to an engine.",
    footer = {"", "Example:", "  gradient-transport show views duckdb --warehouse out > views.sql"})
final class ShowViewsCommand extends CommandBase {
  @Mixin private WarehouseOption warehouseOption;

  @Parameters(paramLabel = "ENGINE", description = "spark, duckdb or trino.")
  private Dialect dialect;

  @Option(
      names = "--follow",
      description = "Only what is needed where the views exist, once another run is current.")
  private boolean follow;

  @Override
  ExitCode work() {
    out()
        .print(
            Engines.script(
                warehouseOption.open(), dialect, follow ? Refresh.CURRENT_RUN : Refresh.ALL));
    return ExitCode.OK;
  }
}
