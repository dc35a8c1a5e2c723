package org.gradienttransport.jobs.cli;

import java.time.Clock;
import java.util.concurrent.Callable;
import org.gradienttransport.jobs.observe.LazySession;
import org.gradienttransport.jobs.observe.RunLog;
import org.gradienttransport.jobs.publish.RunContext;
import org.gradienttransport.jobs.publish.RunIdentity;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.jobs.publish.RunPipeline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Aggregates, checks and publishes what the store has, without measuring. */
@NeedsSpark
@Command(
    name = "aggregate",
    header = "Aggregate, check and publish what the store has, without measuring.",
    footer = {
      "",
      "Example:",
      "  gradient-transport aggregate --warehouse out --family conf/families/pico-mini-sample.yaml",
    })
final class AggregateCommand implements Callable<Integer> {
  @Mixin private WarehouseOption warehouseOption;
  @Mixin private RunOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Clock clock = Clock.systemUTC();
    String id = RunIdentity.fresh(clock.instant());
    return RunLog.during(id, () -> call(id, clock));
  }

  private int call(String id, Clock clock) throws Exception {
    try (LazySession spark = Sessions.lazy("aggregate")) {
      RunContext run = warehouseOption.context(spark, id, clock, options.giveUpAfter());
      RunOutcome outcome =
          new RunPipeline(run, options.settings(run.configuration(), clock)).aggregate();
      spec.commandLine().getOut().println("Published run " + outcome.runId());
      return outcome.exitCode().code();
    }
  }
}
