package org.gradienttransport.jobs.cli;

import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.present.catalogue.ReportSource;
import org.gradienttransport.jobs.present.html.ReportFile;
import org.gradienttransport.jobs.present.html.RunReport;
import org.gradienttransport.jobs.present.text.TextReport;
import org.gradienttransport.jobs.warehouse.Warehouse;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "report",
    header = "Write a run's report as one self-contained HTML file, or print it as text.",
    footer = {
      "",
      "The file loads nothing from anywhere. Every run also keeps its own as report.html. The target"
          + " must not exist.",
      "",
      "Examples:",
      "  gradient-transport report --warehouse out --to report.html",
      "  gradient-transport report --warehouse out --text",
    })
final class ReportCommand extends CommandBase {
  /** Page or text. */
  static final class Target {
    @Option(
        names = "--to",
        required = true,
        paramLabel = "FILE",
        description = "Hadoop path of the HTML file.")
    private String file;

    @Option(
        names = "--text",
        required = true,
        description = "Print summary and small plots for a terminal instead.")
    private boolean text;
  }

  @Mixin private PublishedRun run;

  @ArgGroup(multiplicity = "1")
  private Target target;

  @Override
  ExitCode work() throws Exception {
    Warehouse warehouse = run.warehouse();
    ReportSource source = ReportFile.published(warehouse, run.id(warehouse));
    if (target.text) {
      out().print(TextReport.of(source));
    } else {
      create(new Path(target.file), RunReport.html(source), warehouse.fileSystem().getConf());
      out().println(target.file);
    }
    return ExitCode.OK;
  }
}
