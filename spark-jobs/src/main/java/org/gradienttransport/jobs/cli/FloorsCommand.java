package org.gradienttransport.jobs.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.gradienttransport.jobs.cli.Sessions.OpenSession;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.floors.FloorPipeline;
import org.gradienttransport.jobs.floors.FloorSettings;
import org.gradienttransport.jobs.floors.Ladder;
import org.gradienttransport.jobs.floors.StepList;
import org.gradienttransport.jobs.measure.MeasureSettings;
import org.gradienttransport.jobs.observe.RunLog;
import org.gradienttransport.jobs.publish.Warehouse;
import org.gradienttransport.jobs.report.TextTable;
import org.gradienttransport.jobs.run.RunIdentity;
import org.gradienttransport.jobs.tables.RunTables;
import org.gradienttransport.schemas.CheckResult;
import org.gradienttransport.schemas.NullFloorSummary;
import org.gradienttransport.udfs.probe.ProbeParameters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what the probe reports for pure Gaussian fields on ladders of sizes. */
@Command(
    name = "floors",
    header = "Measure the null floor of a ladder of sizes: exponents of pure Gaussian fields.",
    description = {
      "Needs no data. Measurements go to the warehouse's store, where runs of families of those"
          + " sizes find them; a killed command goes on where it stopped. Tables are published in"
          + " the warehouse WAREHOUSE/floors.",
    },
    footer = {
      "",
      "Example:",
      "  gradient-transport floors --warehouse out --ladder pico-lm --steps 1000..8000/1000",
    })
final class FloorsCommand implements Callable<Integer> {
  @Mixin private WarehouseOption warehouseOption;

  @Option(
      names = "--ladder",
      paramLabel = "NAME=N,N,...",
      required = true,
      arity = "1..*",
      description = "Sizes of a ladder; pico-lm and pythia alone stand for the paper's.")
  private List<String> ladders;

  @Option(
      names = "--steps",
      paramLabel = "STEPS",
      required = true,
      description = "Steps, each a realisation with seed 42 + step: 1000..8000/1000, or 0,8,40.")
  private String steps;

  @Option(
      names = "--replicates",
      paramLabel = "K",
      defaultValue = "1",
      description = "Realisations per step. Default: ${DEFAULT-VALUE}.")
  private int replicates;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "cpu",
      description = "cpu, cuda, nd4j, auto or cuda,cpu, as of run. Default: ${DEFAULT-VALUE}.")
  private String backend;

  @Option(
      names = "--threads",
      paramLabel = "T",
      defaultValue = "0",
      description =
          "Threads inside one large field; 0 for all processors of the executor. Default:"
              + " ${DEFAULT-VALUE}.")
  private int threads;

  @Option(
      names = "--graph-cache",
      paramLabel = "DIR",
      defaultValue = "",
      description = "Local directory on each host where built graphs are kept. Default: none.")
  private String graphCache;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Clock clock = Clock.systemUTC();
    FloorSettings settings = settings(clock);
    String id = RunIdentity.fresh(clock.instant());
    return RunLog.during(id, () -> call(settings, id, clock));
  }

  private int call(FloorSettings settings, String id, Clock clock) throws Exception {
    try (OpenSession open = Sessions.open("floors")) {
      SparkSession spark = open.session();
      Warehouse warehouse = warehouseOption.open(spark.sparkContext().hadoopConfiguration());
      RunTables tables = new FloorPipeline(spark, warehouse, settings, clock, id).run();
      print(tables);
      return exitCode(tables).code();
    }
  }

  private FloorSettings settings(Clock clock) {
    if (replicates < 1 || replicates > 1000 || threads < 0 || threads > 1024) {
      throw new JobException(
          ExitCode.USAGE,
          "--replicates must be between 1 and 1000 and --threads between 0 and 1024, got "
              + replicates
              + " and "
              + threads
              + ".");
    }
    return new FloorSettings(
        ladders.stream().map(Ladder::parse).toList(),
        StepList.parse(steps),
        replicates,
        new MeasureSettings(backend, threads, graphCache, ProbeParameters.PAPER),
        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
        Duration.ofMinutes(10));
  }

  private void print(RunTables tables) {
    tables.register(NullFloorSummary.TABLE);
    tables.register(CheckResult.TABLE);
    TextTable table =
        new TextTable(
            "ladder", "quantity", "N", "mean", "std error", "95 % interval", "n", "paper");
    for (Row row :
        tables
            .query(
                "select * from null_floor_summary order by ladder,"
                    + " case when n is null then 0 else 1 end, quantity, n")
            .collectAsList()) {
      table.add(
          Arrays.asList(
              row.getAs("ladder"),
              row.getAs("quantity"),
              row.getAs("scale"),
              number(row.getAs("mean")),
              number(row.getAs("std_error")),
              row.getAs("low") == null
                  ? null
                  : number(row.getAs("low")) + " to " + number(row.getAs("high")),
              row.getAs("count").toString(),
              number(row.getAs("published_value"))));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println();
    out.print(table);
    out.println();
    for (Row row :
        tables.query("select * from check_result order by family, name").collectAsList()) {
      out.printf(
          Locale.ROOT,
          "%s %s %s: %s%n",
          row.getAs("status"),
          row.getAs("family"),
          row.getAs("name"),
          row.getAs("message"));
    }
    out.println("Tables: " + tables.directory());
    out.flush();
  }

  private static ExitCode exitCode(RunTables tables) {
    return tables
            .query("select 1 from check_result where status = 'fail' and level = 'ERROR'")
            .isEmpty()
        ? ExitCode.OK
        : ExitCode.CHECK_FAILED;
  }

  private static String number(Double value) {
    return value == null ? null : String.format(Locale.ROOT, "%.5f", value);
  }
}
