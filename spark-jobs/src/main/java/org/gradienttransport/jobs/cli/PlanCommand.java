package org.gradienttransport.jobs.cli;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.gradienttransport.jobs.aggregate.scaling.FitUnit;
import org.gradienttransport.jobs.aggregate.scaling.MeasuredStudy;
import org.gradienttransport.jobs.check.PlanChecks;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.io.HadoopSettings;
import org.gradienttransport.jobs.measure.ExecutorShape;
import org.gradienttransport.jobs.measure.LastMeasuring;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.jobs.plan.VariationPlan;
import org.gradienttransport.jobs.present.text.ForecastText;
import org.gradienttransport.jobs.present.text.PlanText;
import org.gradienttransport.jobs.present.text.StudyPlanText;
import org.gradienttransport.jobs.present.text.VariationsText;
import org.gradienttransport.jobs.publish.OtherFamilies;
import org.gradienttransport.jobs.publish.ReadStudy;
import org.gradienttransport.jobs.publish.RunContext;
import org.gradienttransport.jobs.publish.RunPipeline;
import org.gradienttransport.jobs.publish.RunSettings;
import org.gradienttransport.schemas.vocabulary.Outcome;
import org.gradienttransport.udfs.backend.Backend;
import org.gradienttransport.udfs.backend.CpuBackend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "plan",
    header = "Say what a run would do: units, bytes, memory, spread. Changes nothing.",
    footer = {
      "",
      "Example:",
      "  gradient-transport plan --warehouse out --family conf/families/pico-mini-sample.yaml",
    })
final class PlanCommand extends RunningBase {
  @Mixin private RunOptions options;

  @Override
  ExitCode work() throws Exception {
    return during(freshId(), this::print);
  }

  private ExitCode print(RunContext run) throws Exception {
    RunSettings settings = options.settings(this, run);
    RunPipeline pipeline = new RunPipeline(run, settings);
    Plan plan = pipeline.plan();
    List<ReadStudy> studies = pipeline.studies();
    studies.forEach(study -> out().print(StudyPlanText.of(study.study(), study.rows())));
    List<UnitWork> pending = pipeline.pending(plan);
    if (!settings.families().isEmpty()) {
      printFamilies(run, settings, pipeline, plan, pending);
    }
    printFits(pipeline, plan, studies);
    OtherFamilies others = pipeline.others(plan, studies, pending);
    others.sentence().ifPresent(out()::println);
    others.unreadSentences().forEach(out()::println);
    return ExitCode.OK;
  }

  /** What is to be fitted to the losses of studies and of families. */
  private void printFits(RunPipeline pipeline, Plan plan, List<ReadStudy> studies)
      throws Exception {
    List<MeasuredStudy> ofFamilies = pipeline.familyLosses(plan);
    ofFamilies.forEach(losses -> out().print(StudyPlanText.ofFamily(losses)));
    List<MeasuredStudy> losses =
        Stream.concat(studies.stream().map(ReadStudy::measured), ofFamilies.stream()).toList();
    if (losses.isEmpty()) {
      return;
    }
    List<FitUnit> pending = pipeline.pendingFits(losses);
    out()
        .print(
            StudyPlanText.pending(pending.size(), pending.stream().mapToLong(FitUnit::size).sum()));
  }

  private void printFamilies(
      RunContext run, RunSettings settings, RunPipeline pipeline, Plan plan, List<UnitWork> pending)
      throws Exception {
    ExecutorShape shape = ExecutorShape.of(HadoopSettings.sparkConf());
    LastMeasuring last = LastMeasuring.of(run.warehouse());
    try (Backend backend = CpuBackend.create(1)) {
      out()
          .print(
              new PlanText(plan, pending, backend)
                  .text(
                      shape.slots(), settings.waves().cut(pending).size(), shape.heap().setting()));
    }
    Function<List<UnitWork>, String> forecast =
        work ->
            ForecastText.of(last.forecast(work, settings.waves(), settings.measure(), shape), last);
    out().print(forecast.apply(pending));
    printVariations(pipeline, plan, pending, forecast);
    PlanChecks.of(plan).stream()
        .filter(check -> check.status() == Outcome.FAIL)
        .forEach(
            check ->
                out()
                    .printf(
                        Locale.ROOT,
                        "%s %s, %s: %s%n",
                        check.level().word(),
                        check.family(),
                        check.name(),
                        check.message()));
  }

  private void printVariations(
      RunPipeline pipeline,
      Plan plan,
      List<UnitWork> baseline,
      Function<List<UnitWork>, String> forecast)
      throws Exception {
    VariationPlan variations = pipeline.variations(plan, baseline);
    if (variations.steps().isEmpty()) {
      return;
    }
    List<UnitWork> pending = pipeline.pending(variations);
    out()
        .print(
            VariationsText.of(variations, plan.families(), pending, !baseline.isEmpty())
                + forecast.apply(pending));
  }
}
