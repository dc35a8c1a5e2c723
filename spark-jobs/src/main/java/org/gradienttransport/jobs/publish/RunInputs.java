package org.gradienttransport.jobs.publish;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.gradienttransport.jobs.aggregate.LinkedLosses;
import org.gradienttransport.jobs.aggregate.cohort.Cohort;
import org.gradienttransport.jobs.aggregate.scaling.MeasuredStudy;
import org.gradienttransport.jobs.plan.Hashes;
import org.gradienttransport.jobs.plan.Plan;
import org.gradienttransport.jobs.plan.Unit;
import org.gradienttransport.schemas.rows.Performance;

/**
 * Everything that a run reads, the fields' own files aside.
 *
 * @param studies of losses, as read
 * @param others families and studies that readers see and whose rows go on
 * @param kept families and studies of the run whose rows go on because nothing of them can be read
 * @param digests SHA-256 of what decides the rows of each family and study that the run was given:
 *     configuration and every planned input
 */
record RunInputs(
    Plan plan,
    List<Performance> performance,
    List<ReadStudy> studies,
    OtherFamilies others,
    UnreadSources.Kept kept,
    Map<String, String> digests) {

  /** Inputs as they were read, before it is known of which families nothing can be read. */
  static RunInputs of(
      Plan plan,
      List<Performance> performance,
      List<ReadStudy> studies,
      OtherFamilies others,
      RunSettings settings) {
    return new RunInputs(
        plan,
        performance,
        studies,
        others,
        UnreadSources.Kept.NONE,
        digests(plan, performance, studies, settings));
  }

  /**
   * The same without families and studies of which nothing can be read: their earlier rows go on.
   */
  RunInputs keeping(UnreadSources.Kept kept) {
    Set<String> names = kept.checks().keySet();
    return names.isEmpty()
        ? this
        : new RunInputs(
            plan.without(names),
            performance.stream().filter(row -> !names.contains(row.family())).toList(),
            studies,
            others.with(kept.checks()),
            kept,
            digests);
  }

  /** The losses that are fitted: of every study, and of every family that has some. */
  List<MeasuredStudy> losses() {
    List<MeasuredStudy> losses = new ArrayList<>();
    readStudies().forEach(study -> losses.add(study.measured()));
    losses.addAll(LinkedLosses.studies(plan, performance));
    return losses;
  }

  /** Studies but those of which nothing can be used while readers see rows of them. */
  List<ReadStudy> readStudies() {
    return studies.stream().filter(read -> !others.isUnread(read.study().name())).toList();
  }

  List<Cohort> cohorts() {
    return Cohorts.of(plan.families().values(), others);
  }

  /**
   * SHA-256 of everything that decides the run's tables: of all families whose rows it has. Of a
   * family that cannot be read its rows count, and that it cannot be read.
   */
  String digest() {
    Map<String, String> all = new TreeMap<>(others.digests());
    digests.forEach((family, digest) -> all.merge(family, digest, (rows, now) -> rows + now));
    Hashes.Stream stream = new Hashes.Stream();
    all.forEach((family, digest) -> stream.add(family).add(digest));
    return stream.sha256();
  }

  private static Map<String, String> digests(
      Plan plan, List<Performance> performance, List<ReadStudy> studies, RunSettings settings) {
    Map<String, Hashes.Stream> digests = new TreeMap<>();
    settings
        .families()
        .forEach(
            family ->
                digests.put(
                    family.name(), new Hashes.Stream().add(settings.configurationHash(family))));
    plan.unlisted().forEach((family, why) -> digests.get(family).add(why));
    String parameters = settings.measure().canonical();
    // The plan's order depends on its units alone.
    for (Unit unit : plan.units()) {
      Hashes.Stream digest = digests.get(unit.family());
      plan.variants(unit).forEach(v -> digest.add(unit.lookupKey(parameters, v)));
      digest.add(unit.identity()).add(String.valueOf(unit.missing()));
      digest.add(unit.leftOut().toString());
      if (unit.label().onAxis()) {
        digest.add(unit.label().toString());
      }
    }
    // Performance files are read before this, so what they say stands for them.
    performance.stream()
        .sorted(Comparator.comparing(RunInputs::text))
        .forEach(row -> digests.get(row.family()).add(text(row)));
    Map<String, String> texts = new TreeMap<>();
    digests.forEach((family, digest) -> texts.put(family, digest.sha256()));
    studies.forEach(study -> texts.put(study.study().name(), study.digest()));
    return texts;
  }

  private static String text(Performance row) {
    return Arrays.stream(Performance.ROWS.values(row))
        .map(String::valueOf)
        .collect(joining(",", "[", "]"));
  }
}
