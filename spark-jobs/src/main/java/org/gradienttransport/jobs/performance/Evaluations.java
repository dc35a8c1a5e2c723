package org.gradienttransport.jobs.performance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.Locations;
import org.gradienttransport.jobs.conf.MetricSource;
import org.gradienttransport.jobs.conf.PerformanceFiles;
import org.gradienttransport.jobs.conf.Scale;
import org.gradienttransport.jobs.conf.StepTemplate;
import org.gradienttransport.jobs.io.Tasks;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.plan.input.SnapshotDirectories;
import org.gradienttransport.jobs.plan.input.SnapshotDirectories.Place;
import org.gradienttransport.schemas.rows.Performance;
import org.gradienttransport.schemas.vocabulary.EvaluationStatus;

/**
 * Rows of performance: every scale that has the metric, at every step of the family and at every
 * other step that its files know. What is missing or damaged is a row with a status.
 */
public final class Evaluations {
  /** Files are small, so most of the time is waiting for the file system. */
  private static final int READERS = 16;

  private Evaluations() {}

  /**
   * Reads the files of all families, many at a time; rows in order of family, scale and step.
   *
   * @param configuration of Hadoop
   */
  public static List<Performance> read(Plan plan, Configuration configuration) {
    Map<String, Family> families = new TreeMap<>(plan.families());
    families.values().removeIf(family -> family.performance().isEmpty());
    families.values().forEach(Evaluations::requireReadable);
    Map<String, Map<String, SortedSet<Long>>> steps = steps(plan);
    List<EvaluationFile> files = new ArrayList<>();
    families.forEach((name, family) -> files.addAll(files(family, steps.get(name))));
    List<Found> found = read(files, families, steps, configuration);
    List<Performance> rows = new ArrayList<>();
    families.forEach((name, family) -> rows.addAll(rows(family, steps.get(name), found)));
    return rows;
  }

  private static void requireReadable(Family family) {
    if (family.performance().orElseThrow() instanceof PerformanceFiles.EvalHarness harness) {
      Suites.of(harness);
    }
  }

  /**
   * Steps of all snapshots that the plan touches, the earlier ones of differences included, by
   * family and scale.
   */
  private static Map<String, Map<String, SortedSet<Long>>> steps(Plan plan) {
    Map<String, Map<String, SortedSet<Long>>> steps = new TreeMap<>();
    plan.families()
        .forEach(
            (name, family) -> {
              Map<String, SortedSet<Long>> byScale = new TreeMap<>();
              family.scales().forEach(scale -> byScale.put(scale.name(), new TreeSet<>()));
              steps.put(name, byScale);
            });
    for (Unit unit : plan.units()) {
      SortedSet<Long> of = steps.get(unit.family()).get(unit.scale());
      of.add(unit.fromStep());
      of.add(unit.step());
    }
    return steps;
  }

  private static List<EvaluationFile> files(Family family, Map<String, SortedSet<Long>> steps) {
    MetricSource source = family.performance().orElseThrow().source();
    List<EvaluationFile> files = new ArrayList<>();
    for (Scale scale : family.scales()) {
      if (source.covers(scale)) {
        Iterable<Long> named =
            source.hasStep() ? steps.get(scale.name()) : List.of(EvaluationFile.ALL_STEPS);
        for (long step : named) {
          Path path =
              Locations.below(new Path(family.performanceRoot()), source.pathOf(scale).at(step));
          files.add(new EvaluationFile(family.name(), scale.name(), step, path.toString()));
        }
      }
    }
    return files;
  }

  private record Found(EvaluationFile file, List<Reading> readings) {}

  private static List<Found> read(
      List<EvaluationFile> files,
      Map<String, Family> families,
      Map<String, Map<String, SortedSet<Long>>> steps,
      Configuration configuration) {
    SnapshotDirectories directories = new SnapshotDirectories(configuration);
    return Tasks.over(files)
        .threads(READERS, "evaluations")
        .run(
            file ->
                found(
                    file,
                    directories,
                    families.get(file.family()),
                    steps.get(file.family()).get(file.scale()),
                    configuration));
  }

