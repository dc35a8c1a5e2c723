package org.gradienttransport.jobs.cli;

import java.time.Clock;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.gradienttransport.jobs.cli.Sessions.OpenSession;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.observe.RunLog;
import org.gradienttransport.jobs.publish.Warehouse;
import org.gradienttransport.jobs.run.RunIdentity;
import org.gradienttransport.jobs.run.RunPipeline;
import org.gradienttransport.jobs.run.RunSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures what the store lacks; publishes nothing. */
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
    try (OpenSession open = Sessions.open("measure")) {
      SparkSession spark = open.session();
      RunSettings settings = options.settings(spark.sparkContext().hadoopConfiguration(), clock);
      Warehouse warehouse = warehouseOption.open(spark.sparkContext().hadoopConfiguration());
      long measured =
          new RunPipeline(spark, warehouse, settings, clock, id)
              .givingUpAfter(options.giveUpAfter())
              .measure();
      spec.commandLine()
          .getOut()
          .println(measured + " relaxations measured; the store is " + warehouse.store());
      return ExitCode.OK.code();
    }
  }
}
