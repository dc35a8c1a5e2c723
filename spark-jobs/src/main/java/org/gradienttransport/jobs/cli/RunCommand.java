package org.gradienttransport.jobs.cli;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.gradienttransport.jobs.cli.Sessions.OpenSession;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.observe.RunLog;
import org.gradienttransport.jobs.publish.Warehouse;
import org.gradienttransport.jobs.report.Summary;
import org.gradienttransport.jobs.run.RunIdentity;
import org.gradienttransport.jobs.run.RunOutcome;
import org.gradienttransport.jobs.run.RunPipeline;
import org.gradienttransport.jobs.run.RunSettings;
import org.gradienttransport.jobs.tables.RunTables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @Option(
      names = "--run-id",
      paramLabel = "RUN",
      description =
          "Name of the run, for looking up later how it ended (runs show RUN --exit-code). Default:"
              + " the time and a random part.")
  private String runId;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Clock clock = Clock.systemUTC();
    String id = runId == null ? RunIdentity.fresh(clock.instant()) : runId;
    return RunLog.during(id, () -> call(id, clock));
  }

  private int call(String id, Clock clock) throws Exception {
    try (OpenSession open = Sessions.open("run")) {
      SparkSession spark = open.session();
      Warehouse warehouse = warehouseOption.open(spark.sparkContext().hadoopConfiguration());
      RunEnd end = new RunEnd(warehouse, id, clock);
      RunOutcome outcome =
          runId == null
              ? run(spark, warehouse, id, clock)
              : end.recorded(() -> run(spark, warehouse, end.unused(), clock));
      return outcome.exitCode().code();
    }
  }

  private RunOutcome run(SparkSession spark, Warehouse warehouse, String id, Clock clock)
      throws Exception {
    RunSettings settings = options.settings(spark.sparkContext().hadoopConfiguration(), clock);
    RunOutcome outcome =
        new RunPipeline(spark, warehouse, settings, clock, id)
            .givingUpAfter(options.giveUpAfter())
            .run();
    print(spark, warehouse, settings, outcome);
    return outcome;
  }

  private void print(
      SparkSession spark, Warehouse warehouse, RunSettings settings, RunOutcome outcome) {
    Map<String, Family> families = new HashMap<>();
    settings.families().forEach(family -> families.put(family.name(), family));
    RunTables tables = new RunTables(spark, warehouse.run(outcome.runId()));
    var out = spec.commandLine().getOut();
    out.println();
    out.println(sentence(outcome, settings));
    out.println();
    out.print(new Summary(tables, families).text());
    out.flush();
  }

  private static String sentence(RunOutcome outcome, RunSettings settings) {
    String run = outcome.runId();
    String measured = outcome.measured() + " relaxations measured, the others from the store.";
    return switch (outcome.kind()) {
      case PUBLISHED -> "Published run " + run + ", " + measured;
      case BACKFILLED ->
          "Made run "
              + run
              + " for "
              + settings.asOf()
              + ", "
              + measured
              + " Readers keep seeing that of a later day.";
      case UNCHANGED ->
          "Nothing changed: run " + run + " stands for " + settings.asOf() + " already.";
    };
  }
}
