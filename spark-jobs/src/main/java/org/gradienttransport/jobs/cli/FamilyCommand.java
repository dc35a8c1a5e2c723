package org.gradienttransport.jobs.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FamilyFiles;
import org.gradienttransport.jobs.conf.FileSystems;
import org.gradienttransport.jobs.conf.Locations;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.io.HadoopSettings;
import org.gradienttransport.jobs.plan.input.FamilyExamination;
import org.gradienttransport.jobs.plan.input.FolderDescription;
import org.gradienttransport.jobs.plan.input.ScaleExamination;
import org.gradienttransport.jobs.plan.input.ScaleExamination.Problem;
import org.gradienttransport.jobs.present.text.FamilyCheckText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Descriptions of families beside what lies in their stores. */
@Command(
    name = "family",
    header = "Check a family's description against its files, or write a first one from them.",
    subcommands = {FamilyCommand.Check.class, FamilyCommand.Describe.class},
    footer = {"", "Example:", "  gradient-transport family check conf/families/pythia.yaml"})
final class FamilyCommand {

  @Command(
      name = "check",
      header = "Open one snapshot of each scale and say what each rule takes. Changes nothing.",
      description = {
        "Reads a family's file, lists the steps of every scale, and reads the names and shapes of"
            + " the tensors of one snapshot of each, not their elements.",
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

  @Command(
      name = "describe",
      header = "Write a first family file from the checkpoints that lie in a folder.",
      description = {
        "Each folder whose names differ in a step is taken for a scale; one snapshot of each is"
            + " opened, two where nothing but a number says that it is a step. Of a file that holds"
            + " an optimizer's state, gradients or averages beside a model only the model is taken."
            + " A draft to be completed: what was guessed or left out is said in its comments.",
        ""
      },
      footer = {
        "",
        "Example:",
        "  gradient-transport family describe /data/my-runs --output my-runs.yaml",
        "",
        "Exit codes: 0 described; 64 the folder is no path; 65 a file cannot be read or holds no"
            + " model;",
        "66 no checkpoints are there; 73 the output is there already."
      })
  static final class Describe extends CommandBase {
    @Parameters(paramLabel = "FOLDER", description = "Folder whose folders are the scales.")
    private String folder;

    @Option(
        names = "--key",
        paramLabel = "NAME",
        description =
            "Key of the dictionary in each file whose tensors are the field, 'grads' for example."
                + " Default: chosen by the names of keys.")
    private String key;

    @Option(
        names = "--output",
        paramLabel = "FILE",
        description = "File to write, which must not exist. Default: standard output.")
    private String output;

    @Override
    ExitCode work() throws IOException {
      Configuration hadoop = HadoopSettings.configuration();
      Path given = Locations.given("The folder", folder);
      Optional<Path> file = Optional.ofNullable(output).map(o -> Locations.given("--output", o));
      String absolute = FileSystems.of(given, hadoop).makeQualified(given).toString();
      String text = FolderDescription.of(absolute, Optional.ofNullable(key), hadoop);
      if (file.isEmpty()) {
        out().print(text);
        return ExitCode.OK;
      }
      create(file.get(), text, hadoop);
      out().println("Wrote " + output + ". Next: gradient-transport family check " + output);
      return ExitCode.OK;
    }
  }
}
