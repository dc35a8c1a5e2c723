package org.gradienttransport.jobs.cli;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.gradienttransport.jobs.cli.Sessions.OpenSession;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.measure.Estimate;
import org.gradienttransport.jobs.measure.ExecutorShape;
import org.gradienttransport.jobs.measure.MeasuringRecord;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.UnitWork;
import org.gradienttransport.jobs.publish.Warehouse;
import org.gradienttransport.jobs.report.EstimateText;
import org.gradienttransport.jobs.report.PlanText;
import org.gradienttransport.jobs.run.RunPipeline;
import org.gradienttransport.jobs.run.RunSettings;
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
    try (OpenSession open = Sessions.open("plan");
        Backend backend = CpuBackend.create(1)) {
      SparkSession spark = open.session();
      SparkContext context = spark.sparkContext();
      RunSettings settings = options.settings(context.hadoopConfiguration(), clock);
      Warehouse warehouse = warehouseOption.open(context.hadoopConfiguration());
      RunPipeline pipeline = new RunPipeline(spark, warehouse, settings, clock);
      Plan plan = pipeline.plan();
      List<UnitWork> pending = pipeline.pending(plan);
      spec.commandLine()
          .getOut()
          .print(
              new PlanText(plan, pending, backend)
                  .text(
                      context.defaultParallelism(),
                      settings.waves().cut(pending).size(),
                      ExecutorShape.of(context).heapBytes()));
      spec.commandLine().getOut().print(estimate(context, warehouse, settings, pending));
      spec.commandLine().getOut().flush();
      return ExitCode.OK.code();
    }
  }

  private static String estimate(
      SparkContext context, Warehouse warehouse, RunSettings settings, List<UnitWork> pending)
      throws IOException {
    MeasuringRecord last = MeasuringRecord.of(warehouse);
    Estimate estimate =
        last.estimate(
            pending,
            settings.waves().cut(pending).size(),
            settings.measure(),
            ExecutorShape.of(context),
            context.defaultParallelism());
    return EstimateText.of(estimate, last);
  }
}
