package org.gradienttransport.jobs.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.gradienttransport.jobs.conf.Ladder;
import org.gradienttransport.jobs.conf.StepList;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.TableDirectory;
import org.gradienttransport.jobs.measure.MeasureSettings;
import org.gradienttransport.jobs.observe.LazySession;
import org.gradienttransport.jobs.observe.RunLog;
import org.gradienttransport.jobs.present.TextTable;
import org.gradienttransport.jobs.publish.FloorPipeline;
import org.gradienttransport.jobs.publish.FloorSettings;
import org.gradienttransport.jobs.publish.RunContext;
import org.gradienttransport.jobs.publish.RunIdentity;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.NullFloorSummary;
import org.gradienttransport.udfs.probe.ProbeParameters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what the probe reports for pure Gaussian fields on ladders of sizes. */
@NeedsSpark
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

  @Option(
      names = "--give-up-after",
      paramLabel = "AGE",
      defaultValue = "2h",
      converter = AgeConverter.class,
      description =
          "End with 75 when no Spark task has begun or ended for so long: 30m, 2h; 0m to wait for"
              + " ever. Default: ${DEFAULT-VALUE}.")
  private Duration giveUpAfter;

  @Spec private CommandSpec spec;

  /** Exponents of a ladder first, then its sizes by quantity and N. */
  private static final Comparator<NullFloorSummary> ORDER =
      Comparator.comparing(NullFloorSummary::ladder)
          .thenComparing(row -> row.n() != null)
          .thenComparing(row -> row.quantity().word())
          .thenComparing(row -> row.n() == null ? 0L : row.n());

  @Override
  public Integer call() throws Exception {
    Clock clock = Clock.systemUTC();
    FloorSettings settings = settings(clock);
    String id = RunIdentity.fresh(clock.instant());
    return RunLog.during(id, () -> call(settings, id, clock));
  }

  private int call(FloorSettings settings, String id, Clock clock) throws Exception {
    try (LazySession spark = Sessions.lazy("floors")) {
      RunContext run = warehouseOption.context(spark, id, clock, giveUpAfter);
      FloorPipeline pipeline = new FloorPipeline(run, settings);
      RunOutcome outcome = pipeline.run();
      print(pipeline.published().tables(outcome.runId()));
      return outcome.exitCode().code();
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
        StepList.ofOption("--steps", steps).steps(),
        replicates,
        new MeasureSettings(backend, threads, graphCache, ProbeParameters.PAPER),
        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
        Duration.ofMinutes(10));
  }

  private void print(TableDirectory tables) {
    TextTable table =
        new TextTable(
            "ladder", "quantity", "N", "mean", "std error", "95 % interval", "n", "paper");
    tables.of(NullFloorSummary.ROWS).stream()
        .sorted(ORDER)
        .forEach(
            row ->
                table.add(
                    Arrays.asList(
                        row.ladder(),
                        row.quantity().word(),
                        row.scale(),
                        number(row.mean()),
                        number(row.stdError()),
                        row.low() == null ? null : number(row.low()) + " to " + number(row.high()),
                        Long.toString(row.count()),
                        number(row.publishedValue()))));
    PrintWriter out = spec.commandLine().getOut();
    out.println();
    out.print(table);
    out.println();
    for (CheckResult check : tables.of(CheckResult.ROWS)) {
      out.printf(
          Locale.ROOT,
          "%s %s %s: %s%n",
          check.status().word(),
          check.family(),
          check.name(),
          check.message());
    }
    out.println("Tables: " + tables.path());
    out.flush();
  }

  private static String number(Double value) {
    return value == null ? null : String.format(Locale.ROOT, "%.5f", value);
  }
}
