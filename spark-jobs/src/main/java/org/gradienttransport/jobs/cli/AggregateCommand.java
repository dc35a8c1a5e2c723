package org.gradienttransport.jobs.cli;

import java.time.Clock;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.gradienttransport.jobs.cli.Sessions.OpenSession;
import org.gradienttransport.jobs.observe.RunLog;
import org.gradienttransport.jobs.publish.Warehouse;
import org.gradienttransport.jobs.run.RunIdentity;
import org.gradienttransport.jobs.run.RunOutcome;
import org.gradienttransport.jobs.run.RunPipeline;
import org.gradienttransport.jobs.run.RunSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Aggregates, checks and publishes what the store has, without measuring. */
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
    try (OpenSession open = Sessions.open("aggregate")) {
      SparkSession spark = open.session();
      RunSettings settings = options.settings(spark.sparkContext().hadoopConfiguration(), clock);
      Warehouse warehouse = warehouseOption.open(spark.sparkContext().hadoopConfiguration());
      RunOutcome outcome =
          new RunPipeline(spark, warehouse, settings, clock, id)
              .givingUpAfter(options.giveUpAfter())
              .aggregate();
      spec.commandLine().getOut().println("Published run " + outcome.runId());
      return outcome.exitCode().code();
    }
  }
}
