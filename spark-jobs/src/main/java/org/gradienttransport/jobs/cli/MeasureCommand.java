package org.gradienttransport.jobs.cli;

import java.time.Clock;
import java.util.concurrent.Callable;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.observe.LazySession;
import org.gradienttransport.jobs.observe.RunLog;
import org.gradienttransport.jobs.publish.RunContext;
import org.gradienttransport.jobs.publish.RunIdentity;
import org.gradienttransport.jobs.publish.RunPipeline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures what the store lacks; publishes nothing. */
@NeedsSpark
@Command(
    name = "measure",
    header = "Measure what the store lacks; publish nothing.",
    footer = {
      "",
      "Example:",
      "  gradient-transport measure --warehouse out --family conf/families/pico-mini-sample.yaml",
    })
final class MeasureCommand implements Callable<Integer> {
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
    try (LazySession spark = Sessions.lazy("measure")) {
      RunContext run = warehouseOption.context(spark, id, clock, options.giveUpAfter());
      long measured = new RunPipeline(run, options.settings(run.configuration(), clock)).measure();
      spec.commandLine()
          .getOut()
          .println(measured + " relaxations measured; the store is " + run.warehouse().store());
      return ExitCode.OK.code();
    }
  }
}
