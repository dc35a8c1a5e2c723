package org.gradienttransport.jobs.performance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.MetricSource;
import org.gradienttransport.jobs.conf.Performance;
import org.gradienttransport.jobs.conf.Scale;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.jobs.tables.RowBuilder;

/**
 * Rows of performance: every scale that has the metric, at every step of the family and at every
 * other step that its files know. What is missing or damaged is a row with a status.
 */
public final class PerformanceTable {
  /** Files are small: a task of fewer would cost more than its reading. */
  private static final int FILES_PER_TASK = 50;

  private PerformanceTable() {}

  /** Reads the files of all families on the executors; rows in order of family, scale and step. */
  public static List<Row> read(SparkSession spark, Plan plan) {
    Map<String, Family> families = new TreeMap<>(plan.families());
    families.values().removeIf(family -> family.performance().isEmpty());
    families.values().forEach(PerformanceTable::requireReadable);
    Map<String, SortedSet<Long>> steps = steps(plan);
    List<EvaluationFile> files = new ArrayList<>();
    families.forEach((name, family) -> files.addAll(files(family, steps.get(name))));
    List<Found> found = read(spark, files, families);
    List<Row> rows = new ArrayList<>();
    families.forEach((name, family) -> rows.addAll(rows(family, steps.get(name), found)));
    return rows;
  }

  private static void requireReadable(Family family) {
    if (family.performance().orElseThrow() instanceof Performance.EvalHarness harness) {
      Suites.of(harness);
    }
  }

  /** Steps of all snapshots that the plan touches, the earlier ones of differences included. */
  private static Map<String, SortedSet<Long>> steps(Plan plan) {
    Map<String, SortedSet<Long>> steps = new TreeMap<>();
    plan.families().keySet().forEach(family -> steps.put(family, new TreeSet<>()));
    for (Unit unit : plan.units()) {
      steps.get(unit.family()).add(unit.fromStep());
      steps.get(unit.family()).add(unit.step());
    }
    return steps;
  }

  private static List<EvaluationFile> files(Family family, SortedSet<Long> steps) {
    MetricSource source = family.performance().orElseThrow().source();
    List<EvaluationFile> files = new ArrayList<>();
    for (Scale scale : family.scales()) {
      if (source.covers(scale)) {
        Iterable<Long> named = source.hasStep() ? steps : List.of(EvaluationFile.ALL_STEPS);
        for (long step : named) {
          Path path = new Path(family.performanceRoot(), source.pathOf(scale, step));
          files.add(new EvaluationFile(family.name(), scale.name(), step, path.toString()));
        }
      }
    }
    return files;
  }

  /** A file and what was read from it. */
  private record Found(EvaluationFile file, List<Reading> readings)
      implements java.io.Serializable {}

  private static List<Found> read(
      SparkSession spark, List<EvaluationFile> files, Map<String, Family> families) {
    if (files.isEmpty()) {
      return List.of();
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<Map<String, Family>> described = context.broadcast(new TreeMap<>(families));
    Broadcast<SerializableConfiguration> configuration =
        context.broadcast(
            new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
    int tasks = files.size() / FILES_PER_TASK + 1;
    List<Found> found =
        context
            .parallelize(files, tasks)
            .map(
                file -> {
                  Family family = described.value().get(file.family());
                  EvaluationReader reader =
                      new EvaluationReader(
                          family.performance().orElseThrow(),
                          scale(family, file.scale()),
                          configuration.value().value());
                  return new Found(file, reader.read(file));
                })
            .collect();
    described.destroy();
    configuration.destroy();
    return found;
  }

  private static Scale scale(Family family, String name) {
    return family.scales().stream()
        .filter(scale -> scale.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<Row> rows(Family family, SortedSet<Long> steps, List<Found> all) {
    String metric = family.performance().orElseThrow().source().metric();
    List<Row> rows = new ArrayList<>();
    for (Scale scale : family.scales()) {
      List<Found> found =
          all.stream()
              .filter(
                  one ->
                      one.file().family().equals(family.name())
                          && one.file().scale().equals(scale.name()))
              .toList();
      byStep(found, steps)
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
    return new Reading(
        file.scale(),
        step,
        null,
        null,
        file.path(),
        Reading.MISSING,
        file.path() + " has no row for step " + step + "; the step is left out.");
  }

  private static Reading mislabelled(Reading reading, long step) {
    return new Reading(
        reading.scale(),
        step,
        null,
        null,
        reading.source(),
        "mislabelled",
        reading.source()
            + ": its configuration says step "
            + reading.step()
            + ", and that is believed; rename the file, or fetch that of step "
            + step
            + ".");
  }

  private static Row row(Family family, Scale scale, String metric, Reading reading) {
    return RowBuilder.of(org.gradienttransport.schemas.Performance.TABLE)
        .set(org.gradienttransport.schemas.Performance.FAMILY, family.name())
        .set(org.gradienttransport.schemas.Performance.SCALE, scale.name())
        .set(org.gradienttransport.schemas.Performance.STEP, reading.step())
        .set(org.gradienttransport.schemas.Performance.METRIC, metric)
        .set(org.gradienttransport.schemas.Performance.VALUE, reading.value())
        .set(org.gradienttransport.schemas.Performance.N, scale.parameters())
        .set(org.gradienttransport.schemas.Performance.TASKS, reading.tasks())
        .set(
            org.gradienttransport.schemas.Performance.SOURCE,
            Objects.requireNonNull(reading.source()))
        .set(org.gradienttransport.schemas.Performance.STATUS, reading.status())
        .set(org.gradienttransport.schemas.Performance.MESSAGE, reading.message())
        .build();
  }
}
