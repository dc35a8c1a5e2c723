package org.gradienttransport.jobs.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.io.HadoopSettings;
import org.gradienttransport.jobs.present.query.Engines;
import org.gradienttransport.jobs.present.query.Engines.Refresh;
import org.gradienttransport.schemas.Dialect;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** SQL that makes the tables known to an engine. Needs neither of them. */
@Command(
    name = "views",
    header = "Print the SQL that makes the published tables known to an engine.",
    footer = {"", "Example:", "  gradient-transport show views duckdb --warehouse out > views.sql"})
final class ShowViewsCommand implements Callable<Integer> {
  @Mixin private WarehouseOption warehouseOption;

  @Parameters(paramLabel = "ENGINE", description = "spark, duckdb or trino.")
  private Dialect dialect;

  @Option(
      names = "--follow",
      description = "Only what is needed where the views exist, once another run is current.")
  private boolean follow;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        Engines.script(
            warehouseOption.open(HadoopSettings.configuration()),
            dialect,
            follow ? Refresh.CURRENT_RUN : Refresh.ALL));
    out.flush();
    return ExitCode.OK.code();
  }
}