  private static Found found(
      EvaluationFile asked,
      SnapshotDirectories directories,
      Family family,
      SortedSet<Long> steps,
      Configuration configuration) {
    PerformanceFiles performance = family.performance().orElseThrow();
    Scale scale = family.scale(asked.scale());
    EvaluationFile file = asked;
    StepTemplate path = performance.source().pathOf(scale);
    if (path.hasStar()) {
      Place place =
          directories.walk(new Path(family.performanceRoot()), path.segments(), asked.step());
      if (place instanceof Place.Nowhere none) {
        return new Found(asked, List.of(unmatched(asked, none)));
      }
      file = asked.at(((Place.At) place).path());
    }
    return new Found(
        file, new EvaluationReader(performance, scale, steps, configuration).read(file));
  }

  private static Reading unmatched(EvaluationFile file, Place.Nowhere none) {
    return Reading.refused(
        file,
        file.step(),
        none.several() ? EvaluationStatus.CORRUPT : EvaluationStatus.MISSING,
        "%s: %s.".formatted(file.path(), none.message()));
  }

  private static List<Performance> rows(
      Family family, Map<String, SortedSet<Long>> steps, List<Found> all) {
    String metric = family.performance().orElseThrow().source().metric();
    List<Performance> rows = new ArrayList<>();
    for (Scale scale : family.scales()) {
      List<Found> found =
          all.stream()
              .filter(
                  one ->
                      one.file().family().equals(family.name())
                          && one.file().scale().equals(scale.name()))
              .toList();
      byStep(found, steps.get(scale.name()))
          .values()
          .forEach(reading -> rows.add(row(family, scale, metric, reading)));
    }
    return rows;
  }

  /** One reading per step; a file that says it is of another step than its name counts there. */
  private static SortedMap<Long, Reading> byStep(List<Found> found, SortedSet<Long> steps) {
    TreeMap<Long, Reading> byStep = new TreeMap<>();
    List<Reading> strays = new ArrayList<>();
    for (Found one : found) {
      for (Reading reading : one.readings()) {
        if (one.file().hasAllSteps()) {
          addWhole(byStep, reading, steps);
        } else if (reading.step() == one.file().step()) {
          byStep.put(reading.step(), reading);
        } else {
          strays.add(reading);
          byStep.put(one.file().step(), mislabelled(reading, one.file().step()));
        }
      }
      if (one.file().hasAllSteps()) {
        steps.forEach(step -> byStep.computeIfAbsent(step, missing -> absent(one.file(), missing)));
      }
    }
    for (Reading stray : strays) {
      byStep.merge(stray.step(), stray, (known, other) -> known.found() ? known : other);
    }
    return byStep;
  }

  private static void addWhole(
      SortedMap<Long, Reading> byStep, Reading reading, SortedSet<Long> steps) {
    if (reading.step() == EvaluationFile.ALL_STEPS) {
      steps.forEach(step -> byStep.put(step, reading.at(step)));
    } else {
      byStep.put(reading.step(), reading);
    }
  }

  private static Reading absent(EvaluationFile file, long step) {
    return Reading.refused(
        file,
        step,
        EvaluationStatus.MISSING,
        file.path() + " has no row for step " + step + "; the step is left out.");
  }

  private static Reading mislabelled(Reading reading, long step) {
    return new Reading(
        reading.scale(),
        step,
        null,
        null,
        reading.source(),
        EvaluationStatus.MISLABELLED,
        ("%s: its configuration says step %s, and that is believed; rename the file, or fetch"
                + " that of step %s.")
            .formatted(reading.source(), reading.step(), step));
  }

  private static Performance row(Family family, Scale scale, String metric, Reading reading) {
    return new Performance(
        family.name(),
        scale.name(),
        reading.step(),
        metric,
        reading.value(),
        scale.parameters(),
        reading.tasks(),
        reading.source(),
        reading.status(),
        reading.message());
  }
}
