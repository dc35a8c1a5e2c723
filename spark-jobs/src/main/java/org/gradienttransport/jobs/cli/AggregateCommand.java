package org.gradienttransport.jobs.cli;

import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.jobs.publish.RunPipeline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@NeedsSpark
@Command(
    name = "aggregate",
    header = "Aggregate, check and publish what the store has, without measuring.",
    footer = {
      "",
      "Example:",
      "  gradient-transport aggregate --warehouse out --family conf/families/pico-mini-sample.yaml",
    })
final class AggregateCommand extends RunningBase {
  @Mixin private RunOptions options;

  @Override
  ExitCode work() throws Exception {
    return during(
        freshId(),
        run -> {
          RunOutcome outcome = new RunPipeline(run, options.settings(this, run)).aggregate();
          out().println("Published run " + outcome.runId());
          return outcome.exitCode();
        });
  }
}
