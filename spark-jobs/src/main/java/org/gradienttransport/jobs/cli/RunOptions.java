package org.gradienttransport.jobs.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FamilyFiles;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.measure.MeasureSettings;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.publish.RunSettings;
import org.gradienttransport.udfs.backend.Backends;
import org.gradienttransport.udfs.probe.ProbeParameters;
import picocli.CommandLine.Option;

/** What to measure and how: the options that plan, measure, aggregate and run share. */
final class RunOptions {
  @Option(
      names = {"-f", "--family"},
      paramLabel = "FILE",
      required = true,
      arity = "1..*",
      description = "Family files to cover, such as conf/families/pico-lm.yaml.")
  private List<String> families;

  @Option(
      names = "--root",
      paramLabel = "FAMILY=PATH",
      description = "Read a family's snapshots from another place than its file says.")
  private Map<String, String> roots = new HashMap<>();

  @Option(
      names = "--nulls",
      paramLabel = "K",
      defaultValue = "1",
      description =
          "Realisations of each null control per field; 0 for none. Default: ${DEFAULT-VALUE}.")
  private int nulls;

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
      names = "--wave-units",
      paramLabel = "U",
      defaultValue = "2000",
      description =
          "Most units committed at once: what a killed driver can lose. Default:"
              + " ${DEFAULT-VALUE}.")
  private int waveUnits;

  @Option(
      names = "--partitions",
      paramLabel = "P",
      defaultValue = "0",
      description =
          "Tasks per wave; 0 to choose by the number of slots. Changes no number. Default:"
              + " ${DEFAULT-VALUE}.")
  private int partitions;

  @Option(
      names = "--drop-other-families",
      description =
          "Let families of the current run that are not given leave it. By default their rows go on"
              + " into the new run as they are.")
  private boolean dropOthers;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "Day the run stands for, such as 2026-11-21. Default: today, UTC.")
  private LocalDate asOf;

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

  /** How long nothing may move before a run is given up. */
  Duration giveUpAfter() {
    return giveUpAfter;
  }

  RunSettings settings(Configuration configuration, Clock clock) {
    LocalDate today = today(clock);
    requireNotAhead("--as-of", asOf == null ? today : asOf, today);
    return settings(configuration, asOf == null ? today : asOf);
  }

  static LocalDate today(Clock clock) {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /** A run that stands for a far day would keep those of the days until then from readers. */
  static void requireNotAhead(String option, LocalDate day, LocalDate today) {
    if (day.isAfter(today.plusDays(1))) {
      throw new JobException(
          ExitCode.USAGE,
          option + " " + day + " lies in the future: today is " + today + " (UTC).");
    }
  }

  /** Whether a day was given. */
  boolean hasDay() {
    return asOf != null;
  }

  RunSettings settings(Configuration configuration, LocalDate day) {
    if (!Backends.CHOICES.contains(backend)) {
      throw new JobException(
          ExitCode.USAGE,
          "There is no backend '" + backend + "'; choose one of " + Backends.CHOICES + ".");
    }
    requireRange("--nulls", nulls, 0, 1000);
    requireRange("--threads", threads, 0, 1024);
    requireRange("--partitions", partitions, 0, 100_000);
    requireRange("--wave-units", waveUnits, 1, 1_000_000);
    return new RunSettings(
        loadFamilies(configuration),
        new MeasureSettings(backend, threads, graphCache, ProbeParameters.PAPER),
        nulls,
        new WaveSize(waveUnits, WaveSize.DEFAULT.cost()),
        partitions,
        day,
        Duration.ofMinutes(10),
        dropOthers);
  }

  private List<Family> loadFamilies(Configuration configuration) {
    List<Family> loaded = new ArrayList<>();
    Map<String, String> unused = new HashMap<>(roots);
    for (String file : families) {
      Family family = FamilyFiles.load(file, configuration);
      String root = unused.remove(family.name());
      loaded.add(root == null ? family : family.withRoot(root));
    }
    if (!unused.isEmpty()) {
      throw new JobException(
          ExitCode.USAGE,
          "--root names families that are not given with --family: " + unused.keySet() + ".");
    }
    return loaded;
  }

  private static void requireRange(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new JobException(
          ExitCode.USAGE,
          option + " must be between " + least + " and " + most + ", got " + value + ".");
    }
  }
}
