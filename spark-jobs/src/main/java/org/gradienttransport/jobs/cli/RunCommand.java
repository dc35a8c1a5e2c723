package org.gradienttransport.jobs.cli;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.io.Json;
import org.gradienttransport.jobs.io.TableDirectory;
import org.gradienttransport.jobs.present.html.RunReport;
import org.gradienttransport.jobs.present.text.Summary;
import org.gradienttransport.jobs.publish.OtherFamilies;
import org.gradienttransport.jobs.publish.RunContext;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.jobs.publish.RunPipeline;
import org.gradienttransport.jobs.publish.RunSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@NeedsSpark
@Command(
    name = "run",
    header = "Measure what is new, aggregate everything, check it and publish it.",
    footer = {
      "",
      "Example:",
      "  gradient-transport run --warehouse out --family conf/families/pico-mini-sample.yaml",
      "  gradient-transport run --warehouse out --study conf/studies/gemstones-sample.yaml",
    })
final class RunCommand extends RunningBase {
  @Mixin private RunOptions options;

  @Option(
      names = "--run-id",
      paramLabel = "RUN",
      description =
          "Name of the run, for looking up later how it ended (runs show RUN --exit-code). Default:"
              + " the time and a random part.")
  private String runId;

  @Option(
      names = "--lineage",
      paramLabel = "TO",
      description =
          "Tell where the tables came from, as OpenLineage events: a folder (any Hadoop path) or an"
              + " http address, whose key is in OPENLINEAGE_API_KEY. Default: nobody is told.")
  private String lineage;

  @Override
  ExitCode work() throws Exception {
    return during(
        runId == null ? freshId() : runId,
        run -> {
          RunEnd end = new RunEnd(run.warehouse(), run.runId(), clock);
          RunOutcome outcome =
              runId == null ? run(run) : end.recorded(() -> run(run.named(end.unused())));
          return outcome.exitCode();
        });
  }

  private RunOutcome run(RunContext run) throws Exception {
    RunSettings settings = options.settings(this, run);
    RunOutcome outcome =
        new ToldRun(lineage, run, settings, clock).of(() -> new RunPipeline(run, settings).run());
    TableDirectory tables = run.warehouse().tables(outcome.runId());
    out().println("\n" + sentence(outcome, settings) + "\n");
    out().println(Summary.text(tables, settings.families(), settings.studies()));
    out().println("Tables: " + tables.path());
    Path page = new Path(tables.path(), RunReport.FILE);
    if (run.warehouse().fileSystem().exists(page)) {
      out().println("Report: " + page);
    }
    sayUnread(run, outcome.runId());
    return outcome;
  }

  private void sayUnread(RunContext run, String runId) throws IOException {
    List<String> unread =
        Json.parse(run.warehouse().runDescription(runId), runId)
            .map(OtherFamilies::unread)
            .orElse(List.of());
    if (!unread.isEmpty()) {
      out()
          .println(
              "Nothing can be read of "
                  + String.join(", ", unread)
                  + ": readers keep earlier rows, see the checks readable_inputs and"
                  + " readable_losses.");
    }
  }

  private static String sentence(RunOutcome outcome, RunSettings settings) {
    String run = outcome.runId();
    String measured =
        settings.families().isEmpty()
            ? "studies of losses alone."
            : outcome.measured() + " relaxations measured, any others from the store.";
    return switch (outcome.kind()) {
      case PUBLISHED -> "Published run " + run + ", " + measured;
      case BACKFILLED ->
          "Made run %s for %s, %s Readers keep seeing that of a later day."
              .formatted(run, settings.asOf(), measured);
      case WITHHELD -> "Not one snapshot or loss could be read, so " + withheld(run);
      case UNCHANGED ->
          "Nothing changed: run " + run + " stands for " + settings.asOf() + " already.";
      case STILL_WITHHELD ->
          "Nothing changed since run %s for %s: still not one snapshot or loss can be read, so %s"
              .formatted(run, settings.asOf(), withheld(run));
    };
  }

  private static String withheld(String run) {
    return "readers do not see run "
        + run
        + ". Why, its rows of field_transport say: gradient-transport export --run "
        + run;
  }
}
