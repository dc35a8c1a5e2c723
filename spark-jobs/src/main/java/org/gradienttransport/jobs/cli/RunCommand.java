package org.gradienttransport.jobs.cli;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.gradienttransport.jobs.cli.Sessions.OpenSession;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.publish.Warehouse;
import org.gradienttransport.jobs.report.Summary;
import org.gradienttransport.jobs.run.RunOutcome;
import org.gradienttransport.jobs.run.RunPipeline;
import org.gradienttransport.jobs.run.RunSettings;
import org.gradienttransport.jobs.tables.RunTables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures what is new, aggregates everything, checks it and publishes it. */
@Command(
    name = "run",
    header = "Measure what is new, aggregate everything, check it and publish it.",
    footer = {
      "",
      "Example:",
      "  gradient-transport run --warehouse out --family conf/families/pico-mini-sample.yaml",
    })
final class RunCommand implements Callable<Integer> {
  @Mixin private WarehouseOption warehouseOption;
  @Mixin private RunOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Clock clock = Clock.systemUTC();
    try (OpenSession open = Sessions.open("run")) {
      SparkSession spark = open.session();
      RunSettings settings = options.settings(spark.sparkContext().hadoopConfiguration(), clock);
      Warehouse warehouse = warehouseOption.open(spark.sparkContext().hadoopConfiguration());
      RunOutcome outcome = new RunPipeline(spark, warehouse, settings, clock).run();
      print(spark, warehouse, settings, outcome);
      return outcome.exitCode().code();
    }
  }

  private void print(
      SparkSession spark, Warehouse warehouse, RunSettings settings, RunOutcome outcome) {
    Map<String, Family> families = new HashMap<>();
    settings.families().forEach(family -> families.put(family.name(), family));
    RunTables tables = new RunTables(spark, warehouse.run(outcome.runId()));
    var out = spec.commandLine().getOut();
    out.println();
    out.println(
        outcome.kind() == RunOutcome.Kind.PUBLISHED
            ? "Published run "
                + outcome.runId()
                + ", "
                + outcome.measured()
                + " relaxations measured, the others from the store."
            : "Nothing changed: run " + outcome.runId() + " is still current.");
    out.println();
    out.print(new Summary(tables, families).text());
    out.flush();
  }
}
