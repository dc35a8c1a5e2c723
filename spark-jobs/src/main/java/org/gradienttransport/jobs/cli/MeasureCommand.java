package org.gradienttransport.jobs.cli;

import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.publish.RunPipeline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@NeedsSpark
@Command(
    name = "measure",
    header = "Measure what the store lacks; publish nothing.",
    footer = {
      "",
      "Example:",
      "  gradient-transport measure --warehouse out --family conf/families/pico-mini-sample.yaml",
    })
final class MeasureCommand extends RunningBase {
  @Mixin private RunOptions options;

  @Override
  ExitCode work() throws Exception {
    return during(
        freshId(),
        run -> {
          long measured = new RunPipeline(run, options.settings(this, run)).measure();
          out()
              .println(measured + " relaxations measured; the store is " + run.warehouse().store());
          return ExitCode.OK;
        });
  }
}
