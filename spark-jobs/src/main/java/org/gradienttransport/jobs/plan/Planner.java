package org.gradienttransport.jobs.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.gradienttransport.jobs.conf.Family;
import org.gradienttransport.jobs.conf.FieldSource;
import org.gradienttransport.jobs.conf.FieldStep;
import org.gradienttransport.jobs.conf.Scale;
import org.gradienttransport.jobs.exit.ExitCode;
import org.gradienttransport.jobs.exit.JobException;
import org.gradienttransport.jobs.io.Tasks;
import org.gradienttransport.jobs.plan.input.AlignedSteps;
import org.gradienttransport.jobs.plan.input.Snapshot;
import org.gradienttransport.jobs.plan.input.SnapshotFile;
import org.gradienttransport.jobs.plan.input.SnapshotLocator;
import org.gradienttransport.schemas.vocabulary.FieldKind;
import org.gradienttransport.udfs.probe.FieldVariant;

/** Finds out what there is to measure. Reads directory listings, never file contents. */
public final class Planner {
  /** The paper's seed of nulls is this plus the released training step. */
  private static final long NULL_SEED_BASE = 42;

  private static final List<FieldKind> NULLS = List.of(FieldKind.N0, FieldKind.N1, FieldKind.N2);
  private static final int REQUESTS_AT_ONCE = 16;

  private final Configuration configuration;
  private final int nullReplicates;

  /**
   * @param nullReplicates realisations of each null per field; 0 for none
   */
  public Planner(Configuration configuration, int nullReplicates) {
    this.configuration = configuration;
    this.nullReplicates = nullReplicates;
  }

  /**
   * Plans all units of all families, small scales first.
   *
   * @throws JobException when a family is given twice or its store cannot be asked
   */
  public Plan plan(List<Family> families) {
    return plan(families, name -> false);
  }

  /**
   * Plans all units of all families, small scales first.
   *
   * @param mayLack families that have no units where none of their steps are discovered, by name
   * @throws JobException when a family is given twice, its store cannot be asked, or none of the
   *     steps of any other family are discovered
   */
  public Plan plan(List<Family> families, Predicate<String> mayLack) {
    Map<String, Family> byName = new TreeMap<>();
    List<Unit> units = new ArrayList<>();
    Map<String, Map<String, List<Long>>> leftOut = new TreeMap<>();
    Map<String, Map<String, List<String>>> otherZeros = new TreeMap<>();
    Map<String, Map<String, Integer>> passedOver = new TreeMap<>();
    Map<String, String> unlisted = new TreeMap<>();
    for (Family family : families) {
      if (byName.put(family.name(), family) != null) {
        throw JobException.configuration(
            "The family '" + family.name() + "' is given twice. Give each --family once.");
      }
      SnapshotLocator locator = new SnapshotLocator(configuration);
      AlignedSteps steps;
      try {
        steps = locator.steps(family);
      } catch (JobException e) {
        if (e.exitCode() != ExitCode.MISSING_INPUT || !mayLack.test(family.name())) {
          throw e;
        }
        unlisted.put(family.name(), e.getMessage());
        continue;
      }
      Map<String, Integer> choices = new TreeMap<>();
      units.addAll(units(locator, family, steps, choices));
      if (!choices.isEmpty()) {
        passedOver.put(family.name(), choices);
      }
      if (!steps.leftOut().isEmpty()) {
        leftOut.put(family.name(), steps.leftOut());
      }
      if (!steps.otherZeros().isEmpty()) {
        otherZeros.put(family.name(), steps.otherZeros());
      }
    }
    units.sort(
        Comparator.comparingLong(Unit::entries)
            .thenComparing(Unit::family)
            .thenComparing(Unit::scale)
            .thenComparingLong(Unit::step));
    return new Plan(byName, units, nullReplicates, leftOut, otherZeros, passedOver, unlisted);
  }

  /**
   * @param choices counts, by what was taken and what was not, snapshots with several files
   */
  private static List<Unit> units(
      SnapshotLocator locator, Family family, AlignedSteps aligned, Map<String, Integer> choices) {
    List<Unit> units = new ArrayList<>();
    for (Scale scale : family.scales()) {
      Map<Long, Snapshot> snapshots = locate(locator, family, scale, aligned.of(scale));
      snapshots.values().forEach(snapshot -> count(snapshot, choices));
      for (AlignedSteps.ScaleField field : aligned.fields(scale, family.field())) {
        units.add(unit(family, scale, field, snapshots));
      }
    }
    return units;
  }

