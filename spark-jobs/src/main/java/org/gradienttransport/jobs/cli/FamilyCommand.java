package org.gradienttransport.jobs.cli;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FamilyFiles;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.io.HadoopSettings;
import org.gradienttransport.jobs.plan.input.FamilyExamination;
import org.gradienttransport.jobs.plan.input.ScaleExamination;
import org.gradienttransport.jobs.plan.input.ScaleExamination.Problem;
import org.gradienttransport.jobs.present.text.FamilyCheckText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Descriptions of families beside what lies in their stores. */
@Command(
    name = "family",
    header = "Check a family's description against its files.",
    subcommands = {FamilyCommand.Check.class},
    footer = {"", "Example:", "  gradient-transport family check conf/families/pythia.yaml"})
final class FamilyCommand {

  /** Opens one snapshot of each scale. */
  @Command(
      name = "check",
      header = "Open one snapshot of each scale and say what each rule takes. Changes nothing.",
      description = {
        "Reads a family's file, lists the steps of every scale, and reads the names and shapes of the"
            + " tensors of one snapshot of each, not their elements.",
        ""
      },
      footer = {
        "",
        "Example:",
        "  gradient-transport family check conf/families/pythia-mini-sample.yaml",
        "",
        "Exit codes: 0 no problems; 65 a file is not what the description says; 66 something is",
        "missing; 78 the description itself is wrong."
      })
  static final class Check extends CommandBase {
    @Parameters(paramLabel = "FILE", description = "The family's YAML file.")
    private String file;

    @Option(
        names = "--root",
        paramLabel = "PATH",
        description = "Where the snapshots lie, in place of the file's root.")
    private String root;

    @Option(
        names = "--tensors",
        defaultValue = "6",
        paramLabel = "COUNT",
        description = "Tensors of each rule to spell out. Default: ${DEFAULT-VALUE}")
    private int tensors;

    @Override
    ExitCode work() {
      Configuration hadoop = HadoopSettings.configuration();
      Family described = FamilyFiles.load(file, hadoop);
      Family family = root == null ? described : described.withRoot(root);
      List<ScaleExamination> scales = FamilyExamination.of(family, hadoop);
      out().print(new FamilyCheckText(Math.max(0, tensors)).of(family, scales));
      return end(scales);
    }

    private static ExitCode end(List<ScaleExamination> scales) {
      List<Problem> problems = scales.stream().flatMap(s -> s.problems().stream()).toList();
      if (problems.stream().anyMatch(problem -> !problem.missing())) {
        return ExitCode.BAD_DATA;
      }
      boolean missing = scales.stream().anyMatch(scale -> !scale.missing().isEmpty());
      return problems.isEmpty() && !missing ? ExitCode.OK : ExitCode.MISSING_INPUT;
    }
  }
}
