package org.gradienttransport.jobs.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.HadoopSettings;
import org.gradienttransport.jobs.io.SmallFiles;
import org.gradienttransport.jobs.present.catalogue.ReportSource;
import org.gradienttransport.jobs.present.html.ReportFile;
import org.gradienttransport.jobs.present.html.RunReport;
import org.gradienttransport.jobs.present.text.TextReport;
import org.gradienttransport.jobs.warehouse.Warehouse;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the page of a run, or its text. */
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
final class ReportCommand implements Callable<Integer> {
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

  @Mixin private WarehouseOption warehouseOption;

  @ArgGroup(multiplicity = "1")
  private Target target;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      description = "Report on this run instead of the current one.")
  private String run;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Configuration configuration = HadoopSettings.configuration();
    Warehouse warehouse = warehouseOption.open(configuration);
    String runId = run == null ? warehouse.requireCurrentRun() : run;
    ReportSource source = ReportFile.published(warehouse, runId);
    if (target.text) {
      spec.commandLine().getOut().print(TextReport.of(source));
    } else {
      write(new Path(target.file), RunReport.html(source), configuration);
      spec.commandLine().getOut().println(target.file);
    }
    spec.commandLine().getOut().flush();
    return ExitCode.OK.code();
  }

  private static void write(Path target, String page, Configuration configuration)
      throws IOException {
    FileSystem fs = target.getFileSystem(configuration);
    Path file = fs.makeQualified(target);
    if (!SmallFiles.createNew(fs, file, page)) {
      throw new JobException(
          ExitCode.CANNOT_WRITE, file + " exists already. Remove it, or choose another name.");
    }
  }
}
