package org.gradienttransport.jobs.cli;

import java.time.Duration;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.measure.MeasureSettings;
import org.gradienttransport.udfs.backend.Backends;
import org.gradienttransport.udfs.probe.ProbeParameters;
import picocli.CommandLine.Option;

/** How fields are measured, and how long nothing may move meanwhile. */
final class EngineOptions {
  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "cpu",
      description =
          "cpu, cuda, nd4j, auto (cuda where it can run, else cpu), or cuda,cpu (cpu for fields"
              + " that do not fit the GPU). Default: ${DEFAULT-VALUE}.")
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
          "End with 75 when no Spark task has begun or ended for so long, because a file system or"
              + " the cluster does not answer: 30m, 2h; 0m to wait for ever. Default:"
              + " ${DEFAULT-VALUE}.")
  private Duration giveUpAfter;

  Duration giveUpAfter() {
    return giveUpAfter;
  }

  MeasureSettings settings() {
    if (!Backends.CHOICES.contains(backend)) {
      throw JobException.usage(
          "There is no backend '" + backend + "'; choose one of " + Backends.CHOICES + ".");
    }
    requireRange("--threads", threads, 0, 1024);
    return new MeasureSettings(backend, threads, graphCache, ProbeParameters.PAPER);
  }

  static void requireRange(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw JobException.usage(
          option + " must be between " + least + " and " + most + ", got " + value + ".");
    }
  }
}
