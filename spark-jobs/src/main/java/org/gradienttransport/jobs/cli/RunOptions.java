package org.gradienttransport.jobs.cli;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FamilyFiles;
import org.gradienttransport.jobs.conf.Variations;
import org.gradienttransport.jobs.conf.study.Study;
import org.gradienttransport.jobs.conf.study.StudyFiles;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.measure.MeasureSettings;
import org.gradienttransport.jobs.measure.WaveSize;
import org.gradienttransport.jobs.publish.RunContext;
import org.gradienttransport.jobs.publish.RunSettings;
import picocli.CommandLine.Option;

/** What to measure and how: the options that plan, measure, aggregate and run share. */
final class RunOptions {
  @Option(
      names = {"-f", "--family"},
      paramLabel = "FILE",
      arity = "1..*",
      description = "Family files to cover, such as conf/families/pico-lm.yaml.")
  private List<String> families = new ArrayList<>();

  @Option(
      names = "--study",
      paramLabel = "FILE",
      arity = "1..*",
      description = "Study files of measured losses to fit, such as conf/studies/gemstones.yaml.")
  private List<String> studies = new ArrayList<>();

  @Option(
      names = "--root",
      paramLabel = "NAME=PATH",
      description =
          "Read a family's snapshots or a study's rows from another place than its file says.")
  private Map<String, String> roots = new HashMap<>();

  @Option(
      names = "--nulls",
      paramLabel = "K",
      defaultValue = "1",
      description =
          "Realisations of each null control per field; 0 for none. Default: ${DEFAULT-VALUE}.")
  private int nulls;

  @Option(
      names = "--variations",
      paramLabel = "default|none|FILE",
      description =
          "Also measure every family under variations of the probe: the 15 default ones, or those of"
              + " a file, or none, in the place of what its family file says.")
  private String variations;

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

  /** What to do on the day that was given, else today. */
  RunSettings settings(RunningBase command, RunContext run) {
    LocalDate day = asOf == null ? command.today() : command.notAhead("--as-of", asOf);
    return settings(command, run, day);
  }

  boolean hasDay() {
    return asOf != null;
  }

  RunSettings settings(RunningBase command, RunContext run, LocalDate day) {
    MeasureSettings measure = command.engine.settings();
    EngineOptions.requireRange("--nulls", nulls, 0, 1000);
    EngineOptions.requireRange("--partitions", partitions, 0, 100_000);
    EngineOptions.requireRange("--wave-units", waveUnits, 1, 1_000_000);
    if (families.isEmpty() && studies.isEmpty()) {
      throw JobException.usage("Missing required option: --family=FILE or --study=FILE.");
    }
    List<Family> loaded = families(run.configuration());
    List<Study> described = studies(run.configuration());
    requireRootsUsed(loaded, described);
    return new RunSettings(
        loaded,
        measure,
        nulls,
        new WaveSize(waveUnits, WaveSize.DEFAULT.cost()),
        partitions,
        day,
        Duration.ofMinutes(10),
        dropOthers,
        described);
  }

  /** Refuses a {@code --root} of a family or study that was not given. */
  void requireRootsUsed(List<Family> loaded, List<Study> described) {
    Set<String> unused = new TreeSet<>(roots.keySet());
    loaded.forEach(family -> unused.remove(family.name()));
    described.forEach(study -> unused.remove(study.name()));
    if (!unused.isEmpty()) {
      throw JobException.usage(
          "--root names families or studies that are not given with --family or --study: "
              + unused
              + ".");
    }
  }

  /** The families that were given, each read from where {@code --root} says. */
  List<Family> families(Configuration configuration) {
    Optional<Variations> asked = variations(configuration);
    List<Family> loaded = new ArrayList<>();
    for (String file : families) {
      for (Family asDescribed : FamilyFiles.loadAll(file, configuration)) {
        Family family = variations == null ? asDescribed : asDescribed.withVariations(asked);
        String root = roots.get(family.name());
        loaded.add(root == null ? family : family.withRoot(root));
      }
    }
    return loaded;
  }

  /** Variations in the place of those of the family files; empty for none. */
  private Optional<Variations> variations(Configuration configuration) {
    return variations == null || variations.equals("none")
        ? Optional.empty()
        : Optional.of(Variations.load(variations, configuration));
  }

  /** The studies that were given, each read from where {@code --root} says. */
  List<Study> studies(Configuration configuration) {
    List<Study> loaded = new ArrayList<>();
    for (String file : studies) {
      Study study = StudyFiles.load(file, configuration);
      String root = roots.get(study.name());
      loaded.add(root == null ? study : study.withRoot(root));
    }
    return loaded;
  }
}
