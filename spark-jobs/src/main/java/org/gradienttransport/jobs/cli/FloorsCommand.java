package org.gradienttransport.jobs.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Ladder;
import org.gradienttransport.jobs.conf.StepList;
import org.gradienttransport.jobs.conf.Variations;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.io.TableDirectory;
import org.gradienttransport.jobs.present.TextTable;
import org.gradienttransport.jobs.publish.FloorPipeline;
import org.gradienttransport.jobs.publish.FloorSettings;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.schemas.rows.CheckResult;
import org.gradienttransport.schemas.rows.NullFloorSummary;
import org.gradienttransport.schemas.rows.RobustnessChange;
import org.gradienttransport.schemas.vocabulary.Quantity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
final class FloorsCommand extends RunningBase {
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
      names = "--variations",
      paramLabel = "default|FILE",
      description =
          "Also measure the floors under variations of the probe: the 15 default ones, or those of a"
              + " file.")
  private String variations;

  /** Exponents of a ladder first, then its sizes by quantity and N. */
  private static final Comparator<NullFloorSummary> ORDER =
      Comparator.comparing(NullFloorSummary::ladder)
          .thenComparing(row -> row.n() != null)
          .thenComparing(row -> row.quantity().word())
          .thenComparing(row -> row.n() == null ? 0L : row.n());

  @Override
  ExitCode work() throws Exception {
    return during(
        freshId(),
        run -> {
          FloorSettings settings = settings(run.configuration());
          FloorPipeline pipeline = new FloorPipeline(run, settings);
          RunOutcome outcome = pipeline.run();
          print(pipeline.published().tables(outcome.runId()));
          return outcome.exitCode();
        });
  }

  private FloorSettings settings(Configuration configuration) {
    EngineOptions.requireRange("--replicates", replicates, 1, 1000);
    return new FloorSettings(
        ladders.stream().map(Ladder::parse).toList(),
        StepList.ofOption("--steps", steps).steps(),
        replicates,
        engine.settings(),
        today(),
        Duration.ofMinutes(10),
        variations == null ? List.of() : Variations.load(variations, configuration).levels());
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
    PrintWriter out = out();
    out.println();
    out.println(table);
    printVariations(tables, out);
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
  }

  private static void printVariations(TableDirectory tables, PrintWriter out) {
    TextTable table =
        new TextTable(
            "ladder", "variation", "quantity", "mean", "change", "95 % interval", "steps");
    tables.of(RobustnessChange.ROWS).stream()
        .filter(row -> row.quantity() == Quantity.Z)
        .forEach(
            row ->
                table.add(
                    Arrays.asList(
                        row.family(),
                        row.factor().word() + "=" + row.level(),
                        row.quantity().word(),
                        number(row.mean()),
                        number(row.change()),
                        row.changeLow() == null
                            ? null
                            : number(row.changeLow()) + " to " + number(row.changeHigh()),
                        Long.toString(row.steps()))));
    if (!tables.of(RobustnessChange.ROWS).isEmpty()) {
      out.println(table);
    }
  }

  private static String number(Double value) {
    return value == null ? null : String.format(Locale.ROOT, "%.5f", value);
  }
}
