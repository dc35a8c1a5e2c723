package org.gradienttransport.jobs.cli;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.observe.LazySession;
import org.gradienttransport.jobs.observe.RunLog;
import org.gradienttransport.jobs.publish.RunContext;
import org.gradienttransport.jobs.publish.RunIdentity;
import picocli.CommandLine.Mixin;

/** A command that works in a warehouse under the name of a run, with Spark at hand. */
abstract class RunningBase extends CommandBase {
  final Clock clock = Clock.systemUTC();

  @Mixin EngineOptions engine;
  @Mixin private WarehouseOption warehouse;

  /** Work in the context of a run. */
  @FunctionalInterface
  interface Work {
    ExitCode in(RunContext run) throws Exception;
  }

  /** A run's name that nobody has used. */
  final String freshId() {
    return RunIdentity.fresh(clock.instant());
  }

  /** Does work whose log carries the run's name; Spark ends with it. */
  final ExitCode during(String runId, Work work) throws Exception {
    return RunLog.during(
        runId,
        () -> {
          try (LazySession spark = Sessions.lazy(commandName())) {
            return work.in(warehouse.context(spark, runId, clock, engine.giveUpAfter()));
          }
        });
  }

  final LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /** A run that stands for a far day would keep those of the days until then from readers. */
  final LocalDate notAhead(String option, LocalDate day) {
    if (day.isAfter(today().plusDays(1))) {
      throw JobException.usage(
          option + " " + day + " lies in the future: today is " + today() + " (UTC).");
    }
    return day;
  }
}
