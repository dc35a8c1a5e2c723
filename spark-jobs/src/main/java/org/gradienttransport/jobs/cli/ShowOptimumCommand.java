package org.gradienttransport.jobs.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.TableDirectory;
import org.gradienttransport.jobs.present.Answer;
import org.gradienttransport.jobs.scaling.optimum.DataRange;
import org.gradienttransport.jobs.scaling.optimum.OptimaAtBudget;
import org.gradienttransport.jobs.scaling.optimum.PublishedOptima;
import org.gradienttransport.jobs.warehouse.Warehouse;
import org.gradienttransport.schemas.rows.ScalingFit;
import org.gradienttransport.schemas.rows.ScalingOptimum;
import org.gradienttransport.udfs.scaling.LossRows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What to train with how much compute, from the current run. */
@Command(
    name = "optimum",
    header =
        "What to train with a budget of compute, by each approach of the current run's studies.",
    description = {
      "Prints the optimal N, its tokens D, tokens per parameter and the loss to be expected, with"
          + " 10th and 90th percentiles over bootstrap replicates. Any budget is answered, from the"
          + " run's coefficients; one more than ten times beyond the data is marked.",
    },
    footer = {
      "",
      "Example:",
      "  gradient-transport show optimum --flops 1e22 --warehouse out",
    })
final class ShowOptimumCommand extends CommandBase {
  @Mixin private QueryOptions options;

  @Option(
      names = "--flops",
      paramLabel = "C",
      required = true,
      description = "The budget, in floating-point operations.")
  private double flops;

  @Option(
      names = "--study",
      paramLabel = "NAME",
      description = "Only this study or family. Default: all.")
  private String source;

  @Option(names = "--series", paramLabel = "NAME", description = "Only this series. Default: all.")
  private String series;

  @Override
  ExitCode work() {
    if (!LossRows.usable(flops)) {
      throw JobException.usage("--flops must be positive and finite, got " + flops + ".");
    }
    Warehouse warehouse = options.warehouse();
    TableDirectory tables = warehouse.tables(warehouse.requireCurrentRun());
    List<ScalingOptimum> all = OptimaAtBudget.of(tables, flops);
    List<ScalingOptimum> optima = all.stream().filter(this::wanted).toList();
    if (optima.isEmpty()) {
      throw absent(all);
    }
    if (options.forPeople()) {
      options.print(forPeople(optima), out());
      remarks(optima, tables).forEach(out()::println);
      out().println("\nPrinted for other data, which count N and C in their own ways:");
      options.print(printed(), out());
    } else {
      List<String> columns = ScalingOptimum.ROWS.table().columnNames();
      options.print(
          Answer.of(
              columns, optima.stream().map(row -> Answer.row(ScalingOptimum.ROWS.values(row)))),
          out());
    }
    return ExitCode.OK;
  }

  private boolean wanted(ScalingOptimum row) {
    return (source == null || row.source().equals(source))
        && (series == null || row.series().equals(series));
  }

  private static JobException absent(List<ScalingOptimum> all) {
    return JobException.missing(
        all.isEmpty()
            ? "The current run has no optima: run it with --study FILE, whose fits name approaches."
            : "The current run has no optima of that source and series, only of "
                + all.stream().map(row -> row.source() + " " + row.series()).distinct().toList()
                + ".");
  }

  private static Answer forPeople(List<ScalingOptimum> optima) {
    return Answer.of(
        List.of(
            "source",
            "series",
            "approach",
            "N",
            "N p10..p90",
            "D",
            "D p10..p90",
            "D/N",
            "D/N p10..p90",
            "loss",
            "loss p10..p90",
            "status"),
        optima.stream().map(ShowOptimumCommand::row));
  }

  private static List<Object> row(ScalingOptimum row) {
    Optional<ScalingOptimum.Best> best = Optional.ofNullable(row.best());
    Optional<ScalingOptimum.Interval> interval = Optional.ofNullable(row.interval());
    return Answer.row(
        row.source(),
        row.series(),
        row.approach(),
        best.map(of -> number(of.nOpt())).orElse(null),
        interval.map(of -> range(of.nOptP10(), of.nOptP90())).orElse(null),
        best.map(of -> number(of.dOpt())).orElse(null),
        interval.map(of -> range(of.dOptP10(), of.dOptP90())).orElse(null),
        best.map(of -> number(of.tokensPerParam())).orElse(null),
        Optional.ofNullable(row.ratio())
            .map(of -> range(of.tokensPerParamP10(), of.tokensPerParamP90()))
            .orElse(null),
        best.map(of -> number(of.loss())).orElse(null),
        interval.map(of -> range(of.lossP10(), of.lossP90())).orElse(null),
        row.status());
  }

  private Answer printed() {
    return Answer.of(
        List.of("source", "C", "N", "D", "D/N", "loss"),
        PublishedOptima.at(flops).stream()
            .map(
                of ->
                    Answer.row(
                        of.source(),
                        number(of.optimum().flops()),
                        number(of.optimum().params()),
                        number(of.optimum().tokens()),
                        number(of.optimum().tokensPerParam()),
                        Double.isNaN(of.optimum().loss()) ? null : number(of.optimum().loss()))));
  }

  private static String number(Double value) {
    return value == null ? null : String.format(Locale.ROOT, "%.4g", value);
  }

  private static String range(Double low, Double high) {
    return low == null || high == null ? null : number(low) + ".." + number(high);
  }

  private static Set<String> remarks(List<ScalingOptimum> optima, TableDirectory tables) {
    Set<String> remarks = new LinkedHashSet<>();
    List<ScalingFit> fits = tables.of(ScalingFit.ROWS);
    for (ScalingOptimum row : optima) {
      DataRange.of(fits, row.source(), row.series())
          .flatMap(range -> range.warning(row.flops()))
          .ifPresent(warning -> remarks.add("Far: " + about(row) + ": " + warning));
    }
    List<String> messages = new ArrayList<>();
    for (ScalingOptimum row : optima) {
      if (row.message() != null && !row.message().isEmpty()) {
        messages.add(about(row) + " approach " + row.approach().word() + ": " + row.message());
      }
    }
    remarks.addAll(messages);
    return remarks;
  }

  private static String about(ScalingOptimum row) {
    return row.source() + " " + row.series();
  }
}
