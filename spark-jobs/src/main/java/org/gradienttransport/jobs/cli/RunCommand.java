package org.gradienttransport.jobs.cli;

import java.time.Clock;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.io.TableDirectory;
import org.gradienttransport.jobs.observe.LazySession;
import org.gradienttransport.jobs.observe.RunLog;
import org.gradienttransport.jobs.present.Summary;
import org.gradienttransport.jobs.publish.RunContext;
import org.gradienttransport.jobs.publish.RunIdentity;
import org.gradienttransport.jobs.publish.RunOutcome;
import org.gradienttransport.jobs.publish.RunPipeline;
import org.gradienttransport.jobs.publish.RunSettings;
import org.gradienttransport.jobs.report.html.RunReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what is new, aggregates everything, checks it and publishes it. */
@NeedsSpark
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
    try (LazySession spark = Sessions.lazy("run")) {
      RunContext run = warehouseOption.context(spark, id, clock, options.giveUpAfter());
      RunEnd end = new RunEnd(run.warehouse(), id, clock);
      RunOutcome outcome =
          runId == null ? run(run) : end.recorded(() -> run(run.named(end.unused())));
      return outcome.exitCode().code();
    }
  }

  private RunOutcome run(RunContext run) throws Exception {
    RunSettings settings = options.settings(run.configuration(), run.clock());
    RunOutcome outcome = new RunPipeline(run, settings).run();
    TableDirectory tables = run.warehouse().tables(outcome.runId());
    var out = spec.commandLine().getOut();
    out.println();
    out.println(sentence(outcome, settings));
    out.println();
    out.print(Summary.text(tables, settings.families()));
    out.println();
    out.println("Tables: " + tables.path());
    Path page = new Path(tables.path(), RunReport.FILE);
    if (run.warehouse().fileSystem().exists(page)) {
      out.println("Report: " + page);
    }
    out.flush();
    return outcome;
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
      case WITHHELD ->
          "Not one snapshot could be read, so readers do not see run "
              + run
              + ". Why, its rows of field_transport say: gradient-transport export --run "
              + run;
      case UNCHANGED ->
          "Nothing changed: run " + run + " stands for " + settings.asOf() + " already.";
    };
  }
}
