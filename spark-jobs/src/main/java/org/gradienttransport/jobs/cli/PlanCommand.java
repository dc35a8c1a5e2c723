package org.gradienttransport.jobs.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.gradienttransport.jobs.check.PlanChecks;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.io.HadoopSettings;
import org.gradienttransport.jobs.measure.ExecutorShape;
import org.gradienttransport.jobs.measure.LastMeasuring;
import org.gradienttransport.jobs.observe.LazySession;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.jobs.publish.RunContext;
import org.gradienttransport.jobs.publish.RunIdentity;
import org.gradienttransport.jobs.publish.RunPipeline;
import org.gradienttransport.jobs.publish.RunSettings;
import org.gradienttransport.jobs.report.ForecastText;
import org.gradienttransport.jobs.report.PlanText;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.CpuBackend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what a run would do; changes nothing. */
@Command(
    name = "plan",
    header = "Say what a run would do: units, bytes, memory, spread. Changes nothing.",
    footer = {
      "",
      "Example:",
      "  gradient-transport plan --warehouse out --family conf/families/pico-mini-sample.yaml",
    })
final class PlanCommand implements Callable<Integer> {
  @Mixin private WarehouseOption warehouseOption;
  @Mixin private RunOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Clock clock = Clock.systemUTC();
    try (Backend backend = CpuBackend.create(1);
        LazySession spark = Sessions.lazy("plan")) {
      RunContext run =
          warehouseOption.context(
              spark, RunIdentity.fresh(clock.instant()), clock, options.giveUpAfter());
      RunSettings settings = options.settings(run.configuration(), clock);
      RunPipeline pipeline = new RunPipeline(run, settings);
      Plan plan = pipeline.plan();
      List<UnitWork> pending = pipeline.pending(plan);
      ExecutorShape shape = ExecutorShape.of(HadoopSettings.sparkConf());
      LastMeasuring last = LastMeasuring.of(run.warehouse());
      PrintWriter out = spec.commandLine().getOut();
      out.print(
          new PlanText(plan, pending, backend)
              .text(shape.slots(), settings.waves().cut(pending).size(), shape.heapBytes()));
      out.print(
          ForecastText.of(
              last.forecast(pending, settings.waves(), settings.measure(), shape), last));
      pipeline.others().sentence().ifPresent(out::println);
      PlanChecks.of(plan).stream()
          .filter(check -> check.status() == Outcome.FAIL)
          .forEach(
              check ->
                  out.printf(
                      Locale.ROOT,
                      "%s %s, %s: %s%n",
                      check.level().word(),
                      check.family(),
                      check.name(),
                      check.message()));
      out.flush();
      return ExitCode.OK.code();
    }
  }
}