  private static void count(Snapshot snapshot, Map<String, Integer> choices) {
    if (snapshot instanceof Snapshot.Found found && !found.passedOver().isEmpty()) {
      String taken = new Path(found.main().path()).getName();
      choices.merge(taken + ", not " + String.join(" or ", found.passedOver()), 1, (a, b) -> a + b);
    }
  }

  /** Asks the store for many steps at once: on an object store each is a request. */
  private static Map<Long, Snapshot> locate(
      SnapshotLocator locator, Family family, Scale scale, List<Long> steps) {
    return Tasks.over(steps)
        .threads(REQUESTS_AT_ONCE, "locate")
        .run((Long step) -> Map.entry(step, locator.locate(family, scale, step)))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Unit unit(
      Family family, Scale scale, AlignedSteps.ScaleField aligned, Map<Long, Snapshot> snapshots) {
    FieldStep field = aligned.field();
    Snapshot to = snapshots.get(field.step());
    Snapshot from = family.field() == FieldSource.GRADIENT ? null : snapshots.get(field.fromStep());
    String missing = missing(to);
    if (missing == null && from != null) {
      missing = missing(from);
    }
    List<SnapshotFile> fromFiles = from == null ? List.of() : files(from);
    return new Unit(
        family.name(),
        scale.name(),
        scale.entries(),
        field.fromStep(),
        field.step(),
        fromFiles,
        files(to),
        missing,
        identity(family, scale, field, fromFiles, files(to)),
        aligned.leftOut(),
        new Unit.Label(aligned.from().aligned(), aligned.to().aligned(), aligned.to().axisValue()));
  }

  private static String missing(Snapshot snapshot) {
    return snapshot instanceof Snapshot.Missing missing ? sentence(missing.message()) : null;
  }

  private static String sentence(String message) {
    return "Missing: "
        + message
        + ". Put the file there, or leave the step out of the family file.";
  }

  private static List<SnapshotFile> files(Snapshot snapshot) {
    return snapshot instanceof Snapshot.Found found ? found.files() : List.of();
  }

  private static String identity(
      Family family, Scale scale, FieldStep field, List<SnapshotFile> from, List<SnapshotFile> to) {
    StringBuilder text = new StringBuilder(family.name());
    text.append('|').append(scale.name()).append('|').append(scale.entries());
    text.append('|').append(field.fromStep()).append('|').append(field.step());
    text.append('|').append(family.layout(scale).canonical());
    from.forEach(file -> text.append("|from=").append(fingerprint(file)));
    to.forEach(file -> text.append("|to=").append(fingerprint(file)));
    return Hashes.sha256(text.toString());
  }

  /** A file that keeps path, length and time of change is taken to keep its content. */
  private static String fingerprint(SnapshotFile file) {
    return file.path() + "," + file.length() + "," + file.modified();
  }

  /**
   * Plans null floors: at every size and step as many standard Gaussian nulls, with the seeds of a
   * run's, so that floors and runs share their measurements.
   *
   * @param sizes N of each size, by the name of the group that they are reported in
   */
  public static Plan nullFloors(
      Map<String, List<Long>> sizes, List<Long> steps, int nullReplicates) {
    List<Unit> units = new ArrayList<>();
    sizes.forEach(
        (group, nodes) ->
            nodes.forEach(n -> steps.forEach(step -> units.add(Unit.ofSize(group, n, step)))));
    units.sort(Comparator.comparingLong(Unit::entries).thenComparingLong(Unit::step));
    return Plan.of(Map.of(), units, nullReplicates);
  }

  /**
   * The relaxations of a unit: the field itself, then each null and replicate; without a field the
   * nulls that need none.
   */
  public static List<FieldVariant> variants(Unit unit, int nullReplicates) {
    return variants(unit, NULLS, nullReplicates);
  }

  /**
   * The same of some kinds of nulls.
   *
   * @param nulls kinds wanted; without a field N0 alone
   */
  static List<FieldVariant> variants(Unit unit, Collection<FieldKind> nulls, int replicates) {
    List<FieldVariant> variants = new ArrayList<>();
    if (unit.hasField()) {
      variants.add(FieldVariant.real());
    }
    long seed = NULL_SEED_BASE + unit.step();
    NULLS.stream()
        .filter(kind -> unit.hasField() ? nulls.contains(kind) : kind == FieldKind.N0)
        .forEach(
            kind ->
                IntStream.range(0, replicates)
                    .forEach(k -> variants.add(FieldVariant.nullOf(kind, k, seed))));
    return variants;
  }
}
